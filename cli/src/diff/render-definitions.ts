import { harmless } from '../ssh/harmless';
import { table } from '../render/table';
import type { Paint } from '../terminal';
import { pinText } from '../update/moves';
import type { ConstructChange, DefinitionChanges, FileChange, Kind } from './definitions';
import { hunkLines } from './render-lines';

const SIGNS: Readonly<Record<Kind, string>> = { added: '+', removed: '-', changed: '~' };

const INDENTATION = '    ';

/** Constructs first: that is what the user wrote. */
export function definitionLines({ constructs, files, inputs }: DefinitionChanges, paint: Paint): readonly string[] {
  const rows = inputs.map(({ input, old, new: next }) => [`  ${input}`, pinText(old, 'new'), '→', pinText(next, 'gone')]);
  return [
    ...section(
      'Constructs',
      constructs.flatMap((change) => constructLines(change, paint)),
      paint,
    ),
    ...section(
      'Files',
      files.flatMap((change) => fileLines(change, paint)),
      paint,
    ),
    ...section('Inputs', rows.length === 0 ? [] : ['', table(rows, (cell, column) => (column === 0 ? paint.bold(cell) : cell))], paint),
  ];
}

/** Nothing where there is nothing to say. */
export const section = (title: string, lines: readonly string[], paint: Paint): readonly string[] =>
  lines.length === 0 ? [] : ['', paint.bold(title), ...lines];

function constructLines({ kind, construct, source, summary, hunks }: ConstructChange, paint: Paint): readonly string[] {
  const words = [summary, source && `(${source})`].filter((word) => word !== undefined && word !== '').join(' ');
  const head = `${signed(kind, construct, paint)}${words === '' ? '' : `  ${paint.dim(harmless(words))}`}`;
  return ['', head, ...hunkLines(hunks, INDENTATION, paint)];
}

function fileLines({ kind, file, part, hunks }: FileChange, paint: Paint): readonly string[] {
  const note = part ?? (hunks.length === 0 ? 'no text, so its lines are not shown' : undefined);
  return ['', `${signed(kind, file, paint)}${note === undefined ? '' : `  ${paint.dim(note)}`}`, ...hunkLines(hunks, INDENTATION, paint)];
}

function signed(kind: Kind, name: string, paint: Paint): string {
  const painter = { added: paint.green, removed: paint.red, changed: paint.yellow }[kind];
  return `${painter(SIGNS[kind])} ${paint.bold(harmless(name))}`;
}
