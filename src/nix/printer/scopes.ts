import { flat } from './flat';
import { bare } from './force';
import { LIMIT, pad } from './line';
import { Position } from './precedence';
import { writeBindings } from './sets';
import type { Of } from './shape';
import { opensInPlace } from './shape';
import type { Writer } from './writer';

export function writeLet(w: Writer, node: Of<'let'>, level: number, tail: number): void {
  if (node.bindings.length === 0) return w.body(node.body, level, 0, tail);
  w.out += 'let\n';
  writeBindings(w, node.bindings, level + 1);
  w.out += pad(level) + 'in';
  w.newline(level);
  w.tailBody(node.body, level, tail);
}

export function writeWith(w: Writer, node: Of<'with'>, level: number, used: number, tail: number, hugs: boolean): void {
  w.out += 'with ';
  w.body(node.scope, level, used + 5, 1);
  w.out += ';';
  const body = bare(node.body, w.forcing);
  if (hugs && opensInPlace(body)) {
    w.out += ' ';
    return w.broken(body, level, 0, tail);
  }
  w.newline(level);
  w.tailBody(body, level, tail);
}

export function writeIf(w: Writer, node: Of<'if'>, level: number, used: number, tail: number): void {
  const condition = flat(node.condition, Position.ALONE, LIMIT - used - 'if  then'.length, w.forcing);
  if (condition !== undefined) w.out += `if ${condition} then`;
  else {
    w.out += 'if';
    w.newline(level + 1);
    w.body(node.condition, level + 1, 0, 0);
    w.newline(level);
    w.out += 'then';
  }
  w.newline(level + 1);
  w.body(node.yes, level + 1, 0, 0);
  w.newline(level);
  w.out += 'else';
  const no = bare(node.no, w.forcing);
  if (no.kind === 'if') {
    w.out += ' ';
    return writeIf(w, no, level, 'else '.length, tail);
  }
  w.newline(level + 1);
  w.body(no, level + 1, 0, tail);
}
