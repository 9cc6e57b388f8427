import assert from 'node:assert/strict';
import { changeText, compare } from '../../../src/realtime/measure';
import type { Measurement } from '../../../src/realtime/measurement';
import { measurement, thread } from './made';

/** 20,000 samples, some of which are late. */
const withLate = (late: Readonly<Record<number, number>>, more: Partial<Measurement> = {}): Measurement =>
  measurement([thread({ 10: 20_000 - Object.values(late).reduce((sum, count) => sum + count, 0), ...late })], more);

describe('comparing a measurement with the former one', () => {
  it('finds it worse when a figure grew by more than the margin', () => {
    const { verdict, changes } = compare(withLate({ 61: 200 }), withLate({ 84: 200 }), 20);
    assert.equal(verdict, 'worse');
    assert.equal(changeText(changes.find(({ figure }) => figure === 'p9999')!), '99.99 %: 84 µs after 61 µs (+38 %)');
  });

  it('finds it better the other way round, and the same within the margin', () => {
    assert.equal(compare(withLate({ 84: 200 }), withLate({ 61: 200 }), 20).verdict, 'better');
    assert.equal(compare(withLate({ 84: 200 }), withLate({ 61: 200 }), 50).verdict, 'same');
  });

  it('does not hear a few µs, however many per cent they are', () => {
    assert.equal(compare(measurement([thread({ 3: 5000 })]), measurement([thread({ 7: 5000 })]), 10).verdict, 'same');
  });

  it('is worse when one figure is, whatever the others gained', () => {
    assert.equal(compare(withLate({ 200: 300 }), withLate({ 60: 299, 900: 1 }), 20).verdict, 'worse');
  });

  it('refuses what was measured in another way, and says what', () => {
    const [now, loaded] = [withLate({}), withLate({}, { settings: { priority: 80, interval: 1333, load: true, defaultSystem: true } })];
    const { verdict, reasons } = compare(now, loaded, 20);
    assert.equal(verdict, 'incomparable');
    assert.deepEqual(reasons, [
      'They were measured once without other work and once with.',
      'They were measured at different priorities, 88 and 80.',
    ]);
  });

  it('leaves the latest wake-up alone where one looked much longer', () => {
    const { verdict, reasons } = compare(withLate({}), withLate({ 900: 1 }, { seconds: 600 }), 20);
    assert.equal(verdict, 'same');
    assert.match(reasons[0]!, /30 s and the other during 600 s/);
  });

  it('tells no per cent of nothing, however little that is', () => {
    const none = measurement([thread({ 0: 20 }, { max: Number.MIN_VALUE })]);
    const { changes } = compare(none, measurement([thread({ 5: 20 })]), 20);
    assert.equal(changes.find(({ figure }) => figure === 'max')?.percent, undefined);
  });

  it('says so where nothing is left to compare', () => {
    const few = measurement([thread({ 10: 20 })]);
    assert.equal(compare(few, { ...few, seconds: 600 }, 20).verdict, 'incomparable');
  });

  it('takes «more than N» for worse than what is well below it, and for nothing else', () => {
    const beyond = (max: number): Measurement => measurement([thread({ 10: 15_000 }, { overflows: 5000, max, limit: 400 })]);
    const worse = compare(withLate({ 50: 5000 }), beyond(450), 20);
    assert.equal(worse.changes.find(({ figure }) => figure === 'p99')?.verdict, 'worse');
    const unknown = compare(withLate({ 398: 5000 }), beyond(450), 20);
    assert.equal(
      unknown.changes.some(({ figure }) => figure === 'p99'),
      false,
    );
  });
});
