import assert from 'node:assert/strict';
import fc from 'fast-check';
import { code, markdownOf, plain } from '../../../src/realtime/render/markdown';
import { anExamined, away, crackling } from '../../doctor/an-examined';
import { aCard } from '../checks/a-snapshot';

describe('findings as Markdown', () => {
  it('have what is wrong in a table, what it means below, and the rest folded up', () => {
    const text = markdownOf([crackling()]);
    assert.match(text, /^### studio-laptop\n\nnixos 26\.05, kernel 6\.18\.2, seen as root, 2026-11-22T06:00:00Z: 1 error, 1 warning, /);
    assert.match(text, /^\| ! warning \| swappiness \| runs 60, asked for 10 \(bin\/studio\.ts:14\) \|$/m);
    assert.match(
      text,
      /^- \*\*CPU governor\*\*: .* Mend it: `new RealtimeKernel\(laptop, 'Kernel', \{ governor: Governor\.PERFORMANCE \}\);` See it: `/m,
    );
    assert.match(text, /\n\n<details><summary>\d+ with nothing to do<\/summary>\n\n\| \| check \| found \|\n/);
  });

  it('name a machine that did not answer', () => {
    assert.equal(markdownOf([away()]), '### stage-box\n\n✘ stage-box did not answer within 5 s. Is it on?');
  });

  it('keep a card that calls itself markup from being any', () => {
    const text = markdownOf([anExamined({ cards: [aCard({ name: '<img src=x> | **@everyone** https://x [a](b)' })] })]);
    const row = text.split('\n').find((line) => line.includes('sound cards'))!;
    assert.equal(row.split(/(?<!\\)\|/).length, 5, row);
    assert.doesNotMatch(row, /(?<!\\)[<*[]|@e|https:/);
  });

  it('have no text that is anything but text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bare = plain(text).replaceAll(/\\[\\`*_{}[\]<>|~$+=>\d-]/g, '');
        assert.doesNotMatch(bare, /[\\`*_{}[\]<>|~$\n]/);
      }),
    );
  });

  it('fence code by more backticks than it has', () => {
    assert.equal(code('a `` b'), '``` a `` b ```');
    assert.equal(code('plain'), '`plain`');
  });
});
