import type { Follower } from '../escape';
import { escapeIndented, escapeText } from '../escape';
import type { NixNode, StringPart } from '../node';
import { ENDLESS, flat } from './flat';
import { LIMIT, pad, width } from './line';
import { Position } from './precedence';
import { indentCode, isOneLine } from './raw';
import type { Of } from './shape';
import { isSimple } from './shape';
import type { StringNode } from './strings';
import { isBlockString, isOneLineIndented, joinParts } from './strings';
import type { Writer } from './writer';

/** An interpolation up to this width is never spread over lines. */
const SHORT_INTERPOLATION = 30;

export function writeString(w: Writer, node: StringNode, level: number, used: number): void {
  const parts = joinParts(node.parts);
  if (!isBlockString(node)) {
    const [quotes, escape] = isOneLineIndented(node) ? ["''", escapeIndented] : ['"', escapeText];
    w.out += quotes;
    writeLine(w, parts, level, used + quotes.length, escape, 'quotes');
    w.out += quotes;
    return;
  }
  w.out += "''";
  const lines = linesOf(parts);
  lines.forEach((line, i) => {
    w.out += '\n';
    if (line.length === 0) return;
    w.out += pad(level + 1);
    writeLine(w, line, level + 1, 0, escapeIndented, i === lines.length - 1 ? 'quotes' : 'newline');
  });
  if (lines[lines.length - 1].length === 0) w.out += pad(level);
  w.out += "''";
}

/** One line of a string; an interpolation that is long and does not fit is spread over lines of its own. */
function writeLine(w: Writer, parts: readonly StringPart[], level: number, used: number, escape: typeof escapeText, end: Follower): void {
  let column = used;
  parts.forEach((part, i) => {
    const before = w.out.length;
    if (typeof part === 'string') w.out += escape(part, i + 1 < parts.length ? 'interpolation' : end);
    else writeInterpolation(w, part, level, column);
    column += w.out.length - before;
  });
}

export function writeInterpolation(w: Writer, node: NixNode, level: number, used: number): void {
  const text = flat(node, Position.ALONE, ENDLESS, w.forcing);
  const stays = text !== undefined && (width(text) <= SHORT_INTERPOLATION || isSimple(node, w.forcing) || used + width(text) + 3 <= LIMIT);
  w.out += '${';
  if (stays) w.out += text;
  else w.inParens(node, level);
  w.out += '}';
}

export function writeRaw(w: Writer, node: Of<'raw'>, level: number): void {
  const code = node.code.trim();
  if (isOneLine(code)) w.out += code;
  else if (!code.includes('#')) w.out += indentCode(code, level);
  else w.out += `(\n${pad(level + 1)}${indentCode(code, level + 1)}\n${pad(level)})`; // a comment at the end must not swallow what follows
}

function linesOf(parts: readonly StringPart[]): StringPart[][] {
  const lines: StringPart[][] = [[]];
  for (const part of parts) {
    if (typeof part !== 'string') {
      lines[lines.length - 1].push(part);
      continue;
    }
    part.split('\n').forEach((text, i) => {
      if (i > 0) lines.push([]);
      if (text !== '') lines[lines.length - 1].push(text);
    });
  }
  return lines;
}
