import { table } from '../../render/table';
import type { Output, Paint } from '../../terminal';
import type { MachineResult } from '../fleet';
import { isFine, type Outcome } from '../outcome';
import { outcomeText } from '../outcome-text';
import { listed } from '../words';
import { fit } from './fit';
import { elapsedText } from './phase-text';

/** Says how it went: one machine in a full sentence, several in a table whose last line counts them. */
export function summarise(results: readonly MachineResult[], output: Output): void {
  const [first, ...others] = results;
  if (first && others.length === 0) sentence(first, output);
  else if (first) fleetTable(results, output);
}

/** The last line is the result. A reason of many lines is told whole above it, in its own order. */
function sentence({ stack, outcome, seconds }: MachineResult, output: Output): void {
  const { paint } = output;
  const { sentence: text, next } = outcomeText(stack, outcome);
  const [result, ...details] = text.split('\n');
  if (details.length > 0) for (const line of wholeReason(outcome, details)) output.line(line);
  if (next !== undefined) output.line(`Next: ${next}`);
  output.line(`${mark(outcome, paint)} ${result}${seconds < 1 ? '' : paint.dim(` (${elapsedText(seconds)})`)}`);
}

const wholeReason = (outcome: Outcome, details: readonly string[]): readonly string[] =>
  'reason' in outcome ? [outcome.reason.trim().split('\n')[0]!, ...details] : details;

/** Those that need a look stand last, where the eye is. */
function fleetTable(all: readonly MachineResult[], output: Output): void {
  const { paint, isInteractive, columns } = output;
  const results = [...all].sort((a, b) => trouble(a.outcome) - trouble(b.outcome));
  const texts = results.map(({ stack, outcome }) => outcomeText(stack, outcome));
  const rows = results.map(({ stack, seconds }, at) => [stack, texts[at]!.word, elapsedText(seconds), texts[at]!.detail]);
  const before = [0, 1, 2].reduce((sum, column) => sum + 2 + Math.max(...rows.map((row) => row[column]!.length)), 0);
  const shown = isInteractive ? rows.map((row) => [...row.slice(0, -1), fit(row.at(-1)!, columns - before)]) : rows; // it was told whole above
  output.line();
  output.line(table(shown, (cell, column, row) => (column === 1 ? tint(results[row]!.outcome, paint)(cell) : cell)));
  output.line();
  for (const [next, stacks] of advice(results)) output.line(`Next: ${next}${stacks > 1 ? ` The same goes for ${stacks - 1} more.` : ''}`);
  const counts = counted(all);
  output.line(results.every(({ outcome }) => isFine(outcome)) ? `${paint.green('✔')} ${counts}` : `${paint.red('✘')} ${counts}`);
}

const trouble = (outcome: Outcome): number => (isFine(outcome) ? 0 : outcome.kind === 'skipped' ? 1 : 2);

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

/** Behind a number, be it one or many. */
const WORDS: Readonly<Record<Outcome['kind'], string>> = {
  'undo-failed': 'BROKEN',
  unknown: 'not known',
  undone: 'put back',
  untouched: 'not changed',
  skipped: 'not begun',
  switched: 'switched',
  staged: 'at the next boot',
  built: 'built',
  unchanged: 'up to date',
};

/** `1 of 4 machines is fine: 1 put back (desk), 2 not begun (foh and stage), 1 switched.` Those that are not fine are named. */
function counted(results: readonly MachineResult[]): string {
  const fine = results.filter(({ outcome }) => isFine(outcome)).length;
  const parts = KINDS.map((kind) => results.filter(({ outcome }) => outcome.kind === kind))
    .filter((group) => group.length > 0)
    .map((group) => {
      const names = listed(
        group.map(({ stack }) => stack),
        '',
      );
      const { outcome } = group[0]!;
      return `${group.length} ${WORDS[outcome.kind]}${isFine(outcome) ? '' : ` (${names})`}`;
    });
  const whole =
    fine === results.length
      ? `All ${results.length} machines are fine`
      : `${fine} of ${results.length} machines ${fine === 1 ? 'is' : 'are'} fine`;
  return `${whole}: ${parts.join(', ')}.`;
}

export const mark = (outcome: Outcome, paint: Paint): string =>
  tint(outcome, paint)(isFine(outcome) ? '✔' : outcome.kind === 'skipped' ? '-' : '✘');

export function tint(outcome: Outcome, paint: Paint): (text: string) => string {
  if (outcome.kind === 'skipped') return paint.dim;
  if (outcome.kind === 'staged') return paint.yellow;
  return isFine(outcome) ? paint.green : paint.red;
}
