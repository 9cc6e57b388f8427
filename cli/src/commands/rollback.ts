import type { Call, CommandSpec } from '../command';
import { withGuard } from '../deploy/ask-machines';
import { readDeployOptions, withNames } from '../deploy/deploy-options';
import { deployAndTell } from '../deploy/deploy-and-tell';
import { openWays } from '../deploy/open-machine';
import { patienceFor } from '../deploy/patience';
import { planMachine } from '../deploy/plan-machine';
import { RollbackExecutor, rollbackPlan } from '../deploy/rollback';
import { selectMachine } from '../deploy/select-machines';
import { openView } from '../deploy/view/open-view';
import { askWhatItKeeps } from '../machines/naming';
import { DISTURBING, REACHING } from '../machines/options';
import { readWanted, wayBack } from '../machines/way-back';
import { synthesise } from '../project/assembly';

export const command: CommandSpec = {
  description:
    'Puts a machine back on a system that it keeps. That is a deployment like any other: it is checked, and taken back where something is wrong.',
  arguments: [{ syntax: '[STACK]', summary: 'which machine; not needed for the only one of an app', completes: 'machines' }],
  options: [
    { flags: '--to <N>', summary: "the generation's number or name; without it, the one before that of now" },
    { flags: '--reboot', summary: 'reboot where the change needs it, and go back when the machine does not come up' },
    ...DISTURBING,
    { flags: '--confirm-timeout <S>', summary: 'seconds until a machine without our word goes back, beside the checks (60)' },
    { flags: '--activation-timeout <S>', summary: 'seconds that switching may take (600)' },
    { flags: '--despite-freeze <WHY>', summary: 'go on where the machine is frozen; the reason is kept there' },
    { flags: '--patience <S>', summary: 'seconds to wait for a machine that stopped answering (120)' },
    ...REACHING,
    { flags: '--json', summary: 'an object a line on standard output: what happens, and how it ended' },
    { flags: '-q, --quiet', summary: 'only warnings, and what went wrong' },
  ],
  examples: [
    { command: 'cdk rollback studio-laptop', meaning: 'to the generation before' },
    { command: 'cdk rollback studio-laptop --to 41', meaning: 'to one of «cdk generations»' },
    { command: 'cdk rollback studio-laptop --to tour', meaning: 'to what «cdk pin» gave this name' },
  ],
  run: rollback,
};

async function rollback(call: Call): Promise<number> {
  const [names, given] = withNames(call.arguments, call.options);
  const options = readDeployOptions(given);
  const wanted = readWanted(call.options['to']);
  const { manifest } = await synthesise(call, 'stderr');
  const machine = selectMachine(manifest.stacks, names);
  const view = openView(call, [machine.name]);
  const ways = openWays(call, (work) => view.aside(work));
  try {
    const to = await withGuard(ways, machine, async (guard) => {
      const { generation: current } = await guard.inspect();
      return wayBack(machine.name, await askWhatItKeeps(guard, machine.name), current, wanted);
    });
    const plan = rollbackPlan(planMachine({ stack: machine, fingerprint: '', files: [], inputs: manifest.inputs }, options.plan));
    const executor = new RollbackExecutor(ways, to, patienceFor(options.patience));
    return await deployAndTell(call, view, { plans: [plan], turns: [{ name: machine.name, after: [], stage: 0 }], executor, ...options });
  } finally {
    view.close();
  }
}
