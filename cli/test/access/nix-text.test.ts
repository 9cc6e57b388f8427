import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evalExprs } from '../../../test/support/nix';
import { nixLines, nixName, nixString } from '../../src/access/nix-text';
import { needsNix } from '../support/nix';

describe('a text in Nix', function () {
  this.timeout(60_000);
  before(needsNix);

  const signs = fc.string({ unit: fc.constantFrom("'", '"', '$', '{', '}', '\\', '\n', '\t', '\r', ' ', 'a', 'ä', '#'), maxLength: 24 });

  it('is what it was, on one line', async () => {
    const texts = fc.sample(signs, 500);
    assert.deepEqual(await evalExprs(texts.map(nixString)), texts);
    assert.ok(texts.every((text) => !nixString(text).includes('\n')));
  });

  it('is what it was, on many lines, if one of them is not moved in', async () => {
    const texts = fc.sample(signs, 500).map((text) => `#!${text.replaceAll('\r', '')}\n`);
    assert.deepEqual(await evalExprs(texts.map((text) => nixLines(text, '  '))), texts);
  });

  it('is a name in a path, whatever it is', async () => {
    const names = ['deploy', 'in', 'or', 'rec', '_x-1'];
    assert.deepEqual(
      await evalExprs(names.map((name) => `builtins.attrNames { users.${nixName(name)} = 1; }.users`)),
      names.map((name) => [name]),
    );
  });
});
