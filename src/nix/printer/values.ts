import type { NixNode } from '../node';
import { openingArgument, writeSpread } from './calls';
import { flat } from './flat';
import { bare } from './force';
import { LIMIT } from './line';
import { beginsBeside, joins, writeJoined } from './operators';
import { Position } from './precedence';
import { writeAttrs } from './sets';
import { isSimpleCall, openerWidth, opensAfterHead, opensInPlace } from './shape';
import { headWidth } from './widths';
import type { Writer } from './writer';

/** The value of a binding or of a default, behind `=` or `?`: on the same line or on the next one. */
export function writeValue(w: Writer, node: NixNode, level: number, used: number, plainHead: boolean): void {
  const inner = bare(node, w.forcing);
  switch (inner.kind) {
    case 'bool':
      w.out += inner.value ? ' true' : ' false';
      return;
    case 'string':
    case 'indented':
    case 'path':
      if (plainHead || opensInPlace(inner)) {
        w.out += ' ';
        w.body(inner, level, used + 1, 1);
        return;
      }
      break;
    case 'attrs':
      if (inner.bindings.length > 0 && (plainHead || used + 1 + openerWidth(inner) <= LIMIT)) {
        w.out += ' ';
        writeAttrs(w, inner, level);
        return;
      }
      break;
    default:
  }
  const text = flat(inner, Position.ALONE, LIMIT - used - 2, w.forcing);
  if (text !== undefined) w.out += ` ${text}`;
  else if (beginsHere(w, inner, used, plainHead)) {
    w.out += ' ';
    if (inner.kind === 'binary' && joins(w, inner, used + 1)) writeJoined(w, inner, level);
    else w.opened(inner, level, used + 1, 1);
  } else {
    w.newline(level + 1);
    if (inner.kind === 'call' && !isSimpleCall(inner, w.forcing)) writeSpread(w, inner, level + 1, 0, 1, false);
    else w.body(inner, level + 1, 0, 1);
  }
}

/** Whether a value that does not fit on one line still begins on the line of its key. */
function beginsHere(w: Writer, node: NixNode, used: number, plainHead: boolean): boolean {
  if (opensAfterHead(node, w.forcing)) return plainHead || used + 1 + headWidth(node, w.forcing) <= LIMIT;
  switch (node.kind) {
    case 'call':
      return openingArgument(w, node, used + 1, 1) !== undefined || (plainHead && isSimpleCall(node, w.forcing));
    case 'binary':
      return beginsBeside(w, node, used + 1);
    case 'raw':
      return /[[({]$|''$/.test(node.code.split('\n', 1)[0]) && !node.code.includes('#');
    default:
      return false;
  }
}
