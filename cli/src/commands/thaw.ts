import type { Call, CommandSpec } from '../command';
import { askAll, withGuard } from '../deploy/ask-machines';
import { openWays } from '../deploy/open-machine';
import { selectMachines } from '../deploy/select-machines';
import { deployer } from '../deploy/start-request';
import { thaw, thawedText } from '../machines/freezing';
import { REACHING, TAGGED } from '../machines/options';
import { tellAnswers } from '../machines/tell-answers';
import { synthesise } from '../project/assembly';

export const command: CommandSpec = {
  description: 'Ends what «cdk freeze» began before its time: machines take deployments again.',
  arguments: [{ syntax: '[STACK...]', summary: 'names or globs; not needed for the only machine of an app', completes: 'machines' }],
  options: [...TAGGED, { flags: '--all', summary: 'every machine' }, ...REACHING],
  examples: [{ command: 'cdk thaw studio-laptop', meaning: 'the tour ended early' }],
  run: thawMachines,
};

async function thawMachines(call: Call): Promise<number> {
  const { options, arguments: names, terminal } = call;
  const { manifest } = await synthesise(call, 'stderr');
  const machines = selectMachines(manifest.stacks, { names, ...(options as { readonly tag?: readonly string[]; readonly all?: boolean }) });
  const ways = openWays(call);
  const by = deployer();
  const answers = await askAll(machines, (machine) =>
    withGuard(ways, machine, async (guard) => ({ former: await thaw(guard, machine.name, by) })),
  );
  return tellAnswers(answers, terminal, ({ former }, { name }) => ({ text: thawedText(name, former), cautions: [] }));
}
