import type { Call, CommandSpec } from '../command';
import { withGuard } from '../deploy/ask-machines';
import { openWays } from '../deploy/open-machine';
import { selectMachine } from '../deploy/select-machines';
import { deployer } from '../deploy/start-request';
import { unpin } from '../machines/naming';
import { noNameGiven } from '../machines/pin-errors';
import { checkName } from '../machines/pins';
import { REACHING } from '../machines/options';
import { synthesise } from '../project/assembly';

export const command: CommandSpec = {
  description:
    'Takes a name away that «cdk pin» gave. The system then goes with its generation, like any other; what the machine runs and boots stays.',
  arguments: [{ syntax: '[STACK]', summary: 'which machine; not needed for the only one of an app', completes: 'machines' }],
  options: [{ flags: '--name <NAME>', summary: 'one of those that «cdk generations» shows' }, ...REACHING],
  examples: [{ command: 'cdk unpin studio-laptop --name tour', meaning: 'the tour is over' }],
  run: unpinGeneration,
};

async function unpinGeneration(call: Call): Promise<number> {
  const { options, terminal } = call;
  if (options['name'] === undefined) throw noNameGiven();
  const name = checkName('--name', String(options['name']));
  const { manifest } = await synthesise(call, 'stderr');
  const machine = selectMachine(manifest.stacks, call.arguments);
  await withGuard(openWays(call), machine, (guard) => unpin(guard, machine.name, name, deployer()));
  const { out } = terminal;
  out.line(`${out.paint.green('✔')} ${machine.name} has no «${name}» any more. That system stays there until old generations are removed.`);
  return 0;
}
