import type { Call, CommandSpec } from '../command';
import { withGuard } from '../deploy/ask-machines';
import { openWays } from '../deploy/open-machine';
import { selectMachine } from '../deploy/select-machines';
import { HEADINGS, restOf, rowOf, rowOfPin } from '../machines/generations';
import { askWhatItKeeps } from '../machines/naming';
import { REACHING } from '../machines/options';
import { synthesise } from '../project/assembly';
import { table } from '../render/table';
import { jsonText } from '../render/json-text';

export const command: CommandSpec = {
  description:
    'Lists the generations of a machine: the systems that it keeps, with the names that «cdk pin» gave them, and that «cdk rollback» can go back to.',
  arguments: [{ syntax: '[STACK]', summary: 'which machine; not needed for the only one of an app', completes: 'machines' }],
  options: [...REACHING, { flags: '--json', summary: 'as JSON' }],
  examples: [
    { command: 'cdk generations studio-laptop', meaning: 'what is there' },
    { command: 'cdk rollback studio-laptop --to 41', meaning: 'and go back to one of them' },
  ],
  run: generations,
};

async function generations(call: Call): Promise<number> {
  const { terminal, options } = call;
  const { manifest } = await synthesise(call, 'stderr');
  const machine = selectMachine(manifest.stacks, call.arguments);
  const { facts, keeps } = await withGuard(openWays(call), machine, async (guard) => {
    const facts = await guard.inspect();
    return { facts, keeps: await askWhatItKeeps(guard, machine.name) };
  });
  const { generations: found, pins } = keeps;
  const rows = [HEADINGS, ...found.map((generation) => rowOf(generation, facts.generation)), ...restOf(pins, found).map(rowOfPin)];
  const { bold } = terminal.out.paint;
  if (options['json']) terminal.out.line(jsonText({ stack: machine.name, bootsNext: facts.generation, generations: found, pins }, 2));
  else terminal.out.line(table(rows, (cell, _, row) => (row === 0 ? bold(cell) : cell)));
  return 0;
}
