import assert from 'node:assert/strict';
import { measurementText } from '../../../src/realtime/measure/print-measurement';
import type { Measurement } from '../../../src/realtime/measurement';
import type { Paint } from '../../../src/terminal';
import { measurement, thread } from './made';

const PLAIN = new Proxy({} as Paint, { get: () => (text: string) => text });
const textOf = (now: Measurement, former: readonly Measurement[] = []): string =>
  measurementText(now, { label: 'laptop', former, paint: PLAIN, because: 'as you asked for' });

describe('a measurement on the screen', () => {
  it('has a row for each CPU, for all of them, and for the generation before', () => {
    const before = measurement([thread({ 10: 99, 80: 1 })], { at: '2026-01-30T12:00:00.000Z' });
    const now = measurement([thread({ 10: 99, 90: 1 }), thread({ 20: 100 }, { cpu: 1 })], {
      machine: { ...before.machine, generation: 42 },
    });
    const rows = textOf(now, [before]).split('\n').slice(2, 7);
    assert.deepEqual(
      rows.map((row) => row.trim().split(/ {2,}/)),
      [
        ['50 %', '99 %', '99.9 %', '99.99 %', 'MAX', 'WAKE-UPS'],
        ['all CPUs', '20 µs', '20 µs', '90 µs', '90 µs', '90 µs', '200'],
        ['CPU 0', '10 µs', '10 µs', '90 µs', '90 µs', '90 µs', '100'],
        ['CPU 1', '20 µs', '20 µs', '20 µs', '20 µs', '20 µs', '100'],
        ['before, generation 41', '10 µs', '10 µs', '80 µs', '80 µs', '80 µs', '100'],
      ],
    );
  });

  it('shows the worst of 256 CPUs, and says how many it leaves out', () => {
    const many = measurement(Array.from({ length: 256 }, (_, cpu) => thread({ 10: 99, [20 + cpu]: 1 }, { cpu })));
    const lines = textOf(many).split('\n');
    assert.equal(lines.filter((line) => line.startsWith('CPU ')).length, 16);
    assert.ok(lines.includes('240 more, better'));
    assert.ok(lines.some((line) => line.startsWith('CPU 255 ')));
  });

  it('is drawn where there is a screen, and nowhere else', () => {
    const now = measurement([thread({ 10: 99, 90: 1 })]);
    const lines = measurementText(now, { label: 'laptop', former: [], paint: PLAIN, width: 60 }).split('\n');
    assert.ok(lines.some((line) => line.includes('█')));
    assert.equal(textOf(now).includes('█'), false);
  });

  it('says how it was measured, and obeys nothing that a machine says', () => {
    const text = textOf(measurement([thread({ 10: 100 })], { notes: ['\u001b[2JCPU 1 was switched off.'] }));
    assert.match(text, /Each CPU was woken up every 1,333 µs at realtime priority 88: as you asked for\./);
    assert.match(text, /^CPU 1 was switched off\.$/m);
    assert.doesNotMatch(text, /\u001b/);
  });

  it('has a sign for what is not known', () => {
    const text = textOf(measurement([thread({}, { samples: 500, min: 1, max: 90, mean: 12 })]));
    assert.match(text, /^CPU 0 +- +- +90 µs +90 µs +90 µs +500$/m);
  });
});
