import assert from 'node:assert/strict';
import { contentOf, definitionsIn, isConditional, Nix, NODE, printExpression, priorityOf } from '../../src/nix';

const node = (value: unknown): (typeof Nix.prototype)[typeof NODE] => Nix.of(value)[NODE];
const cfg = Nix.name('cfg');

describe('the words of the module system', () => {
  const priorities: readonly [unknown, number][] = [
    [1, 100],
    [Nix.mkForce(1), 50],
    [Nix.mkDefault(1), 1000],
    [Nix.call(Nix.lib('mkOptionDefault'), 1), 1500],
    [Nix.call(Nix.lib('modules.mkVMOverride'), 1), 10],
    [Nix.mkOverride(7, 1), 7],
    [Nix.mkIf(cfg, Nix.mkForce(1)), 50],
    [Nix.mkForce(Nix.mkDefault(1)), 50],
    [Nix.mkMerge([Nix.mkDefault(1), Nix.mkForce(2)]), 50],
    [Nix.mkMerge([]), 100],
    [Nix.lazy({ produce: () => Nix.mkForce(1) }), 50],
    [Nix.call(Nix.attr(Nix.name('other'), 'mkForce'), 1), 100],
    [Nix.call(Nix.lib('mkOverride'), cfg, 1), 100],
    [Nix.lib('mkForce'), 100],
  ];
  for (const [value, priority] of priorities) {
    it(`give ${Nix.of(value).toString().replaceAll('\n', '⏎')} the priority ${priority}`, () =>
      assert.equal(priorityOf(node(value)), priority));
  }

  it('give lists their order', () => {
    const orders = [1, Nix.mkBefore(1), Nix.mkAfter(1), Nix.mkOrder(7, 1)].map((value) => definitionsIn(node(value))[0].order);
    assert.deepEqual(orders, [1000, 500, 1500, 7]);
  });

  it('come off the content', () => {
    assert.equal(printExpression(contentOf(node(Nix.mkForce(Nix.mkIf(cfg, Nix.mkBefore(['a'])))))), '[ "a" ]');
    assert.equal(printExpression(contentOf(node(Nix.mkMerge([1, 2])))), 'lib.mkMerge [\n  1\n  2\n]');
  });

  it('make one value several definitions', () => {
    const definitions = definitionsIn(node(Nix.mkIf(cfg, Nix.mkMerge([1, Nix.mkForce(2)]))));
    assert.deepEqual(
      definitions.map(({ content, priority, conditional }) => [printExpression(content), priority, conditional]),
      [
        ['1', 100, true],
        ['2', 50, true],
      ],
    );
  });

  it('tell what counts only under a condition', () => {
    assert.equal(isConditional(node(Nix.mkMerge([1, Nix.mkIf(cfg, 2)]))), true);
    assert.equal(isConditional(node(Nix.mkForce(Nix.ifElse(cfg, 1, 2)))), false);
  });
});
