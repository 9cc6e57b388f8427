import assert from 'node:assert/strict';
import { timeText } from '../../src/render/time';

describe('a point in time', () => {
  const at = (text: string): number => Date.parse(text) / 1000;

  it('reads as on the clock of whoever looks, with its zone', () => {
    assert.equal(timeText(at('2026-12-01T22:00:00Z'), 'Europe/Berlin'), 'Tue 1 Dec 2026, 23:00 CET');
    assert.equal(timeText(at('2026-06-30T22:00:00Z'), 'Europe/Berlin'), 'Wed 1 Jul 2026, 00:00 CEST');
    assert.equal(timeText(at('2026-12-01T22:00:00Z'), 'UTC'), 'Tue 1 Dec 2026, 22:00 UTC');
  });

  it('may be none', () => assert.equal(timeText(Number.MAX_SAFE_INTEGER), 'a time that is none'));
});
