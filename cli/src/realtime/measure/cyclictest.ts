import type { ThreadLatency } from '../measurement';

/** What cyclictest found, whatever it was written down in. */
export interface CyclictestResult {
  /** In the order of its own numbers. Those without a sample are among them. */
  readonly threads: readonly ThreadLatency[];
  readonly version?: string;
  readonly priority?: number;
  readonly interval?: number;
  readonly defaultSystem?: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt?: string;
  readonly seconds?: number;
  readonly hostname?: string;
  readonly kernel?: string;
  readonly kernelVersion?: string;
  readonly isRealtime?: boolean;
}

/** It cannot be read; the message says why, as the end of a sentence. */
export class Unreadable extends Error {
  public override readonly name = 'Unreadable';
}

/** More threads than any machine has CPUs. */
export const MOST_THREADS = 4096;

/** More µs than a day has. */
const MOST_MICROS = 1e11;

export interface Counted {
  readonly cpu: number;
  readonly samples: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly histogram: readonly (readonly [latency: number, count: number])[];
  readonly limit?: number;
}

/** Holds a thread's figures against each other: what does not add up was cut, or is no measurement. */
export function threadOf(number: number, counted: Counted): ThreadLatency {
  const { cpu, samples, min, max, mean, histogram, limit } = counted;
  const what = `thread ${number}`;
  if (!isCount(cpu) || !isCount(samples)) throw new Unreadable(`the figures of ${what} are no whole numbers`);
  if (samples === 0) return { cpu, samples: 0, min: 0, max: 0, mean: 0, histogram: [], overflows: 0 };
  for (const figure of [min, max, mean])
    if (!(figure >= 0 && figure <= MOST_MICROS)) throw new Unreadable(`a latency of ${what} is no number of microseconds`);
  if (min > max) throw new Unreadable(`the least latency of ${what} is greater than its greatest`);
  const inside = histogram.reduce((total, [, count]) => total + count, 0);
  if (!isCount(inside) || inside > samples) throw new Unreadable(`the buckets of ${what} hold more than its ${samples} samples`);
  const last = histogram.at(-1)?.[0];
  if (last !== undefined && last > Math.ceil(max)) throw new Unreadable(`a bucket of ${what} lies above its greatest latency`);
  const overflows = histogram.length === 0 && limit === undefined ? 0 : samples - inside;
  return { cpu, samples, min, max, mean, histogram, overflows, ...(limit !== undefined && { limit }) };
}

export const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** What it was called with, where that is known. */
export function calledWith(
  commandLine: string,
): Pick<CyclictestResult, 'priority' | 'interval' | 'defaultSystem'> & { readonly limit?: number } {
  const words = commandLine.split(/\s+/);
  const value = (short: string, long: string): number | undefined => {
    for (const [at, word] of words.entries()) {
      const given =
        word === short || word === `--${long}`
          ? words[at + 1]
          : word.startsWith(`--${long}=`)
            ? word.slice(long.length + 3)
            : word.startsWith(short) && !word.startsWith('--')
              ? word.slice(short.length)
              : undefined;
      if (given !== undefined && /^\d{1,9}$/.test(given) && Number(given) > 0) return Number(given);
    }
    return undefined;
  };
  const [priority, interval] = [value('-p', 'prio') ?? value('-p', 'priority'), value('-i', 'interval')];
  const limit = value('-h', 'histogram') ?? value('-H', 'histofall');
  return {
    ...(priority !== undefined && priority < 100 && { priority }),
    // Absent, it is 1000: cyclictest(8).
    ...(words.length > 1 && { interval: interval ?? 1000, defaultSystem: words.includes('--default-system') }),
    ...(limit !== undefined && { limit }),
  };
}
