import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openTerminal } from '../../../src/terminal';
import { terminalHistogram, type TerminalLook } from '../../../src/realtime/report/terminal';
import { measurement, type Made } from './fixtures';

const draw = (made: Made, look: Partial<TerminalLook> = {}): readonly string[] =>
  terminalHistogram(measurement(made), { width: 80, ...look })
    .replaceAll('\u00a0', ' ')
    .split('\n');

describe('the histogram in the terminal', () => {
  it('has a bar for every range of latencies, and says which was the worst', () => {
    const lines = draw({ cpus: 1 });
    assert.match(lines[0]!, /^ +0–9 µs {2}█{30,} +[\d,]+$/);
    assert.match(
      lines.find((line) => line.includes('◂'))!,
      /^ *80–89 µs {2}█ +1 ◂ worst 84 µs$/,
    );
  });

  it('grows by as much for ten as for a hundred: millions do not hide a single one', () => {
    const histogram = [
      [1, 1],
      [2, 10],
      [3, 100],
      [4, 1000],
    ] as const;
    const threads = [{ cpu: 0, samples: 1111, min: 1, max: 4, mean: 3, histogram, overflows: 0 }];
    const [one, ten, hundred, thousand] = draw({ threads }).map((line) => /█*/.exec(line.slice(6))![0].length);
    assert.equal(one, 1);
    assert.ok(Math.abs(thousand! - hundred! - (ten! - one!)) <= 1);
  });

  it('puts the end of the buffer where it belongs: below all bars, or between them', () => {
    const far = draw({ max: 84 });
    assert.match(far.at(-1)!, /^──── the buffer ends: 1,333 µs ─+$/);
    const near = draw({ max: 390, quantum: 16 });
    const end = near.findIndex((line) => line.includes('the buffer ends: 333 µs'));
    const worst = near.findIndex((line) => line.includes('worst 390 µs'));
    assert.ok(end > 0 && end < worst);
  });

  it('has a row for what was later than any bucket, on the right side of the buffer', () => {
    const lines = draw({ max: 5000 });
    assert.match(lines.at(-1)!, /^ +later {2}█.* 4 ◂ worst 5,000 µs$/);
    assert.match(lines.at(-2)!, /the buffer ends/);
  });

  it('marks where the bars of the former one ended', () => {
    const lines = draw({ max: 84 }, { former: measurement({ generation: 41, max: 133 }) });
    assert.equal(lines[0], '┃ generation 41');
    assert.ok(lines.some((line) => /130–139 µs {2}┃$/.test(line)));
  });

  it('draws with ASCII where there is nothing else', () => {
    const text = draw({ max: 390, quantum: 16 }, { unicode: false, former: measurement({ generation: 41 }) }).join('\n');
    assert.doesNotMatch(text.replaceAll('µ', 'u'), /[^\x20-\x7e\n]/);
    assert.match(text, /#+\|/);
  });

  it('colours whole runs, and says the same without', () => {
    const { paint } = withColours();
    const coloured = terminalHistogram(measurement({ max: 390, quantum: 16 }), { width: 80, colour: paint });
    assert.match(coloured, /\u001b\[31m█+/);
    assert.equal(coloured.replaceAll(/\u001b\[\d+m/g, ''), terminalHistogram(measurement({ max: 390, quantum: 16 }), { width: 80 }));
  });

  it('says so where there is nothing to draw', () => {
    assert.deepEqual(draw({ cpus: 1, samples: 0 }), ['There is nothing to draw: not a single wake-up was measured.']);
    const threads = [{ cpu: 0, samples: 10, min: 1, max: 70, mean: 3, histogram: [], overflows: 0 }];
    assert.deepEqual(draw({ threads }), ['No histogram was kept: only that the worst of 10 wake-ups was 70 µs late.']);
  });

  it('has no line that is longer than the terminal is wide, and few of them', () => {
    const widths = fc.integer({ min: 32, max: 200 });
    fc.assert(
      fc.property(widths, fc.integer({ min: 1, max: 20_000 }), fc.boolean(), fc.boolean(), (width, max, unicode, hasFormer) => {
        const lines = draw(
          { max, cpus: 2 },
          { width, unicode, ...(hasFormer && { former: measurement({ generation: 7, max: 300, cpus: 1 }) }) },
        );
        for (const line of lines) assert.ok(line.length <= width, `${line.length} of ${width}: ${line}`);
        assert.ok(lines.length <= 32);
      }),
      { numRuns: 60 },
    );
  });
});

function withColours(): ReturnType<typeof openTerminal>['out'] {
  const before = process.env['FORCE_COLOR'];
  process.env['FORCE_COLOR'] = '1';
  try {
    const { out } = openTerminal({});
    return { ...out, paint: out.paint };
  } finally {
    if (before === undefined) delete process.env['FORCE_COLOR'];
    else process.env['FORCE_COLOR'] = before;
  }
}
