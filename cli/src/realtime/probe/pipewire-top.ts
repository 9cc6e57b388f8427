import type { AudioNode } from '../snapshot';

/** State, id, quantum, rate, four times, xruns; then a format of 16 characters, and the name, behind a plus where another node drives it. */
const ROW = /^(\S)\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+\S+\s+\S+\s+\S+\s+\S+\s+(\d{1,10}) .{16} ( \+ )?(.*)$/;

/** The last block of `pw-top -b`: the first one has no figures yet, and one that was cut is worth nothing. */
export function pipewireTop(lines: readonly string[]): readonly AudioNode[] {
  const start = lines.findLastIndex((line) => /^S\s+ID\s+QUANT/.test(line));
  return lines.slice(start + 1).flatMap((line) => {
    const [, state, id, quantum, rate, xruns, plus, name] = ROW.exec(line) ?? [];
    if (start < 0 || name === undefined) return [];
    return [
      {
        id: Number(id),
        name: name.trim() || `${id}`,
        state: state!,
        quantum: Number(quantum),
        rate: Number(rate),
        xruns: Number(xruns),
        isDriver: plus === undefined,
      },
    ];
  });
}
