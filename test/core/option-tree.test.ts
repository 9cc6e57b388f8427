import assert from 'node:assert/strict';
import fc from 'fast-check';
import { leaves, optionTree, type OptionValue } from '../../src/core';
import { Nix, NODE, formatAttrPath, parseAttrPath, printExpression, type NixNode } from '../../src/nix';

const node = (value: unknown): NixNode => Nix.of(value)[NODE];
const option = (path: string, value: unknown): OptionValue => ({ path: parseAttrPath(path), node: node(value) });
const print = (...options: OptionValue[]): string => printExpression(optionTree(options));

function flattened(tree: NixNode): Record<string, string> {
  const found: Record<string, string> = {};
  leaves([], tree, ({ path, node: value }) => (found[formatAttrPath(path)] = printExpression(value)));
  return found;
}

describe('optionTree', () => {
  it('writes a path of single steps on one line', () =>
    assert.equal(
      print(option('services.openssh.settings.PasswordAuthentication', false)),
      '{\n  services.openssh.settings.PasswordAuthentication = false;\n}',
    ));

  it('puts together what belongs together: enable first, then by name', () =>
    assert.equal(
      print(
        option('services.pipewire.jack.enable', true),
        option('services.pipewire.alsa.enable', true),
        option('services.avahi.enable', true),
        option('services.pipewire.enable', true),
        option('boot.kernelParams', ['quiet']),
        option('services.pipewire.Wireplumber', {}),
      ),
      `{
  boot.kernelParams = [ "quiet" ];
  services = {
    avahi.enable = true;
    pipewire = {
      enable = true;
      Wireplumber = { };
      alsa.enable = true;
      jack.enable = true;
    };
  };
}`,
    ));

  it('quotes names that need it', () =>
    assert.equal(print(option('boot.kernel.sysctl."vm.swappiness"', 10)), '{\n  boot.kernel.sysctl."vm.swappiness" = 10;\n}'));

  it('joins lists that are set in several goes', () =>
    assert.equal(print(option('a.b', [1]), option('a.b', [2]), option('a.b', [])), '{\n  a.b = [\n    1\n    2\n  ];\n}'));

  it('says once what is said twice, and lets NixOS merge everything else', () => {
    assert.equal(print(option('a.b', 1), option('a.b', 1)), '{\n  a.b = 1;\n}');
    assert.equal(
      print(option('a.b', [1]), option('a.b', Nix.mkAfter([2]))),
      '{\n  a.b = lib.mkMerge [\n    [ 1 ]\n    (lib.mkAfter [ 2 ])\n  ];\n}',
    );
  });

  it('merges a value with what is set below it', () => {
    assert.equal(
      print(option('a.b', Nix.name('config')), option('a.b.c', 1)),
      '{\n  a.b = lib.mkMerge [\n    config\n    {\n      c = 1;\n    }\n  ];\n}',
    );
    assert.equal(print(option('a.b', {}), option('a.b.c', 1)), '{\n  a.b.c = 1;\n}');
  });

  it('does not depend on the order in which options were set', () => {
    const options = ['a.b', 'a.enable', 'a.c.d', 'b', 'a.c.e'].map((path, index) => option(path, index));
    fc.assert(
      fc.property(fc.shuffledSubarray(options, { minLength: options.length }), (shuffled) =>
        assert.equal(print(...shuffled), print(...options)),
      ),
    );
  });

  const key = fc.oneof(fc.constantFrom('enable', 'a', 'b', 'with', '10-studio', 'vm.swappiness', ''), fc.string({ maxLength: 6 }));
  const leaf = fc.oneof(
    fc.boolean(),
    fc.integer(),
    fc.string({ maxLength: 8 }),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 3 }),
    fc.constant({}),
  );
  const nested = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 4 })),
  })).value;

  it('holds exactly the options that went in', () => {
    fc.assert(
      fc.property(fc.dictionary(key, nested, { minKeys: 1, maxKeys: 5 }), (settings) => {
        const before: OptionValue[] = [];
        leaves([], node(settings), (each) => before.push(each));
        const wanted = Object.fromEntries(before.map(({ path, node: value }) => [formatAttrPath(path), printExpression(value)]));
        assert.deepEqual(flattened(optionTree(before)), wanted);
      }),
    );
  });
});

describe('leaves', () => {
  it('takes plain sets apart, and nothing else', () =>
    assert.deepEqual(
      flattened(node({ a: { b: 1, c: { d: [{ e: 1 }] } }, empty: {}, forced: Nix.mkForce({ f: 1 }), recursive: Nix.rec({ g: 1 }) })),
      {
        'a.b': '1',
        'a.c.d': '[\n  {\n    e = 1;\n  }\n]',
        empty: '{ }',
        forced: 'lib.mkForce {\n  f = 1;\n}',
        recursive: 'rec {\n  g = 1;\n}',
      },
    ));

  it('leaves a set whole that inherits', () => {
    const inheriting = Nix.inherit([{ names: ['x'] }], { y: 1 });
    assert.deepEqual(Object.keys(flattened(node({ a: inheriting }))), ['a']);
  });
});
