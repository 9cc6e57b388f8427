import { countsOf, type Examined } from './examined';
import { table } from '../../render/table';
import { harmless } from '../../ssh/harmless';
import type { Output } from '../../terminal';
import { hintText } from './hint';
import { countsText, isQuiet } from './signs';
import { machineText, type TableOptions } from './table-view';

/** For a log or a pipe: a line for each finding, the worst first. Of several machines, with its name in front, only for what is not well. */
export function showLines(examined: readonly Examined[], out: Output, { fixHint, readLine }: TableOptions): void {
  const isAlone = examined.length === 1;
  const named = (name: string, row: readonly string[]): readonly string[] => (isAlone ? row : [harmless(name), ...row]);
  const rows = examined.flatMap(({ name, seen, problem }) =>
    seen
      ? seen.results.filter(({ status }) => isAlone || !isQuiet(status)).map(({ status, id, found }) => named(name, [status, id, found]))
      : [named(name, ['error', 'connection', harmless(problem ?? 'no answer').replaceAll('\n', ' ')])],
  );
  out.line(table(rows));
  if (fixHint) showHints(examined, out, readLine);
  for (const { name, seen } of examined)
    if (seen) out.line(`${harmless(name)} (${harmless(machineText(seen.snapshot))}): ${countsText(countsOf(seen.results))}.`);
}

function showHints(examined: readonly Examined[], out: Output, readLine: TableOptions['readLine']): void {
  for (const { name, seen } of examined) {
    for (const result of seen?.results ?? []) {
      if (result.fix === undefined) continue;
      const style = { columns: 100, paint: out.paint, isLong: true, isNixos: seen!.snapshot.os.id === 'nixos', readLine };
      out.line(`\n${examined.length === 1 ? '' : `${harmless(name)}: `}${result.id}: ${result.found}\n${hintText(result, style)}`);
    }
  }
  out.line();
}
