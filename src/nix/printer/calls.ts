import type { NixNode } from '../node';
import { ENDLESS, flat } from './flat';
import { bare } from './force';
import { LIMIT, width } from './line';
import { needsParens, Position } from './precedence';
import type { Of } from './shape';
import { hugsParens, isSimple, isSimpleCall, openerWidth, opensAfterHead, opensInPlace, uncurried } from './shape';
import { flatWidth, headWidth } from './widths';
import type { Writer } from './writer';

/**
 * A call that does not fit: one argument opens in place (`lib.mkIf x {`) and the others stay beside it; failing that, every argument
 * that does not fit beside the function gets a line of its own.
 */
export function writeCall(w: Writer, node: Of<'call'>, level: number, used: number, tail: number, inParens: boolean): void {
  const { callee, args } = uncurried(node, w.forcing);
  const opening = openingArgument(w, node, used, tail);
  if (opening === undefined) {
    if (isSimpleCall(node, w.forcing)) writeSimpleCall(w, callee, args, level);
    else writeSpread(w, node, level, used, tail, inParens);
    return;
  }
  w.out += flat(callee, Position.OPERAND, ENDLESS, w.forcing);
  args.forEach((arg, i) => {
    w.out += ' ';
    if (i !== opening) w.out += flat(arg, Position.ITEM, ENDLESS, w.forcing);
    else writeOpening(w, bare(arg, w.forcing), level, i === args.length - 1);
  });
}

/** Stays beside its function, however long; only a last argument in parentheses may open them. */
function writeSimpleCall(w: Writer, callee: NixNode, args: readonly NixNode[], level: number): void {
  w.out += flat(callee, Position.OPERAND, ENDLESS, w.forcing);
  args.forEach((arg, i) => {
    const inner = bare(arg, w.forcing);
    const opens = i === args.length - 1 && (opensInPlace(inner) || needsParens(inner, Position.ITEM));
    w.out += ' ';
    if (opens) writeOpening(w, inner, level, true);
    else w.out += flat(inner, Position.ITEM, ENDLESS, w.forcing);
  });
}

/** Which argument opens in place: the last one that can, if all others fit on the lines of its opener and its closer. */
export function openingArgument(w: Writer, node: Of<'call'>, used: number, tail: number): number | undefined {
  const { callee, args } = uncurried(node, w.forcing);
  const inner = args.map((arg) => bare(arg, w.forcing));
  const last = inner.length - 1;
  if (last > 0 && inner[last].kind === 'list' && inner[last - 1].kind === 'list') return undefined;
  const head = flat(callee, Position.OPERAND, LIMIT - used, w.forcing);
  if (head === undefined) return undefined;
  const widths = inner.map((arg) => flatWidth(arg, w.forcing));
  const sum = (from: number, to: number): number => widths.slice(from, to).reduce((total, one) => total + one + 1, 0);
  const first = isSimpleCall(node, w.forcing) ? last : 0;
  for (let i = last; i >= first; i--) {
    const opensParens = needsParens(inner[i], Position.ITEM) && (i === last || !isSimple(inner[i], w.forcing));
    if (!opensInPlace(inner[i]) && !opensParens) continue;
    const before = used + width(head) + sum(0, i) + 1 + argumentOpener(w, inner[i], i === last);
    const after = 1 + sum(i + 1, inner.length) + tail;
    if (before <= LIMIT && after <= LIMIT) return i;
  }
  return undefined;
}

function argumentOpener(w: Writer, arg: NixNode, last: boolean): number {
  if (opensInPlace(arg)) return openerWidth(arg);
  if (arg.kind === 'lambda' && (last ? hugsParens(arg, w.forcing) : opensAfterHead(arg, w.forcing))) return 1 + headWidth(arg, w.forcing);
  if (last && arg.kind === 'call' && hugsParens(arg, w.forcing)) {
    return 2 + flatWidth(arg.callee, w.forcing) + openerWidth(bare(arg.args[0], w.forcing));
  }
  return 1;
}

function writeOpening(w: Writer, arg: NixNode, level: number, last: boolean): void {
  if (opensInPlace(arg)) return w.broken(arg, level, 0, 0);
  if (!last) return w.parens(arg, level, 0);
  w.out += '(';
  if (hugsParens(arg, w.forcing)) w.broken(arg, level, 0, 1);
  else w.inParens(arg, level);
  w.out += ')';
}

export function writeSpread(w: Writer, node: Of<'call'>, level: number, used: number, tail: number, inParens: boolean): void {
  const { callee, args } = uncurried(node, w.forcing);
  let text = flat(callee, Position.OPERAND, LIMIT - used, w.forcing);
  let placed = 0;
  if (text === undefined) {
    w.operand(callee, Position.OPERAND, level, used, 0);
  } else {
    while (placed < args.length - 1) {
      const arg: string | undefined = flat(args[placed], Position.ITEM, LIMIT - used - width(text) - 1, w.forcing);
      if (arg === undefined) break;
      text += ` ${arg}`;
      placed++;
    }
    w.out += text;
  }
  for (; placed < args.length; placed++) {
    w.newline(level + 1);
    const last = placed === args.length - 1;
    writeArgument(w, bare(args[placed], w.forcing), level + 1, last, last && !inParens ? tail : 0);
  }
  if (inParens) w.newline(level);
}

/** An argument on a line of its own. */
function writeArgument(w: Writer, arg: NixNode, level: number, last: boolean, tail: number): void {
  const text = flat(arg, Position.ITEM, LIMIT - tail, w.forcing);
  if (text !== undefined) w.out += text;
  else if (needsParens(arg, Position.ITEM)) writeOpening(w, arg, level, last);
  else w.broken(arg, level, 0, 0);
}
