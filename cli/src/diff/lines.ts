import { structuredPatch } from 'diff';

/** A few lines that differ, with some around them, as in `diff -u`. */
export interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  /** Each begins with ` `, `-` or `+`. */
  readonly lines: readonly string[];
}

/** Two texts that have nothing in common take longest; after so many milliseconds they count as that. */
const PATIENCE_MS = 2000;

const CONTEXT = 3;

/** What differs between two texts, line by line. Nothing: they are equal, up to the end of the last line. */
export function hunksBetween(before: string, after: string): readonly Hunk[] {
  const [old, next] = [wholeLines(before), wholeLines(after)];
  if (old === next) return [];
  const patch = structuredPatch('', '', old, next, undefined, undefined, { context: CONTEXT, timeout: PATIENCE_MS });
  if (!patch)
    return [{ oldStart: 1, newStart: 1, lines: [...linesOf(old).map((line) => `-${line}`), ...linesOf(next).map((line) => `+${line}`)] }];
  return patch.hunks.map(({ oldStart, newStart, lines }) => ({ oldStart, newStart, lines }));
}

const wholeLines = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
const linesOf = (text: string): readonly string[] => text.split('\n').slice(0, -1);
