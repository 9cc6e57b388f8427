import type { Call, CommandSpec } from '../command';
import { readDeployOptions, withNames } from '../deploy/deploy-options';
import { deployAndTell } from '../deploy/deploy-and-tell';
import { readPayloads } from '../deploy/payload';
import type { MachinePlan } from '../deploy/plan';
import { planMachine } from '../deploy/plan-machine';
import { printPlan } from '../deploy/print-plan';
import { selectMachines } from '../deploy/select-machines';
import { checkSkipped } from '../deploy/skip';
import { openView } from '../deploy/view/open-view';
import { turnsOf } from '../deploy/waves';
import { DISTURBING, ENGINE, REACHING, TAGGED } from '../machines/options';
import { leaveSoon } from '../pulumi/leave';
import { synthesise } from '../project/assembly';
import { checkLock } from '../project/lock';
import { messagesOf, printMessages } from '../render/messages';
import { jsonText } from '../render/json-text';

export const command: CommandSpec = {
  description:
    'Builds machines and switches them over SSH. Each ends on the new system, checked, or on the one that it ran before, and the last line says which. Until a machine has our word over a new connection, it goes back by itself.',
  arguments: [
    { syntax: '[STACK...]', summary: 'names or globs, as in studio-*; not needed for the only machine of an app', completes: 'machines' },
  ],
  options: [
    ...TAGGED,
    { flags: '--all', summary: 'every machine' },
    { flags: '-g, --goal <GOAL>', summary: 'build, dry-activate, test, boot or switch (default)', completes: 'goals' },
    { flags: '-n, --dry-run', summary: 'print what would be done; no machine is asked' },
    { flags: '--build-on <PLACE>', summary: 'target: the machine itself (default); here; or a host with Nix', completes: 'places' },
    { flags: '--reboot', summary: 'reboot where the change needs it, and go back when the machine does not come up' },
    { flags: '--adopt', summary: 'take over a machine whose system somebody else made' },
    { flags: '--skip-gate <ID>', summary: 'leave out this check; may be repeated', repeatable: true },
    { flags: '--because <TEXT>', summary: 'why, for each or for all of them; it is kept with the deployment', repeatable: true },
    ...DISTURBING,
    { flags: '--restart-audio', summary: 'restart PipeWire of the user where its settings have changed' },
    { flags: '--despite-freeze <WHY>', summary: 'go on where the machine is frozen; the reason is kept there' },
    { flags: '--tolerate-unit <UNIT>', summary: 'go on when this unit fails; may be repeated', repeatable: true, completes: 'units' },
    {
      flags: '--stage <TAG>',
      summary: 'these first; the others when all of them are fine; may be repeated',
      repeatable: true,
      completes: 'tags',
    },
    { flags: '--concurrency <N>', summary: 'how many machines at once (50)' },
    { flags: '--undo-done', summary: 'when one fails, bring back those that are done' },
    { flags: '--confirm-timeout <S>', summary: 'seconds until a machine without our word goes back, beside the checks (60)' },
    { flags: '--activation-timeout <S>', summary: 'seconds that switching may take (600)' },
    { flags: '--patience <S>', summary: 'seconds to wait for a machine that stopped answering (120)' },
    ...ENGINE,
    ...REACHING,
    { flags: '--locked', summary: 'a flake.lock that is missing, or of other inputs, is an error' },
    { flags: '--json', summary: 'an object a line on standard output: what happens, and how it ended' },
    { flags: '-q, --quiet', summary: 'only warnings, and what went wrong' },
  ],
  examples: [
    { command: 'cdk deploy studio-laptop', meaning: 'build it there and switch' },
    { command: 'cdk deploy --dry-run studio-laptop', meaning: 'what would that do?' },
    { command: 'cdk deploy --all --stage canary', meaning: 'one machine first, then the school' },
    { command: 'cdk deploy studio-laptop --reboot', meaning: 'with a new kernel, once on trial' },
    { command: 'cdk deploy studio-laptop --when-idle', meaning: 'after the take' },
    { command: 'cdk deploy studio-laptop --engine pulumi', meaning: 'by a Pulumi engine, with a state' },
  ],
  run: deploy,
};

async function deploy(call: Call): Promise<number> {
  const { terminal } = call;
  const [names, given] = withNames(call.arguments, call.options);
  const options = readDeployOptions(given);
  // What talks to machines takes its time to load: as long as the app runs, that costs nothing.
  const [assembly, { openExecutor }] = await Promise.all([synthesise(call, 'stderr'), import('../deploy/open-executor.js')]);
  const { stacks, messages, inputs } = assembly.manifest;
  const machines = selectMachines(stacks, { names, ...(given as { readonly tag?: readonly string[]; readonly all?: boolean }) });
  checkSkipped(
    machines,
    (options.plan.skipped ?? []).map(({ gate }) => gate),
  );
  const turns = turnsOf(machines, stacks, options.stages);
  if (given['locked']) checkLock(assembly);
  if (!given['json'])
    printMessages(
      messagesOf(messages, stacks, machines).filter(({ level }) => level === 'warning'),
      terminal.err,
    );

  const payloads = readPayloads(assembly, machines);
  const plans = [...payloads.values()].map(({ stack, fingerprint, files }) =>
    planMachine({ stack, fingerprint, files: files.map(({ name }) => name), inputs }, options.plan),
  );
  if (given['dryRun']) return printPlans(call, plans);

  const view = openView(
    call,
    plans.map(({ stack }) => stack),
  );
  try {
    const executor = await openExecutor(call, { assembly, payloads, plans, view, patience: options.patience, engine: options.engine });
    const exitCode = await deployAndTell(call, view, { plans, turns, executor, ...options });
    return options.engine === 'pulumi' ? leaveSoon(exitCode) : exitCode;
  } finally {
    view.close();
  }
}

function printPlans({ terminal: { out }, options }: Call, plans: readonly MachinePlan[]): number {
  if (options['json']) out.line(jsonText(plans, 2));
  else out.line(plans.map((plan) => printPlan(plan, out)).join('\n\n'));
  return 0;
}
