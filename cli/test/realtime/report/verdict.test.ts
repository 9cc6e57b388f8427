import assert from 'node:assert/strict';
import { verdictOf } from '../../../src/realtime/report/verdict';
import { CHECKS, measurement, SNAPSHOT, type Made } from './fixtures';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const of = (...made: readonly Made[]): { readonly tone: string; readonly headline: string; readonly remarks: readonly string[] } => {
  const verdict = verdictOf({ stack: 'studio-laptop', measurements: made.map((one) => measurement(one)) });
  return { ...verdict, headline: plain(verdict.headline), remarks: verdict.remarks.map(plain) };
};

describe('the verdict of a report', () => {
  it('says in one sentence that a buffer holds', () => {
    const { tone, headline } = of({});
    assert.equal(tone, 'good');
    assert.equal(headline, '64 frames at 48 kHz hold: the worst of 3,000,000 wake-ups was 84 µs late, the buffer lasts 1,333 µs.');
  });

  it('tells a buffer that only just holds: the sound itself needs time, too', () => {
    assert.equal(of({ max: 700 }).tone, 'close');
    assert.match(of({ max: 700 }).headline, /^64 frames at 48 kHz only just hold: /);
    assert.equal(of({ max: 660 }).tone, 'good');
  });

  it('says that a buffer does not hold when a wake-up was as late as it lasts', () => {
    assert.equal(of({ max: 1334 }).tone, 'bad');
    assert.match(of({ max: 1334 }).headline, /do not hold: .* 1,334 µs late, the buffer lasts only 1,333 µs\.$/);
  });

  it('believes the audio server: what crackled does not hold, however early it woke up', () => {
    assert.equal(of({ xruns: 3 }).tone, 'bad');
    assert.match(of({ xruns: 3 }).headline, /^64 frames at 48 kHz crackled 3 times/);
    assert.match(of({ xruns: 1 }).headline, /crackled once/);
  });

  it('says once that nobody counted xruns: where the measurement knows why, it says that', () => {
    const { xruns, ...uncounted } = measurement({});
    void xruns;
    const why = 'Xruns were not counted: PipeWire was there, and nothing played or recorded.';
    const remarks = (notes: readonly string[]): readonly string[] =>
      verdictOf({ stack: 'studio-laptop', measurements: [{ ...uncounted, notes }] }).remarks.filter((remark) => /xruns/i.test(remark));
    assert.deepEqual(remarks([why]), [why]);
    assert.match(remarks([])[0]!, /^Nobody counted xruns/);
  });

  it('is no pass where too little was measured', () => {
    const { tone, headline } = of({ cpus: 1, samples: 1, max: 7 });
    assert.equal(tone, 'unknown');
    assert.match(headline, /^It was not measured long enough to tell .*: the only wake-up was 7 µs late/);
  });

  it('is no pass without a buffer to hold it against', () => {
    const { tone, headline } = of({ quantum: null });
    assert.equal(tone, 'unknown');
    assert.match(headline, /^The worst of .* no audio server said how long its buffer is/);
  });

  it('is no pass where nothing was measured, also not in a file without samples', () => {
    for (const made of [[], [{ cpus: 1, samples: 0 }]]) {
      assert.deepEqual(of(...made), {
        tone: 'unknown',
        headline: 'Nobody knows yet whether studio-laptop crackles: it was never measured.',
        remarks: [],
      });
    }
  });

  it('knows one frame from several', () =>
    assert.match(of({ quantum: 1, max: 15, cpus: 1 }).headline, /^1 frame at 48 kHz only just holds/));

  it('says how it stands to the former generation, measured alike', () => {
    const { remarks } = of({ generation: 40, max: 84 }, { generation: 41, max: 50, load: false }, { generation: 42, max: 133 });
    assert.ok(
      remarks.some((remark) => /^That is worse than generation 40: .*max: 133 µs after 84 µs/.test(remark)),
      remarks.join('\n'),
    );
  });

  it('says why it cannot be held against the former generation', () => {
    const { remarks } = of({ generation: 41, load: false }, { generation: 42 });
    assert.ok(remarks.some((remark) => /^It cannot be held against generation 41\. /.test(remark)));
  });

  it('says what was easier than music is', () => {
    const { remarks } = of({
      load: false,
      more: { settings: { load: false, defaultSystem: false }, notes: ['Memory could not be locked.'] },
    });
    assert.ok(remarks.some((remark) => /«cdk measure studio-laptop --load»/.test(remark)));
    assert.ok(remarks.some((remark) => /Power saving was held off/.test(remark)));
    assert.ok(remarks.includes('Memory could not be locked.'));
  });

  it('notices a machine that is not the one that was measured, and one that is set up badly', () => {
    const snapshot = { ...SNAPSHOT, kernel: { ...SNAPSHOT.kernel, release: '6.20.0' } };
    const { remarks } = verdictOf({ stack: 'x', measurements: [measurement()], machine: { snapshot, checks: CHECKS } });
    assert.ok(remarks.some((remark) => /another kernel by now, 6\.20\.0; 6\.18\.3-rt2 was measured/.test(remark)));
    assert.ok(
      remarks.includes('1 check of the machine found an error, 1 warning, 1 change that waits for a reboot: see the checks below.'),
    );
  });
});
