import type { Call, CommandSpec } from '../command';
import { withGuard } from '../deploy/ask-machines';
import { readDeployOptions } from '../deploy/deploy-options';
import { deployAndTell } from '../deploy/deploy-and-tell';
import { openWays } from '../deploy/open-machine';
import { patienceFor } from '../deploy/patience';
import { planMachine } from '../deploy/plan-machine';
import { RollbackExecutor, rollbackPlan } from '../deploy/rollback';
import { selectMachine } from '../deploy/select-machines';
import { openView } from '../deploy/view/open-view';
import { badGeneration, guardFailed, noFormerGeneration, noSuchGeneration } from '../machines/errors';
import { parseGenerations, type Generation } from '../machines/generations';
import { REACHING } from '../machines/options';
import { synthesise } from '../project/assembly';

export const command: CommandSpec = {
  description:
    'Puts a machine back on a system that it keeps. That is a deployment like any other: it is checked, and taken back where something is wrong.',
  arguments: [{ syntax: '[STACK]', summary: 'which machine; not needed for the only one of an app', completes: 'machines' }],
  options: [
    { flags: '--to <N>', summary: "the generation's number; without it, the one before that of now" },
    { flags: '--reboot', summary: 'reboot where the change needs it, and go back when the machine does not come up' },
    { flags: '--confirm-timeout <S>', summary: 'seconds until a machine without our word goes back, beside the checks (60)' },
    { flags: '--activation-timeout <S>', summary: 'seconds that switching may take (600)' },
    { flags: '--patience <S>', summary: 'seconds to wait for a machine that stopped answering (120)' },
    ...REACHING,
    { flags: '--json', summary: 'an object a line on standard output: what happens, and how it ended' },
    { flags: '-q, --quiet', summary: 'only warnings, and what went wrong' },
  ],
  examples: [
    { command: 'cdk rollback studio-laptop', meaning: 'to the generation before' },
    { command: 'cdk rollback studio-laptop --to 41', meaning: 'to one of «cdk generations»' },
  ],
  run: rollback,
};

async function rollback(call: Call): Promise<number> {
  const options = readDeployOptions(call.options);
  const wanted = wantedGeneration(call.options['to']);
  const { manifest } = await synthesise(call, 'stderr');
  const machine = selectMachine(manifest.stacks, call.arguments);
  const view = openView(call, [machine.name]);
  const ways = openWays(call, (work) => view.aside(work));
  try {
    const { current, found } = await withGuard(ways, machine, async (guard) => {
      const { generation: current } = await guard.inspect();
      const result = await guard.ask('generations');
      if (result.code !== 0) throw guardFailed(machine.name, 'generations', result);
      return { current, found: parseGenerations(result.stdout) };
    });
    const to = chosen(machine.name, found, current, wanted);
    const plan = rollbackPlan(planMachine({ stack: machine, fingerprint: '', files: [], inputs: manifest.inputs }, options.plan));
    const executor = new RollbackExecutor(ways, to.number, patienceFor(options.patience));
    return await deployAndTell(call, view, { plans: [plan], turns: [{ name: machine.name, after: [], stage: 0 }], executor, ...options });
  } finally {
    view.close();
  }
}

function wantedGeneration(given: unknown): number | undefined {
  if (given === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(String(given))) throw badGeneration(String(given));
  return Number(given);
}

/** The one that is named, or the newest that is older than that of now: `--rollback` of other tools takes the last one that was made. */
function chosen(stack: string, found: readonly Generation[], current: number | undefined, wanted: number | undefined): Generation {
  const numbers = found.map(({ number }) => number);
  const match =
    wanted === undefined
      ? found.findLast(({ number }) => current !== undefined && number < current)
      : found.find(({ number }) => number === wanted);
  if (match) return match;
  throw wanted === undefined ? noFormerGeneration(stack, current) : noSuchGeneration(stack, wanted, numbers);
}
