import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkMeasurement } from '../../../src/realtime/measure/check-measurement';
import type { Measurement, ThreadLatency } from '../../../src/realtime/measurement';
import { reportAsData } from '../../../src/realtime/report/as-data';
import { renderPage } from '../../../src/realtime/report/page';
import { renderPicture } from '../../../src/realtime/report/picture';
import { terminalHistogram } from '../../../src/realtime/report/terminal';
import { measurement } from './fixtures';

const micros = fc.oneof(fc.nat(500), fc.nat(1e9), fc.constant(1e12));

/** Anything that adds up, however unlikely. */
const thread = fc
  .record({
    cpu: fc.nat(5000),
    pairs: fc.uniqueArray(fc.tuple(micros, fc.integer({ min: 1, max: 1e9 })), { maxLength: 30, selector: ([at]) => at }),
    overflows: fc.nat(1000),
    width: fc.constantFrom(undefined, 1, 10, 1000),
    later: fc.double({ min: 0, max: 1e9, noNaN: true }),
    isBare: fc.boolean(),
  })
  .map(({ cpu, pairs, overflows, width, later, isBare }): ThreadLatency => {
    const histogram = isBare ? [] : pairs.sort(([a], [b]) => a - b);
    const samples = histogram.reduce((sum, [, count]) => sum + count, isBare ? 7 : overflows);
    const max = samples === 0 ? 0 : Math.min(1e12, (histogram.at(-1)?.[0] ?? 0) + (overflows > 0 || isBare ? later : 0));
    return {
      cpu,
      samples,
      min: 0,
      max,
      mean: max / 2,
      histogram,
      overflows: isBare ? 0 : overflows,
      ...(width !== undefined && { width }),
    };
  });

const some = fc
  .record({
    threads: fc.uniqueArray(thread, { minLength: 1, maxLength: 20, selector: ({ cpu }) => cpu }),
    quantum: fc.constantFrom(null, 1, 64, 1e12, 1e-9),
    generation: fc.integer({ min: 1, max: 50 }),
    xruns: fc.constantFrom(0, 1, 1e9),
  })
  .map((made): Measurement => measurement(made));

describe('any measurement that is stored', () => {
  it('has a page, pictures and a plot in the terminal', () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 4 }), (measurements) => {
        for (const one of measurements)
          if (one.threads.some(({ samples }) => samples > 0)) checkMeasurement(JSON.parse(JSON.stringify(one)), '');
        const data = { stack: 'x', madeAt: '2026-11-22T05:49:00Z', measurements };
        const drawn = [renderPage(data), renderPicture('histogram', data) ?? '', renderPicture('timeline', data) ?? ''];
        for (const text of drawn) assert.doesNotMatch(text, /NaN|Infinity|undefined|\[object/);
        assert.ok(drawn[0]!.length < 300_000);
        for (const one of measurements) assert.doesNotMatch(terminalHistogram(one, { width: 80 }), /NaN|Infinity|undefined/);
        JSON.stringify(reportAsData(data));
      }),
      { numRuns: 60 },
    );
  });
});
