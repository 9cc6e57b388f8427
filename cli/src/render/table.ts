/** Columns under each other; the last one is not padded. Colours must not have been added yet: `dress` adds them to what is padded. */
export function table(
  rows: readonly (readonly string[])[],
  dress: (cell: string, column: number, row: number) => string = (cell) => cell,
): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, cell.length)));
  return rows
    .map((row, y) => row.map((cell, x) => dress(x === row.length - 1 ? cell : cell.padEnd(widths[x] ?? 0), x, y)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}
