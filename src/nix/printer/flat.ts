import { escapeIndented, escapeKey, escapeText } from '../escape';
import type { AttrKey, AttrPath, NixNode, Parameter, StringPart } from '../node';
import { bare } from './force';
import type { Forcing } from './force';
import { LIMIT, width } from './line';
import { printFloat, printInt, printPath } from './literals';
import { needsParens, operandPosition, operandsOf, Position } from './precedence';
import { isOneLine } from './raw';
import { isBlockString, isOneLineIndented, joinParts } from './strings';

/** No limit: for what never breaks, however long. */
export const ENDLESS = Infinity;

/**
 * An expression in one line of at most `room` characters; `undefined` when it does not fit, or may not stand in one line (sets with
 * bindings, lists of two or more, `let`, strings of several lines). The search ends where the room does, so that its cost is bounded.
 */
export function flat(node: NixNode, position: Position, room: number, forcing: Forcing): string | undefined {
  if (node.kind === 'commented') return undefined;
  const inner = forcing.force(node);
  if (!needsParens(inner, position)) return flatBare(inner, room, forcing);
  const text = flatBare(inner, room - 2, forcing);
  return text === undefined ? undefined : `(${text})`;
}

function flatBare(node: NixNode, room: number, forcing: Forcing): string | undefined {
  if (room < 1) return undefined;
  switch (node.kind) {
    case 'null':
      return fitting('null', room);
    case 'bool':
      return fitting(node.value ? 'true' : 'false', room);
    case 'int':
      return fitting(printInt(node.value), room);
    case 'float':
      return fitting(printFloat(node.value), room);
    case 'string':
    case 'indented':
      return fittingOrNone(flatString(node, forcing), room);
    case 'path':
      return fitting(printPath(node.path), room);
    case 'name':
      return fitting(node.name, room);
    case 'raw':
      return isOneLine(node.code) ? fitting(node.code.trim(), room) : undefined;
    case 'list':
      return flatList(node.items, room, forcing);
    case 'attrs':
      if (node.bindings.length > 0) return undefined;
      return fitting(node.recursive ? 'rec { }' : '{ }', room);
    case 'select':
      return flatSelect(node, room, forcing);
    case 'has':
      return sequence([node.target, ' ? ', flatPath(node.path, forcing)], Position.ITEM, room, forcing);
    case 'call':
      return flatCall(node, room, forcing);
    case 'lambda':
      return flatLambda(node, room, forcing);
    case 'with':
      return sequence(['with ', node.scope, '; ', node.body], Position.ALONE, room, forcing);
    case 'if':
      if (bare(node.no, forcing).kind === 'if') return undefined;
      return sequence(['if ', node.condition, ' then ', node.yes, ' else ', node.no], Position.ALONE, room, forcing);
    case 'unary':
      return sequence([node.operator, node.operand], Position.OPERAND, room, forcing);
    case 'binary':
      return flatBinary(node, room, forcing);
    default:
      return undefined;
  }
}

const fitting = (text: string, room: number): string | undefined => (width(text) <= room ? text : undefined);
const fittingOrNone = (text: string | undefined, room: number): string | undefined =>
  text === undefined ? undefined : fitting(text, room);

/** Texts and nodes one after the other. */
function sequence(
  parts: readonly (string | NixNode | undefined)[],
  position: Position,
  room: number,
  forcing: Forcing,
): string | undefined {
  let text = '';
  let used = 0;
  for (const part of parts) {
    const piece = typeof part === 'object' ? flat(part, position, room - used, forcing) : part;
    if (piece === undefined) return undefined;
    text += piece;
    used += width(piece);
    if (used > room) return undefined;
  }
  return text;
}

function flatList(items: readonly NixNode[], room: number, forcing: Forcing): string | undefined {
  if (items.length === 0) return fitting('[ ]', room);
  return items.length === 1 ? sequence(['[ ', items[0], ' ]'], Position.ITEM, room, forcing) : undefined;
}

function flatSelect(node: Extract<NixNode, { kind: 'select' }>, room: number, forcing: Forcing): string | undefined {
  const target = flat(node.target, Position.TARGET, room, forcing);
  const head = target === undefined ? undefined : sequence([`${target}.`, flatPath(node.path, forcing)], Position.ITEM, room, forcing);
  if (head === undefined || node.fallback === undefined) return head;
  return sequence([head, ' or ', node.fallback], Position.ITEM, room, forcing);
}

function flatCall(node: Extract<NixNode, { kind: 'call' }>, room: number, forcing: Forcing): string | undefined {
  let text = flat(node.callee, Position.OPERAND, room, forcing);
  for (let i = 0; text !== undefined && i < node.args.length; i++) {
    const arg = flat(node.args[i], Position.ITEM, room - width(text) - 1, forcing);
    text = arg === undefined ? undefined : `${text} ${arg}`;
  }
  return text;
}

/** Functions of three and more single parameters always take several lines. */
function flatLambda(node: Extract<NixNode, { kind: 'lambda' }>, room: number, forcing: Forcing): string | undefined {
  let head = '';
  let singles = 0;
  let body: NixNode = node;
  while (body.kind === 'lambda') {
    const { parameter } = body;
    singles = parameter.kind === 'single' ? singles + 1 : 0;
    const text: string | undefined = parameter.kind === 'single' ? parameter.name : flatPattern(parameter);
    if (text === undefined || singles > 2) return undefined;
    head += `${text}: `;
    body = bare(body.body, forcing);
  }
  return sequence([head, body], Position.ALONE, room, forcing);
}

/** Up to two names without defaults stay on one line. */
const FORMALS_IN_LINE = 2;

/** A pattern in one line; `undefined` when it has one name a line. */
export function flatPattern({ formals, ellipsis, alias }: Extract<Parameter, { kind: 'pattern' }>): string | undefined {
  if (formals.length > FORMALS_IN_LINE || formals.some(({ fallback }) => fallback !== undefined)) return undefined;
  const names = formals.map(({ name }) => name);
  if (ellipsis) names.push('...');
  const text = `${alias === undefined ? '' : `${alias}@`}{ ${names.join(', ')}${names.length === 0 ? '' : ' '}}`;
  return fitting(text, LIMIT - 1);
}

function flatBinary(node: Extract<NixNode, { kind: 'binary' }>, room: number, forcing: Forcing): string | undefined {
  let text: string | undefined;
  for (const operand of operandsOf(node, forcing.force)) {
    const used: number = text === undefined ? 0 : width(text) + node.operator.length + 2;
    const piece = flat(operand, operandPosition(operand, node.operator), room - used, forcing);
    if (piece === undefined) return undefined;
    text = text === undefined ? piece : `${text} ${node.operator} ${piece}`;
  }
  return text;
}

// Strings and keys -----------------------------------------------------------------------------------------------------------------

/** A string that has one text and stands in one line, however long: it looks the same everywhere. `undefined` for everything else. */
export function flatText(node: NixNode): string | undefined {
  if (node.kind !== 'string') return undefined;
  const [text, more] = node.parts;
  return typeof text === 'string' && more === undefined && !isBlockString(node) ? `"${escapeText(text, 'quotes')}"` : undefined;
}

/** A string in one line, of whatever length; `undefined` when it stands in several lines. */
export function flatString(node: Extract<NixNode, { kind: 'string' | 'indented' }>, forcing: Forcing): string | undefined {
  const { parts } = node;
  if (isBlockString(node)) return undefined;
  const indented = isOneLineIndented(node);
  const text = flatParts(joinParts(parts), indented ? escapeIndented : escapeText, forcing);
  if (text === undefined) return undefined;
  return indented ? `''${text}''` : `"${text}"`;
}

function flatParts(parts: readonly StringPart[], escape: typeof escapeText, forcing: Forcing): string | undefined {
  let text = '';
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (typeof part === 'string') {
      text += escape(part, i + 1 < parts.length ? 'interpolation' : 'quotes');
    } else {
      const inner = flat(part, Position.ALONE, ENDLESS, forcing);
      if (inner === undefined) return undefined;
      text += `\${${inner}}`;
    }
  }
  return text;
}

/** An attribute path in one line; `undefined` when an interpolated key takes several. */
export function flatPath(path: AttrPath, forcing: Forcing): string | undefined {
  let text = flatKey(path[0], forcing);
  for (let i = 1; i < path.length && text !== undefined; i++) {
    const key = flatKey(path[i], forcing);
    text = key === undefined ? undefined : `${text}.${key}`;
  }
  return text;
}

function flatKey(key: AttrKey, forcing: Forcing): string | undefined {
  if (typeof key === 'string') return escapeKey(key);
  const inner = flat(key, Position.ALONE, ENDLESS, forcing);
  return inner === undefined ? undefined : `\${${inner}}`;
}
