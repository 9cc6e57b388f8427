import type { Parameter } from '../node';
import { LIMIT, pad } from './line';
import type { Of } from './shape';
import { opensAfterHead, singleParameters } from './shape';
import { writeValue } from './values';
import type { Writer } from './writer';

/** Up to two names without defaults stay on the line of their pattern. */
const FORMALS_IN_LINE = 2;

export function writeLambda(w: Writer, node: Of<'lambda'>, level: number, used: number, tail: number): void {
  if (node.parameter.kind === 'pattern') {
    writePattern(w, node.parameter, level);
    w.out += ':';
    w.newline(level);
    return w.tailBody(node.body, level, tail);
  }
  const { names, body } = singleParameters(node, w.forcing);
  const head = `${names.join(': ')}:`;
  w.out += head;
  if (opensAfterHead(body, w.forcing)) {
    w.out += ' ';
    return w.opened(body, level, used + head.length + 1, tail);
  }
  w.newline(level);
  w.tailBody(body, level, tail);
}

function writePattern(w: Writer, parameter: Extract<Parameter, { kind: 'pattern' }>, level: number): void {
  const { formals, ellipsis, alias } = parameter;
  if (alias !== undefined) w.out += `${alias}@`;
  const names = ellipsis ? [...formals.map(({ name }) => name), '...'] : formals.map(({ name }) => name);
  const line = names.length === 0 ? '{ }' : `{ ${names.join(', ')} }`;
  const plain = formals.length <= FORMALS_IN_LINE && formals.every(({ fallback }) => fallback === undefined);
  if (plain && line.length + (alias?.length ?? 0) + 2 <= LIMIT) {
    w.out += line;
    return;
  }
  w.out += '{';
  for (const { name, fallback } of formals) {
    w.newline(level + 1);
    w.out += name;
    if (fallback !== undefined) {
      w.out += ' ?';
      writeValue(w, fallback, level + 1, name.length + 2, true);
    }
    w.out += ',';
  }
  if (ellipsis) w.out += `\n${pad(level + 1)}...`;
  w.newline(level);
  w.out += '}';
}
