import type { Measurement, ThreadLatency } from '../measurement';

/** A latency in µs. */
export interface Latency {
  readonly micros: number;
  /** It lies above the last bucket: all that is known is that it was so much or more. */
  readonly isMore?: true;
}

/** Buckets of several threads as one. */
export interface Buckets {
  /** The upper end of each bucket → how often, ascending. */
  readonly buckets: readonly (readonly [micros: number, count: number])[];
  readonly overflows: number;
  /** Where the buckets of a thread with overflows end, the lowest of those; infinite where nothing lies above. */
  readonly limit: number;
  readonly samples: number;
  /** How many samples the buckets and overflows tell of: fewer than there are where a thread kept no histogram. */
  readonly counted: number;
  readonly max: number;
}

/**
 * The latency that `p` per cent of all samples do not exceed: the smallest one of which that is true (nearest rank). It is exact on the
 * buckets. Undefined where there is no histogram to tell, unless everything (100) was asked for.
 */
export function percentile(measurement: Pick<Measurement, 'threads'>, p: number): Latency | undefined {
  return percentileOf(merged(measurement.threads), p);
}

export function percentileOf(all: Buckets, p: number): Latency | undefined {
  const { buckets, samples, counted, max, limit } = all;
  if (samples === 0) return undefined;
  const rank = rankOf(p, samples);
  if (rank >= samples) return { micros: max };
  if (counted < samples) return undefined;
  let seen = 0;
  for (const [micros, count] of buckets) {
    if (micros >= limit) break; // from here on, one of the threads does not tell
    if ((seen += count) >= rank) return { micros: Math.min(micros, max) };
  }
  return { micros: limit, isMore: true };
}

/** Per cent with four decimals are whole numbers here: 99.99 % of 10000 is 9999, and not a little more. */
const rankOf = (p: number, samples: number): number => Math.max(1, Math.ceil((samples * Math.round(p * 1e4)) / 1e6));

export function merged(threads: readonly ThreadLatency[]): Buckets {
  const counts = new Map<number, number>();
  for (const { histogram, width = 1 } of threads) {
    for (const [latency, count] of histogram) {
      const end = latency + width - 1;
      counts.set(end, (counts.get(end) ?? 0) + count);
    }
  }
  const buckets = [...counts].sort(([a], [b]) => a - b);
  const overflows = sum(threads, ({ overflows }) => overflows);
  return {
    buckets,
    overflows,
    counted: sum(buckets, ([, count]) => count) + overflows,
    limit: threads.reduce((least, thread) => (thread.overflows > 0 ? Math.min(least, limitOf(thread)) : least), Infinity),
    samples: sum(threads, ({ samples }) => samples),
    max: threads.reduce((most, { max, samples }) => (samples > 0 ? Math.max(most, max) : most), 0),
  };
}

/** Where a thread's buckets end. */
export function limitOf({ limit, histogram, width = 1 }: ThreadLatency): number {
  return limit ?? (histogram.at(-1)?.[0] ?? -width) + width;
}

export const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0);

/** `23 µs`, `more than 2000 µs` */
export const latencyText = ({ micros, isMore }: Latency): string => `${isMore ? 'more than ' : ''}${microsText(micros)}`;

/** `1,333.3 µs`: as in the headline above it. */
export const microsText = (micros: number): string => `${Number(micros.toFixed(1)).toLocaleString('en-US')} µs`;
