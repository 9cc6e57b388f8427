import type { Call, CommandSpec } from '../command';
import { withGuard } from '../deploy/ask-machines';
import { openWays } from '../deploy/open-machine';
import { selectMachine } from '../deploy/select-machines';
import { deployer } from '../deploy/start-request';
import { pin } from '../machines/naming';
import { notANumber } from '../machines/pin-errors';
import { checkName, nameOf } from '../machines/pins';
import { REACHING } from '../machines/options';
import { synthesise } from '../project/assembly';
import { shellWord } from '../render/paths';

export const command: CommandSpec = {
  description:
    'Gives a name to a system that a machine runs or keeps. It then stays when old generations are removed, stands in the boot menu under that name, and «cdk rollback --to NAME» goes back to it. What the machine runs and boots stays as it is.',
  arguments: [{ syntax: '[STACK]', summary: 'which machine; not needed for the only one of an app', completes: 'machines' }],
  options: [
    { flags: '--name <NAME>', summary: 'small letters, digits and «_», as in tour_2026 (pin_ and the number)' },
    { flags: '--generation <N>', summary: 'one of «cdk generations»; without it, what the machine runs' },
    { flags: '-f, --force', summary: 'take the name from the generation that has it' },
    ...REACHING,
  ],
  examples: [
    { command: 'cdk pin studio-laptop --name tour', meaning: 'keep what it runs, for the tour' },
    { command: 'cdk rollback studio-laptop --to tour', meaning: 'and go back to it, whatever came since' },
  ],
  run: pinGeneration,
};

async function pinGeneration(call: Call): Promise<number> {
  const { options, terminal } = call;
  const wanted = options['name'] === undefined ? undefined : checkName('--name', String(options['name']));
  const generation = numberIn(options['generation']);
  const { manifest } = await synthesise(call, 'stderr');
  const { name: stack, ...machine } = selectMachine(manifest.stacks, call.arguments);
  const made = await withGuard(openWays(call), { name: stack, ...machine }, async (guard) => {
    const name = wanted ?? nameOf(generation ?? (await guard.inspect()).generation ?? 0);
    return pin(guard, stack, { name, by: deployer(), force: options['force'] === true, ...(generation !== undefined && { generation }) });
  });
  const { out, err } = terminal;
  out.line(
    `${out.paint.green('✔')} ${stack} keeps generation ${made.generation ?? '?'} as «${made.name}»${made.isInMenu ? ', also in its boot menu' : ''}. «cdk rollback ${shellWord(stack)} --to ${made.name}» goes back to it.`,
  );
  if (!made.isInMenu) err.line(err.paint.yellow(`! Its boot menu does not show it: the boot loader of ${stack} lists no names.`));
  return 0;
}

function numberIn(given: unknown): number | undefined {
  if (given === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(String(given))) throw notANumber(String(given));
  return Number(given);
}
