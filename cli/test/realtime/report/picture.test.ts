import assert from 'node:assert/strict';
import { PICTURES } from '../../../src/realtime/report/pictures';
import { renderPicture } from '../../../src/realtime/report/picture';
import { CASES } from './cases';
import { boxOf, describeInBrowser, read } from './browser';

const data = CASES['ten generations'];

describe('a plot as a picture', () => {
  for (const name of PICTURES) {
    it(`needs nothing but itself: ${name}`, () => {
      const svg = renderPicture(name, data)!;
      assert.match(svg, /^<!-- [^\n]* -->\n<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
      assert.doesNotMatch(svg.replace('http://www.w3.org/2000/svg', ''), /var\(|https?:|url\(|currentColor|<style|class="(?!plot|mark-)/);
      assert.ok(svg.length < 60_000);
    });
  }

  it('is none where nothing was measured', () => assert.equal(renderPicture('histogram', CASES['nothing at all']), undefined));

  it('cannot be broken by a name', () => {
    const svg = renderPicture('histogram', { ...data, stack: 'x--><script>&\u0000\ud800' })!;
    assert.doesNotMatch(svg, /<script|[\u0000\ud800]/);
    assert.equal([...svg.matchAll(/-->/g)].length, 1);
  });
});

describeInBrowser('a plot as a picture, in a browser', (show) => {
  for (const name of PICTURES) {
    it(`is an image of its size, that all its words fit into: ${name}`, async () => {
      const svg = renderPicture(name, { ...data, stack: 'a-laptop-with-a-very-long-name-on-stage' })!;
      const shown = await show(
        `<!doctype html><link rel="icon" href="data:,"><img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}"><div>${svg}</div>`,
      );
      assert.deepEqual(
        await read(shown, `(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight])(document.querySelector('img'))`),
        [800, 400],
      );
      const frame = await boxOf(shown, 'div svg');
      const rights = await read<readonly number[]>(
        shown,
        `[...document.querySelectorAll('div svg text')].map((text) => text.getBoundingClientRect().right)`,
      );
      assert.ok(rights.length > 10 && rights.every((right) => right <= frame.right + 1));
    });
  }
});
