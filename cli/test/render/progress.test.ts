import assert from 'node:assert/strict';
import { Progress } from '../../src/render/progress';
import { sizeText } from '../../src/render/size';
import { Paper } from '../support/paper';

describe('progress', () => {
  it('is a line for every tenth in a log', () => {
    const paper = new Paper(false);
    const progress = new Progress(paper, 'Copying');
    for (let done = 1; done <= 40; done++) progress.at(done, 40);
    progress.end();
    const tenths = [4, 8, 12, 16, 20, 24, 28, 32, 36].map((done) => `  ${done} of 40`);
    assert.equal(paper.text, ['Copying …', ...tenths, ''].join('\n'));
  });

  it('is one line that changes on a terminal, and goes away', () => {
    const paper = new Paper(true, 30);
    const progress = new Progress(paper, 'Building');
    progress.at(1, 2, 'a package with a long name');
    progress.end();
    progress.end();
    const lines = paper.text.split('\r\u001b[K');
    assert.deepEqual(lines, ['', 'Building …', 'Building: 1 of 2, a package w', '']);
  });
});

describe('a size', () => {
  it('is told in the unit that suits it', () => {
    const cases: readonly (readonly [bytes: number, text: string])[] = [
      [0, '0 B'],
      [999, '999 B'],
      [1000, '1.0 kB'],
      [54_480, '54.5 kB'],
      [999_400, '999 kB'],
      [999_600, '1.0 MB'],
      [4_120_000_000, '4.1 GB'],
      [2e15, '2000 TB'],
    ];
    for (const [bytes, text] of cases) assert.equal(sizeText(bytes), text);
  });
});
