import assert from 'node:assert/strict';
import { freeNames, Nix, NODE } from '../../src/nix';

const free = (value: unknown): string[] => [...freeNames(Nix.of(value)[NODE])].sort();
const [a, b, c] = ['a', 'b', 'c'].map((name) => Nix.name(name));

describe('the names an expression takes from outside', () => {
  const cases: readonly [string, unknown, string[]][] = [
    ['are none for data', { a: 'lib.${pkgs}', pkgs: [1] }, []],
    ['are those in every corner', { x: [Nix.mkIf(a, Nix.attr(b, 'x.y', c))] }, ['a', 'b', 'c', 'lib']],
    ['are those in strings', Nix.interpolate(['a', b]), ['b']],
    ['are not the parameters', Nix.fn('a', Nix.call(a, b)), ['b']],
    [
      'are not those of a pattern, which its defaults see too',
      Nix.pattern(['a', 'b'], [a, b, c, Nix.name('all')], { defaults: { b: a }, alias: 'all' }),
      ['c'],
    ],
    ['are not those of let', Nix.letIn({ a: b, b: 1 }, [a, c]), ['c']],
    ['are not those of a recursive set', Nix.rec({ a: b, b: c }), ['c']],
    ['are those of an ordinary set', { a: b, b: 1 }, ['b']],
    ['are those that are inherited', Nix.inherit([{ names: ['a'] }, { source: b, names: ['c'] }]), ['a', 'b']],
    ['are those in the body of with', Nix.withScope(Nix.name('pkgs'), [a]), ['a', 'pkgs']],
    ['are those of lazy values', [Nix.lazy({ produce: () => a })], ['a']],
    ['end with their scope', [Nix.fn('a', a), a], ['a']],
    [
      'are those of conditions and operators',
      Nix.assertThat(a, Nix.ifElse(Nix.logicalNot(b), Nix.binary(c, '+', 1), Nix.has(Nix.name('d'), 'e'))),
      ['a', 'b', 'c', 'd'],
    ],
  ];
  for (const [title, value, names] of cases) it(title, () => assert.deepEqual(free(value), names));

  describe('of raw code', () => {
    const raw: readonly [string, string[]][] = [
      ['lib.mkIf config.x pkgs.ardour', ['config', 'lib', 'pkgs']],
      ['"text ${a} \\${b} $${c} ${"${d}"}"', ['a', 'd']],
      ["''text ${a} ''${b} ''' ''\\${c} ${d}''", ['a', 'd']],
      ['a # b\n/* c */ d', ['a', 'd']],
      ['./b/c + a//d', ['a', 'd']],
      ['{ inherit a; }.x or b', ['a', 'b']],
      ['"${ { x = a; }.x }${b}" c', ['a', 'b', 'c', 'x']],
      ['if a then 1.5e3 else b', ['a', 'b']],
      ['"open ${a', ['a']],
    ];
    for (const [text, names] of raw) it(`are found in ${text.replaceAll('\n', '⏎')}`, () => assert.deepEqual(free(Nix.raw(text)), names));
  });
});
