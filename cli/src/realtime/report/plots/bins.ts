import type { Buckets } from '../../measure';

/** What a plot of latencies shows, cut into equal bins. However many samples there were, and however fine their buckets, it stays small. */
export interface Bins {
  /** µs. */
  readonly width: number;
  /** Those that are not empty, in ascending order. */
  readonly bins: readonly Bin[];
}

/** So many wake-ups were at least `from` µs late, and less than `from + width`. */
export interface Bin {
  readonly from: number;
  readonly count: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function binned({ buckets }: Pick<Buckets, 'buckets'>, width: number): Bins {
  const counts = new Map<number, number>();
  for (const [micros, count] of buckets) {
    const from = Math.floor(micros / width) * width;
    counts.set(from, (counts.get(from) ?? 0) + count);
  }
  return { width, bins: [...counts].map(([from, count]) => ({ from, count })).sort((a, b) => a.from - b.from) };
}

/** The end of the last bucket that is not empty. */
export const endOf = ({ buckets }: Pick<Buckets, 'buckets'>): number => (buckets.at(-1)?.[0] ?? -1) + 1;

/** 1, 2, 5, 10, 20 … µs: the narrowest with which so many µs take at most `most` bins. */
export function binWidth(end: number, most: number): number {
  for (let power = 1; ; power *= 10) for (const step of [1, 2, 5]) if (!(end / (step * power) > most)) return step * power;
}

/** The corners of the bars, from the base line and back to it; where there is no wake-up, they lie on it. */
export function outline({ bins, width }: Bins, base: number): readonly Point[] {
  const corners: Point[] = [];
  let end: number | undefined;
  for (const { from, count } of bins) {
    if (end !== from) corners.push(...(end === undefined ? [] : [{ x: end, y: base }]), { x: from, y: base });
    corners.push({ x: from, y: count }, { x: from + width, y: count });
    end = from + width;
  }
  return end === undefined ? corners : [...corners, { x: end, y: base }];
}
