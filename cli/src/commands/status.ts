import type { Call, CommandSpec } from '../command';
import { askAll, withGuard } from '../deploy/ask-machines';
import { openWays } from '../deploy/open-machine';
import { readPayloads } from '../deploy/payload';
import { selectMachines } from '../deploy/select-machines';
import { HEADINGS, rowOf, standingOf, type MachineStatus } from '../machines/status';
import { REACHING, TAGGED } from '../machines/options';
import { synthesise } from '../project/assembly';
import { table } from '../render/table';
import type { ConnectionError, Failure } from '../ssh/errors';
import { harmless } from '../ssh/harmless';
import type { Paint } from '../terminal';
import { jsonText } from '../render/json-text';

export const command: CommandSpec = {
  description:
    'Asks machines how they are: whether they run what the studio says, who deployed to them when, and what is to be noted. It changes nothing. It ends with 1 when one did not answer.',
  arguments: [{ syntax: '[STACK...]', summary: 'names or globs; all machines when none is named', completes: 'machines' }],
  options: [...TAGGED, ...REACHING, { flags: '--json', summary: 'all that the machines say, as JSON' }],
  examples: [
    { command: 'cdk status', meaning: 'all machines' },
    { command: 'cdk status --tag stage --json', meaning: 'some, for a program' },
  ],
  run: status,
};

async function status(call: Call): Promise<number> {
  const { terminal, options, arguments: names } = call;
  const assembly = await synthesise(call, 'stderr');
  const tag = options['tag'] as readonly string[] | undefined;
  const isNamed = names.length > 0 || tag !== undefined;
  const machines = selectMachines(assembly.manifest.stacks, isNamed ? { names, ...(tag && { tag }) } : { names, all: true });
  const payloads = readPayloads(assembly, machines);
  const ways = openWays(call);
  const answers = await askAll(machines, (machine) =>
    withGuard(ways, machine, async (guard): Promise<Required<Pick<MachineStatus, 'facts' | 'standing'>>> => {
      const facts = await guard.inspect();
      const payload = payloads.get(machine.name)!;
      const hasOurLock = async (id: string): Promise<boolean> => (await guard.lockfile(id).catch(() => undefined)) === payload.lock;
      return { facts, standing: await standingOf(facts, payload, hasOurLock) };
    }),
  );
  const found = answers.map((answer): MachineStatus => {
    const { name, target } = answer.machine;
    const what = 'value' in answer ? answer.value : problemOf(answer.problem);
    return { stack: name, host: target.host, ...what };
  });
  if (options['json']) terminal.out.line(jsonText(found, 2));
  else terminal.out.line(statusTable(found, terminal.out.paint));
  return found.every(({ facts }) => facts) ? 0 : 1;
}

function problemOf(error: Error): Pick<MachineStatus, 'problem' | 'isThere'> {
  const { failure } = error as Partial<ConnectionError>;
  const isThere = failure !== undefined && !AWAY.includes(failure);
  return { problem: harmless(error.message), ...(isThere && { isThere }) };
}

const AWAY: readonly Failure[] = ['destination', 'name-not-found', 'refused', 'timeout', 'unreachable', 'lost'];

function statusTable(found: readonly MachineStatus[], paint: Paint): string {
  return table([HEADINGS, ...found.map(rowOf)], (cell, column, row) => {
    if (row === 0) return paint.bold(cell);
    return column === 1 ? tint(found[row - 1]!, paint)(cell) : cell;
  });
}

function tint({ standing }: MachineStatus, paint: Paint): (text: string) => string {
  if (standing === undefined) return paint.red;
  return standing === 'up to date' ? paint.green : paint.yellow;
}
