import assert from 'node:assert/strict';
import fc from 'fast-check';
import { latencyText, percentile, summarise } from '../../../src/realtime/measure';
import { measurement, thread } from './made';

describe('a percentile', () => {
  it('is the smallest latency that so many samples do not exceed', () => {
    const m = measurement([thread({ 10: 50, 20: 49, 90: 1 })]);
    assert.deepEqual(
      [50, 51, 99, 99.9].map((p) => percentile(m, p)?.micros),
      [10, 20, 20, 90],
    );
  });

  it('counts four nines exactly: of 10,000 samples one lies above them', () => {
    const m = measurement([thread({ 5: 9999, 700: 1 })]);
    assert.equal(percentile(m, 99.99)?.micros, 5);
    assert.equal(percentile(m, 100)?.micros, 700);
  });

  it('agrees with sorting all samples', () => {
    const latencies = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(latencies, latencies, fc.integer({ min: 1, max: 10_000 }), (a, b, hundredths) => {
        const threads = [a, b].map((all, cpu) => thread(countsOf(all), { cpu }));
        const sorted = [...a, ...b].sort((x, y) => x - y);
        const rank = Number((BigInt(sorted.length) * BigInt(hundredths) + 9999n) / 10_000n);
        assert.equal(percentile({ threads }, hundredths / 100)?.micros, sorted[rank - 1]);
      }),
    );
  });

  it('that lies above the last bucket is «more than» that', () => {
    const m = measurement([thread({ 10: 90 }, { overflows: 10, max: 4458, limit: 400 })]);
    assert.deepEqual(percentile(m, 90), { micros: 10 });
    assert.deepEqual(percentile(m, 99), { micros: 400, isMore: true });
    assert.equal(latencyText(percentile(m, 99)!), 'more than 400 µs');
    assert.deepEqual(percentile(m, 100), { micros: 4458 }, 'the greatest is known all the same');
  });

  it('does not take the bucket of one CPU where another one may have been later', () => {
    const m = measurement([thread({ 10: 50, 500: 40 }), thread({ 10: 5 }, { overflows: 5, max: 900, limit: 100 })]);
    assert.deepEqual(percentile(m, 80), { micros: 100, isMore: true });
  });

  it('is not known where no histogram was kept, and of nothing', () => {
    const m = measurement([thread({}, { samples: 1000, min: 1, max: 90, mean: 12 })]);
    assert.equal(percentile(m, 50), undefined);
    assert.deepEqual(percentile(m, 100), { micros: 90 });
    assert.equal(percentile(measurement([]), 50), undefined);
  });

  it('names the upper end of a bucket that is wider than one', () => {
    assert.equal(percentile(measurement([thread({ 0: 10, 10: 10 }, { width: 10, max: 18 })]), 50)?.micros, 9);
  });
});

describe('a summary', () => {
  it('holds the latest wake-up against the buffer', () => {
    const summary = summarise(measurement([thread({ 10: 99, 133: 1 }), thread({ 12: 100 }, { cpu: 1 })]));
    assert.equal(Math.round(summary.bufferMicros!), 1333);
    assert.equal(Math.round(summary.headroom!), 1200);
    assert.deepEqual([summary.max, summary.min, summary.samples, summary.worstCpu], [133, 10, 200, 0]);
  });

  it('has no headroom, which is not zero, where no buffer is known', () => {
    const { buffer: _, ...nowhere } = measurement([thread({ 10: 1 })]);
    assert.equal('headroom' in summarise(nowhere), false);
  });

  it('is quick for ten million samples of 256 CPUs', () => {
    const many = Array.from({ length: 256 }, (_, cpu) =>
      thread(Object.fromEntries(Array.from({ length: 400 }, (_, at) => [at, 100])), { cpu }),
    );
    assert.deepEqual([summarise(measurement(many)).samples, summarise(measurement(many)).p50?.micros], [10_240_000, 199]);
  });
});

function countsOf(latencies: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const latency of latencies) counts[latency] = (counts[latency] ?? 0) + 1;
  return counts;
}
