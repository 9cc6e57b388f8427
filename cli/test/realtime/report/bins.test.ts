import assert from 'node:assert/strict';
import fc from 'fast-check';
import { merged, type Buckets } from '../../../src/realtime/measure';
import { binned, binWidth, endOf, outline } from '../../../src/realtime/report/plots/bins';
import { BASE, frameOf, placesOf } from '../../../src/realtime/report/plots/frame';
import { thread } from './fixtures';

const buckets = (pairs: readonly (readonly [number, number])[], more: Partial<Buckets> = {}): Buckets => ({
  buckets: pairs,
  overflows: 0,
  counted: pairs.reduce((sum, [, count]) => sum + count, 0),
  limit: Infinity,
  samples: pairs.reduce((sum, [, count]) => sum + count, 0),
  max: pairs.at(-1)?.[0] ?? 0,
  ...more,
});

describe('the bars of a histogram', () => {
  it('hold every wake-up once, however wide they are', () => {
    const pairs = fc
      .uniqueArray(fc.nat(5000), { maxLength: 200 })
      .map((all) => all.sort((a, b) => a - b).map((at): [number, number] => [at, at + 1]));
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 300 }), (some, width) => {
        const { bins } = binned({ buckets: some }, width);
        const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
        assert.equal(sum(bins.map(({ count }) => count)), sum(some.map(([, count]) => count)));
        assert.ok(bins.every(({ from }, at) => from % width === 0 && (at === 0 || from > bins[at - 1]!.from)));
      }),
    );
  });

  it('are never more than there is room for, whatever the range', () => {
    for (const end of [1, 7, 160, 161, 5000, 1e12]) assert.ok(end / binWidth(end, 160) <= 160, String(end));
    assert.equal(binWidth(160, 160), 1);
    assert.equal(binWidth(161, 160), 2);
    assert.equal(binWidth(800.5, 160), 10);
  });

  it('stand on the base line, and go back to it where nothing is', () => {
    const corners = outline(
      {
        width: 1,
        bins: [
          { from: 2, count: 5 },
          { from: 3, count: 7 },
          { from: 9, count: 1 },
        ],
      },
      0.5,
    );
    assert.deepEqual(
      corners.map(({ x, y }) => [x, y]),
      [
        [2, 0.5],
        [2, 5],
        [3, 5],
        [3, 7],
        [4, 7],
        [4, 0.5],
        [9, 0.5],
        [9, 1],
        [10, 1],
        [10, 0.5],
      ],
    );
    assert.deepEqual(outline({ width: 1, bins: [] }, 0.5), []);
  });

  it('end where the last of them ends', () => {
    assert.equal(
      endOf(
        buckets([
          [3, 1],
          [84, 1],
        ]),
      ),
      85,
    );
    assert.equal(endOf(buckets([])), 0);
  });
});

describe('the frame of a histogram', () => {
  it('has room for all bars, and for a buffer that ends near', () => {
    const near = frameOf([{ now: buckets([[84, 1]]), deadline: 160 }], 160);
    assert.ok(near.end > 160);
    const far = frameOf([{ now: buckets([[84, 1]]), deadline: 1333 }], 160);
    assert.ok(far.end > 85 && far.end < 100);
    assert.equal(far.beyond, undefined);
  });

  it('has a place for what was later than all buckets', () => {
    const data = { now: buckets([[5, 100]], { overflows: 2, limit: 400, max: 5012, samples: 102 }), deadline: 1333 };
    const frame = frameOf([data], 160);
    assert.equal(frame.beyond, 400);
    const place = placesOf(data, frame);
    assert.ok(400 < place(700) && place(700) < place(1333) && place(1333) < place(5012) && place(5012) < frame.end);
  });

  it('tells the buffer at the edge when nothing was later than it', () => {
    const data = { now: buckets([[5, 100]], { overflows: 2, limit: 400, max: 500, samples: 102 }), deadline: 1333 };
    const frame = frameOf([data], 160);
    assert.equal(placesOf(data, frame)(1333), frame.end);
  });

  it('stands above a single wake-up as above millions', () => {
    assert.ok(frameOf([{ now: buckets([[7, 1]]) }], 160).top > 1);
    assert.equal(frameOf([{ now: buckets([[7, 9_000_000]]) }], 160).top, 1e8);
    assert.ok(BASE < 1);
  });

  it('is a frame even around nothing', () => {
    assert.deepEqual(frameOf([{ now: buckets([]) }], 160), { end: 1.05, top: 10, bin: 1 });
  });

  it('takes what the fixtures make', () => {
    const { samples, buckets: some } = merged([thread(0, { samples: 1000 })]);
    assert.equal(
      some.reduce((sum, [, count]) => sum + count, 0),
      samples,
    );
  });
});
