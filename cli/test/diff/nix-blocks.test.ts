import assert from 'node:assert/strict';
import { blocksOf } from '../../src/diff/nix-blocks';

const texts = (text: string): readonly string[] | undefined => blocksOf(text)?.map(({ start, end }) => text.slice(start, end));

describe('the blocks of a text in Nix', () => {
  it('are what stands between braces, the inner ones first', () => {
    assert.deepEqual(texts('{ a = { b = 1; }; c = { }; }'), ['{ b = 1; }', '{ }', '{ a = { b = 1; }; c = { }; }']);
  });

  it('are not begun by braces in strings and comments', () => {
    assert.deepEqual(texts('{ a = "{"; b = "\\"{"; }'), ['{ a = "{"; b = "\\"{"; }']);
    assert.deepEqual(texts("{ a = ''{ ''' { ''\\n } ''; }"), ["{ a = ''{ ''' { ''\\n } ''; }"]);
    assert.deepEqual(texts('# {\n{ /* } */ }'), ['{ /* } */ }']);
  });

  it('may stand in an interpolation, which is code again', () => {
    assert.deepEqual(texts('"${toString { a = "}"; }}"'), ['{ a = "}"; }']);
    assert.deepEqual(texts("''${f { }}''"), ['{ }']);
  });

  it('know how each kind of string writes a dollar that means nothing', () => {
    assert.deepEqual(texts('{ a = "\\${ $${ "; }'), ['{ a = "\\${ $${ "; }']);
    assert.deepEqual(texts("{ a = '' ''${ $${ ''; }"), ["{ a = '' ''${ $${ ''; }"]);
  });

  it('know names with apostrophes', () => {
    assert.deepEqual(texts("{ a = foldl' f x''; }"), ["{ a = foldl' f x''; }"]);
  });

  it('are none where a text is not whole', () => {
    for (const text of ['{ a = 1;', '{ } }', '{ a = "; }', "{ a = ''; }", '"${"']) assert.equal(blocksOf(text), undefined, text);
  });
});
