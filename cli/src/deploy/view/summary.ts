import { table } from '../../render/table';
import type { Output, Paint } from '../../terminal';
import type { MachineResult } from '../fleet';
import { isFine, type Outcome } from '../outcome';
import { outcomeText } from '../outcome-text';
import { elapsedText } from './phase-text';

/** Says how it went: one machine in a full sentence, several in a table whose last line counts them. */
export function summarise(results: readonly MachineResult[], output: Output): void {
  const [first, ...others] = results;
  if (first && others.length === 0) sentence(first, output);
  else if (first) fleetTable(results, output);
}

/** The last line is the result, so what explains it at length stands above. */
function sentence({ stack, outcome, seconds }: MachineResult, output: Output): void {
  const { paint } = output;
  const { sentence: text, next } = outcomeText(stack, outcome);
  const [result, ...details] = text.split('\n');
  for (const line of details) output.line(line);
  if (next !== undefined) output.line(`Next: ${next}`);
  output.line(`${mark(outcome, paint)} ${result}${seconds < 1 ? '' : paint.dim(` (${elapsedText(seconds)})`)}`);
}

function fleetTable(results: readonly MachineResult[], output: Output): void {
  const { paint } = output;
  const texts = results.map(({ stack, outcome }) => outcomeText(stack, outcome));
  const rows = results.map(({ stack, seconds }, at) => [stack, texts[at]!.word, elapsedText(seconds), texts[at]!.detail]);
  output.line();
  output.line(table(rows, (cell, column, row) => (column === 1 ? tint(results[row]!.outcome, paint)(cell) : cell)));
  output.line();
  for (const [next, stacks] of advice(results)) output.line(`Next: ${next}${stacks > 1 ? ` The same goes for ${stacks - 1} more.` : ''}`);
  const counts = counted(results);
  output.line(results.every(({ outcome }) => isFine(outcome)) ? `${paint.green('✔')} ${counts}` : `${paint.red('✘')} ${counts}`);
}

/** Said once for each way in which it ended, about the first machine that it did for. */
function advice(results: readonly MachineResult[]): ReadonlyMap<string, number> {
  const groups = new Map<Outcome['kind'], { readonly next: string; readonly stacks: number }>();
  for (const { stack, outcome } of results) {
    const next = groups.get(outcome.kind)?.next ?? outcomeText(stack, outcome).next;
    if (next !== undefined) groups.set(outcome.kind, { next, stacks: (groups.get(outcome.kind)?.stacks ?? 0) + 1 });
  }
  return new Map([...groups.values()].map(({ next, stacks }) => [next, stacks]));
}

/** The worst first, for a reader who stops there. */
const KINDS: readonly Outcome['kind'][] = [
  'undo-failed',
  'unknown',
  'undone',
  'untouched',
  'skipped',
  'switched',
  'staged',
  'built',
  'unchanged',
];

const WORDS: Readonly<Record<Outcome['kind'], string>> = {
  'undo-failed': 'NEED YOU: the change and going back both failed',
  unknown: 'did not answer again',
  undone: 'put back on what they ran',
  untouched: 'failed and were not changed',
  skipped: 'not begun',
  switched: 'run the new system',
  staged: 'take it up at the next boot',
  built: 'built',
  unchanged: 'up to date',
};

/** `2 of 4 machines are fine; 1 put back on what they ran, 1 not begun.` */
function counted(results: readonly MachineResult[]): string {
  const fine = results.filter(({ outcome }) => isFine(outcome)).length;
  const parts = KINDS.map((kind) => ({ kind, count: results.filter(({ outcome }) => outcome.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${WORDS[kind]}`);
  const whole = fine === results.length ? `All ${results.length} machines are fine` : `${fine} of ${results.length} machines are fine`;
  return `${whole}: ${parts.join(', ')}.`;
}

export const mark = (outcome: Outcome, paint: Paint): string =>
  tint(outcome, paint)(isFine(outcome) ? '✔' : outcome.kind === 'skipped' ? '-' : '✘');

export function tint(outcome: Outcome, paint: Paint): (text: string) => string {
  if (outcome.kind === 'skipped') return paint.dim;
  if (outcome.kind === 'staged') return paint.yellow;
  return isFine(outcome) ? paint.green : paint.red;
}
