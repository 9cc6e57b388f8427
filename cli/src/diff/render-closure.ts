import { sizeText } from '../render/size';
import { table } from '../render/table';
import { harmless } from '../ssh/harmless';
import type { Paint } from '../terminal';
import type { ClosureChanges, PackageChange, PackageState } from './closure';
import { section } from './render-definitions';

/** What comes, goes and moves, in one table; what was only built anew is counted. */
export function closureLines(changes: ClosureChanges, paint: Paint): readonly string[] {
  const moved = [...changes.added, ...changes.removed, ...changes.changed].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = moved.map((change) => [`${signOf(change)} ${harmless(change.name)}`, ...versions(change), growth(change)]);
  const painter = (change: PackageChange): ((text: string) => string) =>
    change.old === undefined ? paint.green : change.new === undefined ? paint.red : paint.yellow;
  const packages = rows.length === 0 ? [] : ['', table(rows, (cell, column, row) => (column === 0 ? painter(moved[row]!)(cell) : cell))];
  return [...section('Packages', packages, paint), '', ...countLines(changes).map((line) => paint.dim(line)), sizeLine(changes)];
}

const signOf = ({ old, new: next }: PackageChange): string => (old === undefined ? '+' : next === undefined ? '-' : '~');

/** Only what is not in both: of three Pythons one may have moved. */
function versions({ old, new: next }: PackageChange): readonly [string, string, string] {
  const only = (one: PackageState, other: PackageState | undefined): string =>
    harmless(one.versions.filter((version) => !other?.versions.includes(version)).join(', ')) || '-';
  if (old === undefined) return [only(next!, undefined), '', ''];
  if (next === undefined) return [only(old, undefined), '', ''];
  return [only(old, next), '→', only(next, old)];
}

const growth = ({ old, new: next }: PackageChange): string => signedSize((next?.size ?? 0) - (old?.size ?? 0));

const signedSize = (bytes: number): string => (bytes === 0 ? '' : `${bytes > 0 ? '+' : '-'}${sizeText(Math.abs(bytes))}`);

function countLines({ rebuilt, unversioned: { added, removed, changed } }: ClosureChanges): readonly string[] {
  const files = added.length + removed.length + changed.length;
  return [
    ...(rebuilt.length > 0 ? [`${rebuilt.length} ${rebuilt.length === 1 ? 'package' : 'packages'} built anew in the same version`] : []),
    ...(files > 0 ? [`${files} ${files === 1 ? 'file' : 'files'} of the configuration itself`] : []),
  ];
}

function sizeLine({ old, new: next }: ClosureChanges): string {
  const change = signedSize(next.size - old.size);
  return `${total(old)} → ${total(next)}${change === '' ? '' : ` (${change})`}`;
}

const total = ({ paths, size }: ClosureChanges['old']): string => `${paths} paths, ${sizeText(size)}`;
