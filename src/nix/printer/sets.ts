import { escapeKey, isIdentifier } from '../escape';
import type { AttrPath, Binding, NixNode } from '../node';
import { flat, flatPath } from './flat';
import { bare } from './force';
import { LIMIT, pad, width } from './line';
import { Position } from './precedence';
import type { Of } from './shape';
import { writeInterpolation } from './text';
import { writeValue } from './values';
import type { Writer } from './writer';

/** Up to three names stay on the line of their `inherit`. */
const INHERITED_IN_LINE = 3;

export function writeAttrs(w: Writer, node: Of<'attrs'>, level: number): void {
  w.checkDepth(level);
  if (node.bindings.length === 0) {
    w.out += node.recursive ? 'rec { }' : '{ }';
    return;
  }
  w.out += node.recursive ? 'rec {\n' : '{\n';
  writeBindings(w, node.bindings, level + 1);
  w.out += pad(level) + '}';
}

export function writeBindings(w: Writer, bindings: readonly Binding[], level: number): void {
  const indent = pad(level);
  for (let i = 0; i < bindings.length; i++) {
    const binding = bindings[i];
    if (binding.kind === 'inherit') {
      writeInherit(w, binding, level);
      continue;
    }
    const value = writeCommentsAbove(w, binding.value, level, i === 0);
    const head = flatPath(binding.path, w.forcing);
    w.out += indent;
    if (head === undefined) {
      writePath(w, binding.path, level);
      w.out += ' =';
      writeValue(w, value, level, LIMIT, false);
    } else {
      w.out += head + ' =';
      writeValue(w, value, level, width(head) + 2, isPlainHead(binding.path, head));
    }
    w.out += ';\n';
  }
}

function writeInherit(w: Writer, binding: Extract<Binding, { kind: 'inherit' }>, level: number): void {
  const source = binding.from === undefined ? '' : parenthesised(flat(binding.from, Position.ALONE, LIMIT, w.forcing));
  const names = binding.names.map(escapeKey);
  const line = `inherit ${source}${names.join(' ')};`;
  w.out += pad(level);
  if (names.length <= INHERITED_IN_LINE && source !== undefined && width(line) <= LIMIT) {
    w.out += line + '\n';
    return;
  }
  w.out += 'inherit';
  if (source !== undefined) w.out += ` ${source}`.trimEnd();
  else if (binding.from !== undefined) {
    w.newline(level + 1);
    w.parens(bare(binding.from, w.forcing), level + 1, 0);
  }
  for (const name of names) w.out += `\n${pad(level + 1)}${name}`;
  w.out += `\n${pad(level + 1)};\n`;
}

export function writeList(w: Writer, node: Of<'list'>, level: number): void {
  w.checkDepth(level);
  w.out += '[\n';
  for (let i = 0; i < node.items.length; i++) {
    const item = writeCommentsAbove(w, node.items[i], level + 1, i === 0);
    w.out += pad(level + 1);
    w.item(item, level + 1);
    w.out += '\n';
  }
  w.out += pad(level) + ']';
}

/** Writes the comments of a binding or a list item above it, and says what is below them. */
function writeCommentsAbove(w: Writer, node: NixNode, level: number, first: boolean): NixNode {
  let inner = w.forcing.force(node);
  for (let outermost = true; inner.kind === 'commented'; outermost = false) {
    if (inner.blankBefore && outermost && !first) w.out += '\n';
    writeComment(w, inner.comment, level);
    inner = w.forcing.force(inner.node);
  }
  return inner;
}

/** Comment lines. A line break in the text begins another one, and control characters become blanks, so that no text can end a comment. */
export function writeComment(w: Writer, lines: readonly string[], level: number): void {
  for (const text of lines) {
    const plain = CONTROL.test(text) ? text.split(/\r\n|[\n\r]/).map((line) => line.replace(CONTROLS, ' ')) : [text];
    for (const line of plain) w.out += `${pad(level)}# ${line}`.trimEnd() + '\n';
  }
}

const CONTROL = /\p{Cc}/u;
const CONTROLS = /\p{Cc}/gu;

export function writePath(w: Writer, path: AttrPath, level: number): void {
  for (let i = 0; i < path.length; i++) {
    const key = path[i];
    if (i > 0) w.out += '.';
    if (typeof key === 'string') w.out += escapeKey(key);
    else writeInterpolation(w, key, level, LIMIT);
  }
}

const parenthesised = (source: string | undefined): string | undefined => (source === undefined ? undefined : `(${source}) `);

/** A path of at most four keys, none of them quoted: its value does not move to the next line just because it is long. */
function isPlainHead(path: AttrPath, head: string): boolean {
  if (path.length === 1) return path[0] === head;
  return path.length <= 4 && path.every((key) => typeof key === 'string' && isIdentifier(key));
}
