import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Duration } from '../../src/core';

describe('Duration', () => {
  it('is the same in every unit', () => {
    const minute = Duration.minutes(1.5);
    assert.deepEqual([minute.toMicros(), minute.toMillis(), minute.toSeconds()], [90_000_000, 90_000, 90]);
    assert.equal(Duration.micros(150).toMillis(), 0.15);
    assert.equal(Duration.seconds(20).toMicros(), 20_000_000);
  });

  it('has no digits that nobody wrote', () => assert.equal(Duration.millis(1.1).toMicros(), 1100));

  it('is shown as it was given', () => {
    assert.deepEqual([Duration.micros(150), Duration.millis(1.5), Duration.seconds(20), Duration.minutes(2)].map(String), [
      '150 µs',
      '1.5 ms',
      '20 s',
      '2 min',
    ]);
  });

  it('keeps whole numbers whole', () =>
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e9 }), (amount) => assert.equal(Duration.micros(amount).toMicros(), amount))));

  it('leaves it to those who use it to refuse what is no time', () => {
    for (const amount of [NaN, -1, Infinity])
      assert.ok(!(Duration.millis(amount).toMicros() >= 0 && Duration.millis(amount).toMicros() < Infinity));
  });
});
