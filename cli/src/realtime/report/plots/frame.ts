import { bufferMicros, type Buckets } from '../../measure';
import type { Measurement } from '../../measurement';
import { bucketsOf } from '../figures-of';
import { binned, binWidth, endOf } from './bins';

/** What is drawn over each other: all CPUs together, or one of them. */
export interface Latencies {
  readonly now: Buckets;
  readonly former?: Buckets;
  /** How long a buffer lasts, in µs. */
  readonly deadline?: number;
}

/** All CPUs of a measurement together. */
export function latenciesOf(now: Measurement, former?: Measurement): Latencies {
  const deadline = bufferMicros(now.buffer);
  return { now: bucketsOf(now), ...(former && { former: bucketsOf(former) }), ...(deadline !== undefined && { deadline }) };
}

/** What the axes of a histogram cover. Those that stand side by side have the same. */
export interface Frame {
  /** µs. */
  readonly end: number;
  /** Wake-ups. */
  readonly top: number;
  /** How wide a bar is, in µs. */
  readonly bin: number;
  /** From here to the end stands the bar of those of which nobody knows more than that they were later than this, in µs. */
  readonly beyond?: number;
}

/** A logarithm has no zero: this is where bars stand. */
export const BASE = 0.6;

/** A buffer up to so many times the last bar is drawn in true proportion; one further away would press all bars into a corner. */
const NEAR = 2;

/** @param most how many bars there is room for */
export function frameOf(all: readonly Latencies[], most: number): Frame {
  const buckets = all.flatMap(({ now, former }) => (former ? [now, former] : [now]));
  const isShort = (one: Buckets): boolean => one.overflows > 0 || (one.samples > 0 && one.max >= endOf(one));
  const last = Math.max(1, ...buckets.map(endOf));
  const bin = binWidth(last, most);
  const highest = Math.max(1, ...buckets.flatMap((one) => [one.overflows, ...binned(one, bin).bins.map(({ count }) => count)]));
  const top = 10 ** Math.max(1, Math.ceil(Math.log10(highest * 1.5)));
  const bars = Math.ceil(last / bin) * bin;
  const short = buckets.filter(isShort);
  if (short.length > 0) {
    const beyond = Math.max(bars, ...short.map(({ limit }) => (Number.isFinite(limit) ? limit : 0)));
    return { end: beyond * 1.22, top, bin, beyond };
  }
  const near = all.flatMap(({ deadline }) => (deadline !== undefined && deadline <= last * NEAR ? [deadline] : []));
  return { end: Math.max(bars, ...near) * 1.05, top, bin };
}

/** Where a latency is drawn: in its place, or among the later ones, on the right side of the buffer's end; behind all of them is the edge. */
export function placesOf({ now, former, deadline = Infinity }: Latencies, { end, bin, beyond }: Frame): (micros: number) => number {
  const worst = Math.max(now.max, former?.max ?? 0);
  return (micros) => {
    if (beyond === undefined) return Math.min(micros === deadline ? micros : micros + bin / 2, end);
    if (micros < beyond) return micros + bin / 2;
    if (deadline > worst) return micros === deadline ? end : beyond + (end - beyond) * 0.5;
    return beyond + (end - beyond) * (micros < deadline ? 0.25 : micros === deadline ? 0.5 : 0.75);
  };
}
