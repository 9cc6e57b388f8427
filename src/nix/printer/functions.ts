import type { Parameter } from '../node';
import { flatPattern } from './flat';
import { pad } from './line';
import type { Of } from './shape';
import { opensAfterHead, singleParameters } from './shape';
import { writeValue } from './values';
import type { Writer } from './writer';

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
  const line = flatPattern(parameter);
  if (line !== undefined) {
    w.out += line;
    return;
  }
  const { formals, ellipsis, alias } = parameter;
  if (alias !== undefined) w.out += `${alias}@`;
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
