import * as fc from 'fast-check';
import type { BinaryOperator, NixNode } from '../../src/nix';

/** An expression and what it computes, as JavaScript works it out from the same tree. */
export interface Computation {
  readonly node: NixNode;
  readonly value: number | boolean;
}

interface Numeric extends Computation {
  readonly value: number;
}

interface Logical extends Computation {
  readonly value: boolean;
}

const binary = (operator: BinaryOperator, left: NixNode, right: NixNode): NixNode => ({ kind: 'binary', operator, left, right });

const ARITHMETIC: Readonly<Partial<Record<BinaryOperator, (a: number, b: number) => number>>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};
const COMPARING: Readonly<Partial<Record<BinaryOperator, (a: number, b: number) => boolean>>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};
const LOGICAL: Readonly<Partial<Record<BinaryOperator, (a: boolean, b: boolean) => boolean>>> = {
  '&&': (a, b) => a && b,
  '||': (a, b) => a || b,
  '->': (a, b) => !a || b,
  '==': (a, b) => a === b,
};

const trees = fc.letrec<{ number: Numeric; truth: Logical }>((tie) => ({
  number: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.integer({ min: -9, max: 9 }).map((value): Numeric => ({ node: { kind: 'int', value }, value })),
    apply(ARITHMETIC, tie('number')),
    tie('number').map(({ node, value }): Numeric => ({ node: { kind: 'unary', operator: '-', operand: node }, value: 0 - value })),
    choice(tie('truth'), tie('number')),
    tie('number').map((inner): Numeric => ({ ...inner, node: select(inner.node) })),
    fc.tuple(tie('number'), tie('number')).map(([body, arg]): Numeric => ({
      // (x: x + body) arg
      node: {
        kind: 'call',
        callee: { kind: 'lambda', parameter: { kind: 'single', name: 'x' }, body: binary('+', { kind: 'name', name: 'x' }, body.node) },
        args: [arg.node],
      },
      value: arg.value + body.value,
    })),
    tie('number').map(({ node, value }): Numeric => ({
      node: { kind: 'let', bindings: [{ kind: 'bind', path: ['y'], value: node }], body: { kind: 'name', name: 'y' } },
      value,
    })),
  ),
  truth: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.boolean().map((value): Logical => ({ node: { kind: 'bool', value }, value })),
    apply(COMPARING, tie('number')),
    apply(LOGICAL, tie('truth')),
    tie('truth').map(({ node, value }): Logical => ({ node: { kind: 'unary', operator: '!', operand: node }, value: !value })),
    choice(tie('truth'), tie('truth')),
    tie('truth').map((inner): Logical => ({ node: { kind: 'has', target: set(inner.node), path: ['v'] }, value: true })),
  ),
}));

/** Numbers and truth values computed with every operator, nested in every way. Products stay within what both languages hold exactly. */
export const computation: fc.Arbitrary<Computation> = fc
  .oneof<fc.Arbitrary<Computation>[]>(trees.number, trees.truth)
  .filter(({ value }) => typeof value === 'boolean' || Number.isSafeInteger(value))
  .map(({ node, value }) => ({ node, value: typeof value === 'number' ? value + 0 : value }));

function apply<In, Out>(
  operators: Readonly<Partial<Record<BinaryOperator, (a: In, b: In) => Out>>>,
  operand: fc.Arbitrary<{ readonly node: NixNode; readonly value: In }>,
): fc.Arbitrary<{ readonly node: NixNode; readonly value: Out }> {
  const known = Object.entries(operators) as [BinaryOperator, (a: In, b: In) => Out][];
  return fc
    .tuple(fc.constantFrom(...known), operand, operand)
    .map(([[operator, compute], a, b]) => ({ node: binary(operator, a.node, b.node), value: compute(a.value, b.value) }));
}

function choice<Value>(
  test: fc.Arbitrary<Logical>,
  branch: fc.Arbitrary<{ readonly node: NixNode; readonly value: Value }>,
): fc.Arbitrary<{ readonly node: NixNode; readonly value: Value }> {
  return fc.tuple(test, branch, branch).map(([condition, yes, no]) => ({
    node: { kind: 'if', condition: condition.node, yes: yes.node, no: no.node } as NixNode,
    value: condition.value ? yes.value : no.value,
  }));
}

const set = (value: NixNode): NixNode => ({ kind: 'attrs', recursive: false, bindings: [{ kind: 'bind', path: ['v'], value }] });
const select = (value: NixNode): NixNode => ({ kind: 'select', target: set(value), path: ['v'], fallback: { kind: 'null' } });
