import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { checkAttrKey, checkIdentifier, formatAttrPath, parseAttrPath } from '../../src/nix';

describe('an attribute path', () => {
  const readable: readonly [string, readonly string[]][] = [
    ['enable', ['enable']],
    ['boot.kernel.sysctl."vm.swappiness"', ['boot', 'kernel', 'sysctl', 'vm.swappiness']],
    ['a."".b', ['a', '', 'b']],
    ['pipewire.10-studio.with', ['pipewire', '10-studio', 'with']],
    [String.raw`a."\"\\\${x}\n\t\r"`, ['a', '"\\${x}\n\t\r']],
    ["it's.x'", ["it's", "x'"]],
  ];
  for (const [path, keys] of readable) it(`reads ${path}`, () => assert.deepEqual(parseAttrPath(path), keys));

  const unreadable: readonly [string, RegExp][] = [
    ['', /it is empty at character 1/],
    ['.a', /a name is missing at character 1/],
    ['a..b', /a name is missing at character 3/],
    ['a.', /a name is missing at character 3/],
    ['a b', /« » stands where only a dot may .* at character 2/],
    ['a."b', /never closed .* at character 3/],
    ['a."b"c', /«c» stands where only a dot may/],
    ['packages[0]', /«\[» stands where only a dot may/],
    ['a."${b}"', /interpolation .* at character 4/],
    ['a.\n', /at character 3/],
    ['a."\0"', /NUL/],
  ];
  for (const [path, message] of unreadable) {
    it(`refuses ${JSON.stringify(path)} and says where`, () => assert.throws(() => parseAttrPath(path), { name: 'NixError', message }));
  }

  it('is quoted where Nix needs it', () => {
    assert.equal(
      formatAttrPath(['a', 'b c', 'with', '10-studio', 'é', '', "it's", '${x}']),
      'a."b c"."with"."10-studio"."é".""."it\'s"."\\${x}"'.replace('"it\'s"', "it's"),
    );
  });

  it('can be read back, whatever its keys', () => {
    const key = fc
      .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'or', '"', '\\', '${', '.', '\r\n'))
      .filter((text) => !text.includes('\0'));
    fc.assert(fc.property(fc.array(key, { minLength: 1 }), (keys) => assert.deepEqual([...parseAttrPath(formatAttrPath(keys))], keys)));
  });

  it('stays the same when its reader changes the list', () => {
    assert.throws(() => (parseAttrPath('shared.path') as string[]).push('x'), TypeError);
    assert.deepEqual(parseAttrPath('shared.path'), ['shared', 'path']);
  });
});

describe('a name', () => {
  it('is any identifier', () => {
    for (const name of ['x', '_', "prev'", 'a-b', 'A1', 'inherited']) assert.equal(checkIdentifier(name), name);
  });

  it('is no keyword', () => {
    for (const name of ['if', 'or', 'inherit', 'with']) assert.throws(() => checkIdentifier(name), /keyword/);
  });

  it('is no code', () => {
    for (const name of ['', '1a', "'", 'a b', 'a.b', 'a;', 'é', '${x}', '-a'])
      assert.throws(() => checkIdentifier(name), /cannot be a name/);
  });

  it('of an attribute may be any text that Nix can hold', () => {
    assert.equal(checkAttrKey('${x}; "'), '${x}; "');
    assert.throws(() => checkAttrKey('a\ud800'), /attribute name .* surrogate/);
  });
});
