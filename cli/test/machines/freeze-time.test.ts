import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFreezeTime } from '../../src/machines/freeze-time';

const NOW = Date.parse('2026-10-01T12:00:00Z') / 1000;
const read = (options: Readonly<Record<string, unknown>>) => readFreezeTime(options, NOW);

describe('the time until which a machine is frozen', () => {
  const zone = process.env['TZ'];
  before(() => void (process.env['TZ'] = 'Europe/Berlin'));
  after(() => void (zone === undefined ? delete process.env['TZ'] : (process.env['TZ'] = zone)));

  it('is by the clock of this computer, in summer and in winter', () => {
    assert.deepEqual(read({ until: '2026-10-02 23:00' }), { until: Date.parse('2026-10-02T21:00:00Z') / 1000 });
    assert.deepEqual(read({ until: '2026-12-01 23:00' }), { until: Date.parse('2026-12-01T22:00:00Z') / 1000 });
    assert.deepEqual(read({ until: '2026-12-01T23:00:30' }), { until: Date.parse('2026-12-01T22:00:30Z') / 1000 });
  });

  it('is in the zone that stands behind it', () => {
    assert.deepEqual(read({ until: '2026-12-01T23:00Z' }), { until: Date.parse('2026-12-01T23:00:00Z') / 1000 });
    assert.deepEqual(read({ until: '2026-12-01 23:00-05:30' }), { until: Date.parse('2026-12-02T04:30:00Z') / 1000 });
  });

  it('may be a length', () => {
    assert.deepEqual(read({ for: '3d' }), { for: 3 * 86_400 });
    assert.deepEqual(read({ for: '1d12h' }), { for: 36 * 3600 });
    assert.deepEqual(read({ for: '90m' }), { for: 5400 });
  });

  const refused: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
    [{}, /Say either --until or --for/],
    [{ until: '2026-12-01 23:00', for: '3d' }, /Say either --until or --for/],
    [{ until: '2026-12-01' }, /«2026-12-01» is no time\. Write a day and a time/],
    [{ until: 'tomorrow' }, /is no time/],
    [{ until: '2026-11-31 23:00' }, /there is no such time/],
    [{ until: '2026-12-01 24:00' }, /there is no such time/],
    [{ until: '2027-03-28 02:30' }, /clocks are put forward in that hour/],
    [{ until: '2026-12-01T23:00+19:00' }, /there is no such time/],
    [{ until: '2026-09-30 23:00' }, /is over already/],
    [{ until: '20261-12-01 23:00' }, /is no time/],
    [{ until: '2062-12-01 23:00' }, /more than two years ahead/],
    [{ for: '3' }, /is no length of time/],
    [{ for: '0m' }, /is no length of time/],
    [{ for: '3 days' }, /is no length of time/],
    [{ for: '999999w' }, /more than two years ahead/],
    [{ until: '\u001b[2J' }, /^--until «[^\u001b]*» is no time/],
  ];
  for (const [options, why] of refused)
    it(`is not ${JSON.stringify(options)}`, () =>
      assert.throws(
        () => read(options),
        (error: Error) => error.name === 'UserError' && why.test(error.message),
      ));

  it('is a time to come, or a sentence', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('until', 'for'), (text, option) => {
        try {
          const time = read({ [option]: text });
          assert.ok('for' in time ? time.for > 0 : time.until > NOW);
        } catch (error) {
          assert.equal((error as Error).name, 'UserError');
        }
      }),
    );
  });
});
