// Other work on this computer only ever makes things slower, so the shortest run of each is the one that counts. They take turns, so that
// all of them see the same load.

export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: '×' | 'ms' | 'kB';
  /** Undefined: only to compare with. */
  readonly budget?: number;
}

export type Work = () => unknown;

/** The shortest of several runs of each, in milliseconds. */
export async function shortest(runs: number, works: readonly Work[], before: () => void = () => undefined): Promise<readonly number[]> {
  const least = works.map(() => Infinity);
  for (let run = 0; run <= runs; run++) {
    for (const [index, work] of works.entries()) {
      before();
      const began = performance.now();
      await work();
      if (run > 0) least[index] = Math.min(least[index]!, performance.now() - began); // the first warms up
    }
  }
  return least;
}
