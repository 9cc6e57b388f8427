import assert from 'node:assert/strict';
import fc from 'fast-check';
import { App, Stack } from '../../src/core';
import { orderStacks } from '../../src/core/dependencies';

/** A stack that only counts how often it is asked what it waits for. */
class Station extends Stack {
  public asked = 0;

  public override get dependencies(): Stack[] {
    this.asked += 1;
    return super.dependencies;
  }

  public override _synthesize(): never {
    throw new Error('not for synthesis');
  }
}

function stations(count: number): Station[] {
  const app = new App();
  return Array.from({ length: count }, (_, index) => new Station(app, `s${index}`));
}

const names = (stacks: readonly Stack[]): string => stacks.map(({ stackName }) => stackName).join(' ');

function orderOf(stacks: readonly Stack[]): readonly Stack[] {
  const result = orderStacks(stacks);
  assert.ok('order' in result, 'a cycle was found');
  return result.order;
}

function cycleOf(stacks: readonly Stack[]): readonly Stack[] {
  const result = orderStacks(stacks);
  assert.ok('cycle' in result, 'no cycle was found');
  return result.cycle;
}

describe('orderStacks', () => {
  it('keeps the order of the program where nothing depends on anything', () => assert.equal(names(orderOf(stations(4))), 's0 s1 s2 s3'));

  it('puts a stack behind those it depends on, and leaves the rest in place', () => {
    const [a, b, c, d] = stations(4);
    a!.addDependency(d!);
    a!.addDependency(c!);
    assert.equal(names(orderOf([a!, b!, c!, d!])), 's3 s2 s0 s1');
  });

  it('does not mind a dependency that is added twice', () => {
    const [a, b] = stations(2);
    a!.addDependency(b!);
    a!.addDependency(b!);
    assert.equal(names(a!.dependencies), 's1');
    assert.equal(names(orderOf([a!, b!])), 's1 s0');
  });

  it('names the stacks of a cycle, and only these', () => {
    const [a, b, c, d] = stations(4);
    a!.addDependency(b!);
    b!.addDependency(c!);
    c!.addDependency(d!);
    d!.addDependency(b!);
    assert.equal(names(cycleOf([a!, b!, c!, d!])), 's1 s2 s3');
  });

  it('finds a stack that waits for itself', () => {
    const [a] = stations(1);
    a!.addDependency(a!);
    assert.equal(names(cycleOf([a!])), 's0');
  });

  it('is not confused by diamonds', () => {
    const [a, b, c, d] = stations(4);
    for (const middle of [b!, c!]) {
      a!.addDependency(middle);
      middle.addDependency(d!);
    }
    assert.equal(names(orderOf([a!, b!, c!, d!])), 's3 s1 s2 s0');
  });

  it('asks every stack once, however many ways lead to it', () => {
    const layers = 26;
    const all = stations(layers * 2); // 2^25 ways from the first layer to the last
    all.forEach((station, index) => {
      const next = (Math.floor(index / 2) + 1) * 2;
      for (const below of all.slice(next, next + 2)) station.addDependency(below);
    });
    const order = orderOf(all);
    assert.equal(new Set(order).size, all.length);
    assert.deepEqual(new Set(all.map(({ asked }) => asked)), new Set([1]));
  });

  it('takes 20,000 dependencies, in a net and in a chain that would overflow the call stack', () => {
    const net = stations(201);
    for (let i = 0; i < net.length; i++) for (let j = 0; j < i; j++) net[i]!.addDependency(net[j]!);
    assert.deepEqual(orderOf([...net].reverse()), net);
    const chain = stations(20_001);
    for (let i = 1; i < chain.length; i++) chain[i]!.addDependency(chain[i - 1]!);
    assert.deepEqual(orderOf([...chain].reverse()), chain);
    chain[0]!.addDependency(chain.at(-1)!);
    assert.equal(cycleOf(chain).length, chain.length);
  });

  const edges = (count: number): fc.Arbitrary<[number, number][]> =>
    fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: count * 3 });

  it('orders any graph without cycles', () => {
    fc.assert(
      fc.property(edges(12), fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }), (pairs, shuffled) => {
        const all = stations(12);
        for (const [i, j] of pairs) if (i !== j) all[Math.max(i, j)]!.addDependency(all[Math.min(i, j)]!);
        const order = orderOf(shuffled.map((index) => all[index]!));
        assert.equal(new Set(order).size, all.length);
        for (const station of all) for (const required of station.dependencies) assert.ok(order.indexOf(required) < order.indexOf(station));
      }),
    );
  });

  it('reports a real cycle wherever there is one, and none elsewhere', () => {
    fc.assert(
      fc.property(edges(8), (pairs) => {
        const all = stations(8);
        for (const [i, j] of pairs) all[i]!.addDependency(all[j]!);
        const result = orderStacks(all);
        if ('order' in result) {
          for (const [i, j] of pairs) assert.ok(result.order.indexOf(all[j]!) < result.order.indexOf(all[i]!));
          return;
        }
        const { cycle } = result;
        assert.ok(cycle.length > 0 && new Set(cycle).size === cycle.length);
        cycle.forEach((stack, index) => assert.ok(stack.dependencies.includes(cycle[(index + 1) % cycle.length]!)));
      }),
    );
  });
});
