import type { Measurement, ThreadLatency } from '../../../src/realtime/measurement';

/** A thread with this histogram. */
export function thread(histogram: Readonly<Record<number, number>>, more: Partial<ThreadLatency> = {}): ThreadLatency {
  const buckets = Object.entries(histogram).map(([latency, count]) => [Number(latency), count] as const);
  const overflows = more.overflows ?? 0;
  const samples = buckets.reduce((sum, [, count]) => sum + count, overflows);
  const latencies = buckets.map(([latency]) => latency);
  return {
    cpu: 0,
    samples,
    min: Math.min(...latencies, more.max ?? Infinity),
    max: Math.max(...latencies),
    mean: buckets.reduce((sum, [latency, count]) => sum + latency * count, 0) / Math.max(samples, 1),
    histogram: buckets,
    overflows,
    ...more,
  };
}

export const measurement = (threads: readonly ThreadLatency[], more: Partial<Measurement> = {}): Measurement => ({
  schema: 1,
  stack: 'laptop',
  at: '2026-01-31T12:00:00.000Z',
  seconds: 30,
  threads,
  settings: { priority: 88, interval: 1333, load: false, defaultSystem: true },
  machine: { hostname: 'laptop', kernel: '6.12.1', kernelVersion: '#1 SMP PREEMPT_RT', parameters: ['quiet'], generation: 41 },
  buffer: { quantum: 64, rate: 48000 },
  from: 'cyclictest 2.40',
  ...more,
});
