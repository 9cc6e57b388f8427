import { harmless } from '../../ssh/harmless';
import { MOST_THREADS, threadOf, Unreadable, type CyclictestResult } from './cyclictest';

/** T: 0 ( 6597) P:80 I:1000 C:    996 Min:     16 Act:   28 Avg:   46 Max:     130 */
const SUMMARY =
  /^T:\s*(\d{1,4}) \(\s*\d+\) P:\s*(\d{1,2}) I:\s*(\d{1,9}) C:\s*(\d{1,15}) Min:\s*(\d{1,12}) Act:\s*-?\d+ Avg:\s*(\d{1,12}) Max:\s*(\d{1,12})/;
const ROW = /^\d{6,9}(?:\s+\d{6,15})+\s*$/;
const FOOT = /^# (Total|Min Latencies|Avg Latencies|Max Latencies|Histogram Overflows):((?:\s+\d{1,15})+)\s*$/;

/**
 * Reads what cyclictest prints: the table of `-h` and `-H` (also from `--histfile`), or the lines of its summary, of which each thread's last
 * one counts.
 *
 * @param limit where the table ended, where its empty rows are left out
 * @throws Unreadable
 */
export function parseCyclictestText(text: string, limit?: number): CyclictestResult {
  const lines = harmless(text).split('\n');
  const summaries = new Map<number, readonly number[]>();
  for (const line of lines) {
    const [, ...figures] = SUMMARY.exec(line) ?? [];
    if (figures.length > 0) summaries.set(Number(figures[0]), figures.map(Number));
  }
  const [first] = summaries.values();
  const isHeldAwake = lines.some((line) => line.startsWith('# /dev/cpu_dma_latency set to'));
  const settings = first ? { priority: first[1]!, interval: Math.min(...[...summaries.values()].map((figures) => figures[2]!)) } : {};
  const told = { ...settings, ...(isHeldAwake && { defaultSystem: false }) };
  const rows = lines.filter((line) => ROW.test(line)).map((line) => line.trim().split(/\s+/).map(Number));
  const foot = new Map(lines.flatMap((line) => footOf(line)));
  if (rows.length > 0 || foot.size > 0) return { threads: fromTable(rows, foot, limit), ...told };
  if (summaries.size === 0)
    throw new Unreadable(text.trim() === '' ? 'it is empty' : 'there is neither a histogram nor a summary of cyclictest in it');
  const threads = [...summaries].map(([thread, [, , , samples, min, mean, max]]) =>
    threadOf(thread, { cpu: thread, samples: samples!, min: min!, mean: mean!, max: max!, histogram: [] }),
  );
  return { threads, ...told };
}

function footOf(line: string): readonly (readonly [string, readonly number[]])[] {
  const [, name, figures] = FOOT.exec(line) ?? [];
  return name === undefined ? [] : [[name, figures!.trim().split(/\s+/).map(Number)]];
}

/** -H adds a column with the sum of all; the least latencies have none, so they tell how many threads there are. */
function fromTable(
  rows: readonly (readonly number[])[],
  foot: ReadonlyMap<string, readonly number[]>,
  given: number | undefined,
): CyclictestResult['threads'] {
  const line = (name: string): readonly number[] => {
    const figures = foot.get(name);
    if (figures === undefined) throw new Unreadable(`it is cut off: the line «# ${name}» is missing`);
    return figures;
  };
  const [min, mean, max, overflows, totals] = ['Min Latencies', 'Avg Latencies', 'Max Latencies', 'Histogram Overflows', 'Total'].map(
    line,
  ) as [readonly number[], readonly number[], readonly number[], readonly number[], readonly number[]];
  if (min.length > MOST_THREADS) throw new Unreadable(`it has ${min.length} threads`);
  const isWhole = rows.every(([latency], index) => latency === index);
  const limit = given ?? (isWhole && rows.length > 0 ? rows.length : undefined);
  if (rows.some(([latency], index) => index > 0 && latency! <= rows[index - 1]![0]!))
    throw new Unreadable('its buckets are not in ascending order');
  return min.map((least, thread) => {
    const column = rows.map((row) => row[thread + 1]);
    const figures = [mean[thread], max[thread], overflows[thread], totals[thread]];
    if ([...column, ...figures].some((figure) => figure === undefined))
      throw new Unreadable('it is cut off: a line has fewer columns than there are threads');
    const histogram = rows.flatMap((row) => (row[thread + 1]! > 0 ? [[row[0]!, row[thread + 1]!] as const] : []));
    const inside = histogram.reduce((sum, [, count]) => sum + count, 0);
    if (inside !== totals[thread])
      throw new Unreadable(`lines are missing: thread ${thread} has ${totals[thread]} samples in the table, and its lines have ${inside}`);
    return threadOf(thread, {
      cpu: thread,
      samples: inside + overflows[thread]!,
      min: least,
      mean: mean[thread]!,
      max: max[thread]!,
      histogram,
      ...(limit !== undefined && { limit }),
    });
  });
}
