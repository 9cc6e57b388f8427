import assert from 'node:assert/strict';
import { Nix } from '../../src/nix';

const code = (expression: Nix): string => expression.toString();
const x = Nix.name('x');

describe('Nix', () => {
  const expressions: readonly [Nix, string][] = [
    [Nix.of({ a: [1] }), '{\n  a = [ 1 ];\n}'],
    [Nix.of(x), 'x'],
    [Nix.interpolate(['rt-', x, ' at $', x, ' ${y} ', 48000]), '"rt-${x} at \\$${x} \\${y} 48000"'],
    [Nix.interpolate(['$', '{x}']), '"\\${x}"'],
    [Nix.indented(['echo "', x, '"\n']), "''\n  echo \"${x}\"\n''"],
    [Nix.indented(['plain']), '"plain"'],
    [Nix.indented(['say "it"']), "''say \"it\"''"],
    [Nix.path('./hardware.nix'), './hardware.nix'],
    [Nix.path('./we ird/${x}.nix'), './. + "/we ird/\\${x}.nix"'],
    [Nix.path('../a//b/ü/'), '../a/b + "/ü"'],
    [Nix.path('..'), '../.'],
    [Nix.path('/'), '/.'],
    [Nix.of([Nix.path('/we ird')]), '[ (/. + "/we ird") ]'],
    [Nix.pkgs('pipewire.jack'), 'pkgs.pipewire.jack'],
    [Nix.lib('types.str'), 'lib.types.str'],
    [Nix.attr(Nix.attr(x, 'a'), '"b c"', []), 'x.a."b c" or [ ]'],
    [Nix.attr(Nix.call(x, 1), 'a', Nix.attr(x, 'b', 1)), '(x 1).a or (x.b or 1)'],
    [Nix.attr(1, 'a'), '(1).a'],
    [Nix.has(x, 'a."10-b"'), 'x ? a."10-b"'],
    [Nix.call(Nix.call(x, 1), -1, Nix.call(x, 2)), 'x 1 (-1) (x 2)'],
    [Nix.call(Nix.fn('y', Nix.name('y')), x), '(y: y) x'],
    [Nix.fn('a', Nix.fn('b', x)), 'a: b: x'],
    [Nix.pattern([], x), '{ }: x'],
    [Nix.pattern(['a', 'b'], x, { ellipsis: true, alias: 'args' }), 'args@{ a, b, ... }: x'],
    [Nix.pattern(['a'], x, { defaults: { a: { b: 1 } } }), '{\n  a ? {\n    b = 1;\n  },\n}:\nx'],
    [Nix.rec({ a: 1, b: Nix.name('a') }), 'rec {\n  a = 1;\n  b = a;\n}'],
    [Nix.inherit([{ names: ['a'] }, { source: x, names: ['b', 'c'] }], { d: 1 }), '{\n  inherit a;\n  inherit (x) b c;\n  d = 1;\n}'],
    [Nix.letIn({ a: 1 }, Nix.name('a')), 'let\n  a = 1;\nin\na'],
    [Nix.withScope(Nix.name('pkgs'), [Nix.name('ardour')]), 'with pkgs; [ ardour ]'],
    [Nix.assertThat(x, 1), 'assert x;\n1'],
    [Nix.ifElse(x, 1, 2), 'if x then 1 else 2'],
    [Nix.binary(Nix.binary(1, '+', 2), '*', -3), '(1 + 2) * (-3)'],
    [Nix.binary(Nix.binary(1, '-', 2), '-', Nix.binary(3, '-', 4)), '1 - 2 - (3 - 4)'],
    [Nix.binary(Nix.logicalNot(x), '&&', Nix.binary(x, '==', null)), '!x && (x == null)'],
    [Nix.negate(Nix.negate(1)), '-(-1)'],
    [Nix.mkOverride(10, Nix.mkIf(x, 'a')), 'lib.mkOverride 10 (lib.mkIf x "a")'],
    [Nix.mkMerge([]), 'lib.mkMerge [ ]'],
    [
      Nix.mkOrder(10, Nix.mkBefore(Nix.mkAfter(Nix.mkForce(Nix.mkDefault(1))))),
      'lib.mkOrder 10 (lib.mkBefore (lib.mkAfter (lib.mkForce (lib.mkDefault 1))))',
    ],
    [Nix.raw(' a + b '), 'a + b'],
    [Nix.call(x, Nix.raw('a + b'), Nix.raw('pkgs.ardour'), Nix.raw('"s"')), 'x (a + b) pkgs.ardour "s"'],
    [Nix.raw('1 # one'), '(\n  1 # one\n)'],
    [Nix.of([Nix.raw('if')]), '[ (if) ]'],
    [Nix.of([Nix.raw('[ (1) ]')]), '[ [ (1) ] ]'],
    [Nix.of([Nix.raw('(a) (b)')]), '[ ((a) (b)) ]'],
    [Nix.mkForce(Nix.raw('{\n  a = 1;\n}')), 'lib.mkForce {\n  a = 1;\n}'],
  ];
  for (const [expression, expected] of expressions)
    it(`writes ${expected.replaceAll('\n', '⏎')}`, () => assert.equal(code(expression), expected));

  it('asks a lazy value when it is printed, and once only', () => {
    let asked = 0;
    const lazy = Nix.lazy({ produce: () => [{ n: ++asked }] });
    assert.equal(asked, 0);
    assert.equal(code(Nix.call(x, lazy, 2)), 'x [\n  {\n    n = 1;\n  }\n] 2');
    assert.equal(asked, 1);
  });

  it('lets a lazy value print something else while it is asked', () => {
    const lazy = Nix.lazy({ produce: () => Nix.of({ a: 1 }).toString() });
    assert.equal(code(Nix.of({ b: lazy })), '{\n  b = "{\\n  a = 1;\\n}";\n}');
  });

  const refusals: readonly [string, () => unknown, RegExp][] = [
    ['a path that says no place', () => Nix.path('hardware.nix'), /«hardware\.nix» is neither relative/],
    ['a path from the home folder', () => Nix.path('~/x'), /neither relative/],
    ['a path with a NUL', () => Nix.path('./\0'), /NUL/],
    ['a call without arguments', () => Nix.call(x), /at least one argument/],
    ['no code', () => Nix.raw(' \n'), /no code/],
    ['a name that is code', () => Nix.name('a; b'), /cannot be a name/],
    ['a parameter that is there twice', () => Nix.pattern(['a', 'a'], 1), /«a» is there twice/],
    ['a parameter that is the name of the whole', () => Nix.pattern(['a'], 1, { alias: 'a' }), /«a» is there twice/],
    ['a default for nobody', () => Nix.pattern(['a'], 1, { defaults: { b: 1 } }), /default for «b»/],
    ['an operator that does not exist', () => Nix.binary(1, '%', 2), /no operator «%»/],
    ['what cannot stand in a string', () => Nix.interpolate(['a', [1]]), /Part 2 .* «list»/],
    ['what no value can be, saying where', () => Nix.letIn({ a: { b: NaN } }, 1), /«a\.b» is NaN/],
    ['a lazy value that answers with itself', () => endless().toString(), /nested deeper/],
    ['a lazy value that holds itself', () => selfHolding().toString(), /nested deeper/],
  ];
  for (const [title, act, message] of refusals) it(`refuses ${title}`, () => assert.throws(act, { name: 'NixError', message }));

  it('does not take what every object inherits for a default', () => {
    assert.equal(code(Nix.pattern(['constructor'], 1)), '{ constructor }: 1');
  });
});

function endless(): Nix {
  const lazy: Nix = Nix.lazy({ produce: () => lazy });
  return lazy;
}

function selfHolding(): Nix {
  const lazy: Nix = Nix.lazy({ produce: () => ({ a: lazy }) });
  return lazy;
}
