import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineReader } from '../../src/ssh/lines';

function linesOf(...chunks: readonly (string | Buffer)[]): readonly string[] {
  const lines: string[] = [];
  const reader = new LineReader((line) => lines.push(line));
  chunks.forEach((chunk) => reader.add(Buffer.from(chunk as string)));
  reader.end();
  return lines;
}

describe('lines', () => {
  it('end with a line feed, or with the text', () => {
    assert.deepEqual(linesOf('a\nb\n\nc'), ['a', 'b', '', 'c']);
    assert.deepEqual(linesOf('a\n'), ['a']);
    assert.deepEqual(linesOf(), []);
  });

  it('of Windows are lines, too', () => {
    assert.deepEqual(linesOf('a\r\n\r\nb\r', '\nc'), ['a', '', 'b', 'c']);
    assert.deepEqual(linesOf('a\r\r\nb'), ['a', 'b']);
  });

  it('are made of a progress bar, one for each time it goes back', () => {
    assert.deepEqual(linesOf('\r 10 %\r 50 %\r100 %\ndone\n'), [' 10 %', ' 50 %', '100 %', 'done']);
  });

  it('are the same wherever the chunks end', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ü', '😀', '\n', '\r', '\u001b', '[', 'm'), maxLength: 40 });
    fc.assert(
      fc.property(text, (value) => {
        const bytes = Buffer.from(value);
        assert.deepEqual(linesOf(...Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))), linesOf(bytes));
      }),
    );
  });

  it('that are very long are cut, and say by how much', () => {
    const [line, next] = linesOf('x'.repeat(10_000), 'x'.repeat(90_000), '\nnext');
    assert.equal(line, `${'x'.repeat(16_384)} … (83616 characters more)`);
    assert.equal(next, 'next');
  });

  it('are harmless', () => {
    assert.deepEqual(linesOf('\u001b[31mred\u001b', '[0m\n'), ['red']);
  });
});
