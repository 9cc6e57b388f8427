import { countsOf, verdictOn, type Examined, type Seen } from './examined';
import { table } from '../../render/table';
import { harmless } from '../../ssh/harmless';
import type { Output } from '../../terminal';
import { fit } from '../../deploy/view/fit';
import { GROUPS, rankOf } from '../checks';
import type { CheckResult } from '../verdict';
import { hintText, type ReadLine } from './hint';
import { countsText, isQuiet, painter, SIGNS } from './signs';

export interface TableOptions {
  readonly fixHint: boolean;
  readonly readLine: ReadLine;
}

/** For somebody who looks: the verdict, groups with the worst first, and below what to do. Of several machines, only what is not well. */
export function showTables(examined: readonly Examined[], out: Output, options: TableOptions): void {
  examined.forEach((one, at) => {
    if (at > 0) out.line();
    for (const line of headOf(one, out)) out.line(line);
    if (one.seen) showOne(one.seen, out, { ...options, isAlone: examined.length === 1 });
  });
}

/** The machine in a line, and the verdict in another. */
export function headOf(one: Examined, { paint }: Pick<Output, 'paint'>): readonly string[] {
  const status = verdictOn(one);
  const sign = painter(status, paint)(SIGNS[status]);
  if (one.seen === undefined) return [`${paint.bold(harmless(one.name))}`, `${sign} ${harmless(one.problem ?? 'no answer')}`];
  const { snapshot, results } = one.seen;
  return [`${paint.bold(harmless(one.name))}  ${paint.dim(harmless(machineText(snapshot)))}`, `${sign} ${countsText(countsOf(results))}`];
}

/** `nixos 26.05, kernel 6.18.2, seen as root` */
export const machineText = ({ os, kernel, user }: Seen['snapshot']): string =>
  [`${os.id}${os.version === undefined ? '' : ` ${os.version}`}`, `kernel ${kernel.release}`, `seen as ${user.name}`].join(', ');

function showOne(
  { snapshot, results }: Seen,
  out: Output,
  { fixHint, isAlone, readLine }: TableOptions & { readonly isAlone: boolean },
): void {
  const { paint, columns } = out;
  const shown = isAlone ? results : results.filter(({ status }) => !isQuiet(status));
  const width = Math.max(0, ...shown.map(({ title, id }) => (title ?? id).length));
  for (const group of groupsOf(shown)) {
    out.line();
    out.line(paint.bold(group.name));
    const rows = group.results.map(({ status, title, id, found }) => [
      SIGNS[status],
      (title ?? id).padEnd(width),
      fit(found, columns - width - 5),
    ]);
    const dress = (cell: string, column: number, row: number): string =>
      column === 0 || group.results[row]!.status === 'absent' ? painter(group.results[row]!.status, paint)(cell) : cell;
    out.line(table(rows, dress));
  }
  const wanting = results.filter(({ status, fix }) => ['error', 'warning', 'pending'].includes(status) || (fixHint && fix !== undefined));
  if (!isAlone && !fixHint) return;
  const style = { columns, paint, isLong: fixHint, isNixos: snapshot.os.id === 'nixos', readLine };
  for (const result of wanting) {
    out.line();
    out.line(`${painter(result.status, paint)(SIGNS[result.status])} ${paint.bold(result.title ?? result.id)}: ${result.found}`);
    out.line(hintText(result, style));
  }
}

interface Group {
  readonly name: string;
  readonly results: readonly CheckResult[];
}

/** The group with the worst finding first, and in each the worst first. */
function groupsOf(results: readonly CheckResult[]): readonly Group[] {
  return GROUPS.map((name) => ({ name, results: results.filter(({ group }) => group === name) }))
    .filter((group) => group.results.length > 0)
    .sort((a, b) => rankOf(a.results[0]!.status) - rankOf(b.results[0]!.status));
}
