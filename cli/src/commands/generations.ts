import type { Call, CommandSpec } from '../command';
import { withGuard } from '../deploy/ask-machines';
import { openWays } from '../deploy/open-machine';
import { selectMachine } from '../deploy/select-machines';
import { guardFailed } from '../machines/errors';
import { HEADINGS, parseGenerations, rowOf } from '../machines/generations';
import { REACHING } from '../machines/options';
import { synthesise } from '../project/assembly';
import { table } from '../render/table';
import { jsonText } from '../render/json-text';

export const command: CommandSpec = {
  description: 'Lists the generations of a machine: the systems that it keeps, and that «cdk rollback» can go back to.',
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
  const { facts, found } = await withGuard(openWays(call), machine, async (guard) => {
    const facts = await guard.inspect();
    const result = await guard.ask('generations');
    if (result.code !== 0) throw guardFailed(machine.name, 'generations', result);
    return { facts, found: parseGenerations(result.stdout) };
  });
  const { bold } = terminal.out.paint;
  if (options['json']) terminal.out.line(jsonText({ stack: machine.name, bootsNext: facts.generation, generations: found }, 2));
  else
    terminal.out.line(
      table([HEADINGS, ...found.map((generation) => rowOf(generation, facts.generation))], (cell, _, row) =>
        row === 0 ? bold(cell) : cell,
      ),
    );
  return 0;
}
