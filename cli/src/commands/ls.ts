import type { StackEntry } from '../../../src/assembly/manifest';
import type { Call, CommandSpec } from '../command';
import { synthesise } from '../project/assembly';
import { selectStacks } from '../project/select';
import { table } from '../render/table';
import { jsonText } from '../render/json-text';

export const command: CommandSpec = {
  description: 'Lists the stacks of the app, each after those that it depends on.',
  arguments: [{ syntax: '[STACK...]', summary: 'names or globs, as in studio-*', completes: 'stacks' }],
  options: [
    { flags: '-l, --long', summary: 'with kind, platform, target and the line that made it' },
    { flags: '--json', summary: 'everything the manifest says about them, as JSON' },
  ],
  examples: [
    { command: 'cdk ls', meaning: 'one name a line' },
    { command: "cdk ls --long 'studio-*'", meaning: 'a table of some' },
  ],
  run: ls,
};

async function ls(call: Call): Promise<number> {
  const { terminal, options } = call;
  const { manifest } = await synthesise(call, 'stderr');
  const stacks = selectStacks(manifest.stacks, call.arguments);
  if (options['json']) terminal.out.line(jsonText(stacks, 2));
  else if (options['long']) terminal.out.line(long(stacks, terminal.out.paint.bold));
  else for (const { name } of stacks) terminal.out.line(name);
  return 0;
}

const HEADINGS = ['NAME', 'KIND', 'SYSTEM', 'TARGET', 'AFTER', 'SOURCE'];

function long(stacks: readonly StackEntry[], heading: (text: string) => string): string {
  const rows = stacks.map((stack) => [
    stack.name,
    stack.kind,
    (stack.systems ?? [stack.system]).join(' '),
    target(stack),
    stack.dependencies.join(' ') || '-',
    stack.source ?? '-',
  ]);
  return table([HEADINGS, ...rows], (cell, _, row) => (row === 0 ? heading(cell) : cell));
}

function target({ target: at }: StackEntry): string {
  if (!at) return '-';
  return `${at.user}@${at.host}${at.port === undefined ? '' : `:${at.port}`}`;
}
