import type { Call, CommandSpec } from '../command';
import { askAll, withGuard } from '../deploy/ask-machines';
import { freezeReason } from '../deploy/freeze';
import { openWays } from '../deploy/open-machine';
import { selectMachines } from '../deploy/select-machines';
import { deployer } from '../deploy/start-request';
import { cautionsOf, freeze, frozenText } from '../machines/freezing';
import { readFreezeTime } from '../machines/freeze-time';
import { REACHING, TAGGED } from '../machines/options';
import { tellAnswers } from '../machines/tell-answers';
import { synthesise } from '../project/assembly';

export const command: CommandSpec = {
  description:
    'Has machines refuse to be changed until a time: «cdk deploy» and «cdk rollback» then take a reason, from whichever computer. It stands on the machine and counts by its clock. A deployment that is under way is still taken back where it has to be, and building and looking go on as ever.',
  arguments: [
    { syntax: '[STACK...]', summary: 'names or globs, as in studio-*; not needed for the only machine of an app', completes: 'machines' },
  ],
  options: [
    ...TAGGED,
    { flags: '--all', summary: 'every machine' },
    { flags: '--until <TIME>', summary: "a day and a time of this computer's clock, as in '2026-12-01 23:00'" },
    { flags: '--for <LENGTH>', summary: 'as in 2w, 3d, 12h, 90m or 1d12h' },
    { flags: '--because <TEXT>', summary: 'told to whoever wants to change it' },
    ...REACHING,
  ],
  examples: [
    { command: "cdk freeze --all --until '2026-12-01 23:00' --because 'the tour'", meaning: 'nothing changes until the last show is over' },
    { command: "cdk deploy studio-laptop --despite-freeze 'no sound'", meaning: 'but for a reason' },
  ],
  run: freezeMachines,
};

async function freezeMachines(call: Call): Promise<number> {
  const { options, arguments: names, terminal } = call;
  const time = readFreezeTime(options, Date.now() / 1000);
  const because = options['because'] === undefined ? undefined : freezeReason('--because', options['because']);
  const { manifest } = await synthesise(call, 'stderr');
  const machines = selectMachines(manifest.stacks, { names, ...(options as { readonly tag?: readonly string[]; readonly all?: boolean }) });
  const ways = openWays(call);
  const request = { time, by: deployer(), ...(because !== undefined && { because }) };
  const answers = await askAll(machines, (machine) => withGuard(ways, machine, (guard) => freeze(guard, machine.name, request)));
  return tellAnswers(answers, terminal, (frozen, { name }) => ({ text: frozenText(name, frozen), cautions: cautionsOf(frozen) }));
}
