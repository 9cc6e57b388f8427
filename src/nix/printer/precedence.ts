import type { BinaryOperator, NixNode } from '../node';
import { pathForm } from './literals';
import { isAtomicCode } from './raw';

/** Where an expression stands; the further down this list, the less may stand there without parentheses. */
export enum Position {
  /** Alone: a binding's value, a body, the inside of parentheses. */
  ALONE,
  /** An operand of an operator, or the function of a call. */
  OPERAND,
  /** An argument or a list item: blanks separate it from the next one. */
  ITEM,
  /** Before the dot of a selection. */
  TARGET,
}

type BinaryNode = Extract<NixNode, { kind: 'binary' }>;

/** Whether a node needs parentheses there. Mixed operators always get them: nobody should need to know how tightly each one binds. */
export function needsParens(node: NixNode, position: Position): boolean {
  if (position === Position.ALONE) return false;
  switch (node.kind) {
    case 'null':
    case 'bool':
    case 'name':
    case 'list':
    case 'attrs':
      return false;
    case 'int':
    case 'float':
      return node.value < 0 ? !isProduct(node) : position === Position.TARGET && !isProduct(node);
    case 'string':
    case 'indented':
      return position === Position.TARGET;
    case 'path':
      return position === Position.TARGET || pathForm(node.path).added !== '';
    case 'select':
      return node.fallback !== undefined;
    case 'call':
      return position >= Position.ITEM;
    case 'raw':
      return !isAtomicCode(node.code);
    default:
      return true;
  }
}

/** Numbers that have no literal are printed as a computation, with parentheses of their own. */
function isProduct(node: { readonly kind: 'int' | 'float'; readonly value: number | bigint }): boolean {
  return node.kind === 'int' ? node.value === -(2n ** 63n) : Math.abs(Number(node.value)) < 2 ** -1022 && node.value !== 0;
}

const ASSOCIATES_LEFT: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>(['&&', '||', '++', '//', '+', '-', '*', '/']);
const ASSOCIATES_RIGHT: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>(['&&', '||', '++', '//', '->']);

/** The operands of a chain of one operator: `a && b && c` has three, however it is nested. */
export function operandsOf(node: BinaryNode, force: (node: NixNode) => NixNode): NixNode[] {
  const operands: NixNode[] = [];
  const collect = (operand: NixNode, flattens: boolean): void => {
    const forced = force(operand);
    if (flattens && forced.kind === 'binary' && forced.operator === node.operator) gather(forced);
    else operands.push(forced);
  };
  const gather = ({ left, right, operator }: BinaryNode): void => {
    collect(left, ASSOCIATES_LEFT.has(operator));
    collect(right, ASSOCIATES_RIGHT.has(operator));
  };
  gather(node);
  return operands;
}

/** `!a && b` needs no parentheses around `!a`: that is how people write it. */
export function operandPosition(operand: NixNode, operator: BinaryOperator): Position {
  const bare = operand.kind === 'unary' && operand.operator === '!' && (operator === '&&' || operator === '||');
  return bare ? Position.ALONE : Position.OPERAND;
}
