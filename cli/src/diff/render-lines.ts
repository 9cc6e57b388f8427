import { harmless } from '../ssh/harmless';
import type { Paint } from '../terminal';
import type { Hunk } from './lines';

/** As `diff -u` shows it, moved in by as much. Texts of another computer are made harmless for the terminal. */
export function hunkLines(hunks: readonly Hunk[], indentation: string, paint: Paint): readonly string[] {
  return hunks.flatMap(({ lines }, at) => [
    ...(at > 0 ? [`${indentation}${paint.dim('…')}`] : []),
    ...lines.map((line) => `${indentation}${painter(line, paint)(harmless(line).trimEnd())}`),
  ]);
}

function painter(line: string, paint: Paint): (text: string) => string {
  if (line.startsWith('+')) return paint.green;
  return line.startsWith('-') ? paint.red : paint.dim;
}
