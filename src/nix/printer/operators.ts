import type { BinaryOperator, NixNode } from '../node';
import { ENDLESS, flat } from './flat';
import { bare } from './force';
import { LIMIT, width } from './line';
import { operandPosition, operandsOf, Position } from './precedence';
import { writePath } from './sets';
import type { Of } from './shape';
import { isSimple, openerWidth, opensInPlace, uncurried } from './shape';
import { flatWidth } from './widths';
import type { Writer } from './writer';

/** Operators that extend what is on their left; a set or a list on their right opens on the line. */
const JOINING: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>(['//', '++', '+']);

const COMPARISONS: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>(['==', '!=', '<', '<=', '>', '>=']);

/** One operand a line, the operator first. */
export function writeBinary(w: Writer, node: Of<'binary'>, level: number, used: number, tail: number): void {
  const operands = operandsOf(node, w.forcing.force);
  if (COMPARISONS.has(node.operator)) return writeComparison(w, node, level, used, tail);
  operands.forEach((operand, i) => {
    const last = i === operands.length - 1;
    if (i > 0) {
      w.newline(level);
      w.out += `${node.operator} `;
    }
    w.operand(operand, operandPosition(operand, node.operator), level, i === 0 ? used : node.operator.length + 1, last ? tail : 0);
  });
}

/** The operator of a comparison moves to the next line only when what follows does not begin beside it. */
function writeComparison(w: Writer, node: Of<'binary'>, level: number, used: number, tail: number): void {
  const left = flatWidth(node.left, w.forcing);
  const right = bare(node.right, w.forcing);
  const room = LIMIT - (left === Infinity ? 1 : used + left) - node.operator.length - 2;
  const begins = opensInPlace(right) ? openerWidth(right) <= room : flat(right, Position.OPERAND, room - tail, w.forcing) !== undefined;
  w.operand(node.left, Position.OPERAND, level, used, 0);
  if (begins) w.out += ' ';
  else w.newline(level);
  w.out += `${node.operator} `;
  w.operand(right, Position.OPERAND, level, begins ? LIMIT - room : node.operator.length + 1, tail);
}

/** Whether a value that does not fit begins on the line of its key: `x // {`, or `[` where a literal list is extended. */
export function beginsBeside(w: Writer, node: Of<'binary'>, used: number): boolean {
  return (JOINING.has(node.operator) && opensInPlace(bare(node.left, w.forcing))) || joins(w, node, used);
}

/** `x // {`: a value that extends another one with a set or a list on its right. */
export function writeJoined(w: Writer, node: Of<'binary'>, level: number): void {
  w.out += `${flat(node.left, Position.OPERAND, ENDLESS, w.forcing)} ${node.operator} `;
  w.broken(bare(node.right, w.forcing), level, 0, 0);
}

export function joins(w: Writer, node: Of<'binary'>, used: number): boolean {
  if (!JOINING.has(node.operator)) return false;
  const right = bare(node.right, w.forcing);
  if (!opensInPlace(right) || operandsOf(node, w.forcing.force).length > 2) return false;
  const left = flat(node.left, Position.OPERAND, LIMIT - used, w.forcing);
  return left !== undefined && used + width(left) + node.operator.length + 2 + openerWidth(right) <= LIMIT;
}

export function writeSelect(w: Writer, node: Of<'select'>, level: number, used: number, tail: number): void {
  const head = flat(withoutFallback(node), Position.ALONE, LIMIT - used, w.forcing);
  if (head === undefined) {
    w.operand(node.target, Position.TARGET, level, used, 0);
    w.out += '.';
    writePath(w, node.path, level);
  } else {
    w.out += head;
  }
  if (node.fallback === undefined) return;
  const fallback = bare(node.fallback, w.forcing);
  const column = head === undefined ? LIMIT : used + width(head) + ' or '.length;
  const whole = flatWidth(fallback, w.forcing);
  const stiff = isSimple(fallback, w.forcing) && flat(fallback, Position.ITEM, ENDLESS, w.forcing) !== undefined;
  const begins = column + (stiff || whole + 'or '.length + tail <= LIMIT ? whole + tail : firstPiece(w, fallback)) <= LIMIT;
  if (begins) w.out += ' or ';
  else {
    w.newline(level + 1);
    w.out += 'or ';
  }
  w.operand(fallback, Position.ITEM, begins ? level : level + 1, begins ? column : 'or '.length, tail);
}

/** What of a fallback that is broken stands on its first line at least: its opener, or a call in parentheses up to the last argument. */
function firstPiece(w: Writer, fallback: NixNode): number {
  if (fallback.kind !== 'call') return openerWidth(fallback);
  const { callee, args } = uncurried(fallback, w.forcing);
  const head = flat({ kind: 'call', callee, args: args.slice(0, -1) }, Position.ALONE, LIMIT, w.forcing);
  return 1 + (head === undefined ? 0 : width(head));
}

const withoutFallback = ({ kind, target, path }: Of<'select'>): NixNode => ({ kind, target, path });
