import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Nix, NODE, printExpression, sameNode } from '../../src/nix';
import { expression } from './arbitrary';

const same = (a: unknown, b: unknown): boolean => sameNode(Nix.of(a)[NODE], Nix.of(b)[NODE]);

describe('two expressions', () => {
  it('are the same when they say the same', () => {
    assert.ok(same({ a: 1, b: [2n] }, { b: [2], a: 1 }));
    assert.ok(same('ab\n', Nix.indented(['a', 'b\n'])));
    assert.ok(same(Nix.lazy({ produce: () => [1] }), [1]));
    assert.ok(same(Nix.inherit([{ names: ['a', 'b'] }]), Nix.inherit([{ names: ['b', 'a'] }])));
  });

  it('are different when they do not', () => {
    assert.ok(!same(1, 1.5));
    assert.ok(!same(1, '1'));
    assert.ok(!same(null, 'null'));
    assert.ok(!same([1, 2], [2, 1]));
    assert.ok(!same({ 'a.b': 1 }, { a: { b: 1 } }));
    assert.ok(!same(Nix.name('a'), 'a'));
    assert.ok(!same(Nix.name('a'), Nix.raw('a')));
    assert.ok(!same(Nix.interpolate([Nix.name('a')]), '${a}'));
    assert.ok(!same(Nix.rec({ a: 1 }), { a: 1 }));
    assert.ok(!same(Nix.attr(Nix.name('a'), 'b'), Nix.attr(Nix.name('a'), 'b', 1)));
  });

  it('that are the same print the same, but for order', () => {
    fc.assert(
      fc.property(expression, (node) => {
        assert.ok(sameNode(node, structuredClone(node)));
        assert.ok(!sameNode(node, { kind: 'list', items: [node] }));
        assert.equal(printExpression(node), printExpression(structuredClone(node)));
      }),
      { numRuns: 100 },
    );
  });
});
