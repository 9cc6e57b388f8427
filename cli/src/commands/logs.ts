import type { Call, CommandSpec } from '../command';
import { withGuard } from '../deploy/ask-machines';
import { openWays } from '../deploy/open-machine';
import { selectMachine } from '../deploy/select-machines';
import { badDeployment, guardFailed, noLog } from '../machines/errors';
import { REACHING } from '../machines/options';
import { synthesise } from '../project/assembly';
import { harmless } from '../ssh/harmless';

export const command: CommandSpec = {
  description: 'Prints what was said on a machine during a deployment: by Nix, by the switch, and by the guard.',
  arguments: [
    { syntax: '[STACK]', summary: 'which machine; not needed for the only one of an app', completes: 'machines' },
    { syntax: '[ID]', summary: 'which deployment, as in 20260522-180301-4f3a9c; the last one when nothing is said' },
  ],
  options: REACHING,
  examples: [{ command: 'cdk logs studio-laptop', meaning: 'of the last deployment' }],
  run: logs,
};

/** The guard's exit code for a deployment that it does not know. */
const UNKNOWN = 4;
/** What the guard says to whoever follows a log, and to nobody else. */
const END_MARK = /^studio-cdk: end of [0-9a-z-]+$/;

async function logs(call: Call): Promise<number> {
  const [name, id] = call.arguments;
  if (id !== undefined && !/^[0-9a-z-]{8,64}$/.test(id)) throw badDeployment(id);
  const { manifest } = await synthesise(call, 'stderr');
  const machine = selectMachine(manifest.stacks, name === undefined ? [] : [name]);
  const result = await withGuard(openWays(call), machine, (guard) => guard.ask('logs', [id ?? 'last']));
  if (result.code === UNKNOWN || (result.code === 0 && result.stdout === '')) throw noLog(machine.name, id);
  if (result.code !== 0) throw guardFailed(machine.name, 'logs', result);
  const lines = result.stdout.trimEnd().split('\n');
  for (const line of lines) if (!END_MARK.test(line)) call.terminal.out.line(harmless(line));
  return 0;
}
