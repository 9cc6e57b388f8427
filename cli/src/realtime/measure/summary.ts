import type { Measurement } from '../measurement';
import { merged, percentileOf, sum, type Latency } from './percentile';

/** The figures of a measurement that are spoken about. Times are in µs. */
export interface Summary {
  readonly p50?: Latency;
  readonly p99?: Latency;
  readonly p999?: Latency;
  readonly p9999?: Latency;
  readonly max: number;
  readonly min: number;
  readonly mean: number;
  readonly samples: number;
  /** The CPU that woke up latest. */
  readonly worstCpu: number;
  /** How long one buffer lasts: what all that has to be done for it must fit into. */
  readonly bufferMicros?: number;
  /** What is left of the buffer when a wake-up was as late as it ever was. Below zero: nothing, and the sound broke off. */
  readonly headroom?: number;
  /** The latest wake-up as a part of the buffer: 0.1 is a tenth. */
  readonly share?: number;
  readonly xruns?: number;
}

export function summarise(measurement: Measurement): Summary {
  const { threads, xruns } = measurement;
  const all = merged(threads);
  const told = threads.filter(({ samples }) => samples > 0);
  const worst = told.reduce((worst, thread) => (thread.max > worst.max ? thread : worst), told[0]!);
  const buffer = bufferMicros(measurement.buffer);
  const at = (p: number, name: string): object => {
    const latency = percentileOf(all, p);
    return latency === undefined ? {} : { [name]: latency };
  };
  return {
    ...at(50, 'p50'),
    ...at(99, 'p99'),
    ...at(99.9, 'p999'),
    ...at(99.99, 'p9999'),
    max: all.max,
    min: Math.min(...told.map(({ min }) => min)),
    mean: sum(told, ({ mean, samples }) => mean * samples) / all.samples,
    samples: all.samples,
    worstCpu: worst.cpu,
    ...(buffer !== undefined && { bufferMicros: buffer, headroom: buffer - all.max, share: all.max / buffer }),
    ...(xruns !== undefined && { xruns }),
  };
}

/** 64 frames at 48000 Hz last 1333.3 µs. */
export function bufferMicros(buffer: Measurement['buffer']): number | undefined {
  return buffer && (buffer.quantum / buffer.rate) * 1e6;
}
