import { type NixError, reasons, refusedValue } from './errors';
import { escapeKey, textFault } from './escape';
import { NODE } from './node';
import type { Binding, NixNode } from './node';

/**
 * A JavaScript value as a node: the only door through which data of any type comes in.
 *
 * `null`, booleans, strings, arrays and plain objects become what they are called in Nix; keys keep their order, and keys whose value is
 * `undefined` are left out, as in JSON. A whole number is an integer (`-0` too), any other one a float. Whole numbers beyond 2^53 are
 * refused, because JavaScript has lost digits by then: a bigint of up to 64 bits says what is meant. A `Nix` passes as it is.
 *
 * @throws NixError with the path of the offender, such as `extraConfig.pipewire[2]."10-studio"`
 */
export function toNode(value: unknown): NixNode {
  try {
    return convert(value, 0);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw error.reason === TOO_DEEP ? deepOrCyclic(value) : refusedValue(formatWhere(error.where.reverse()), error.reason);
  }
}

/** Deeper than any configuration; a value that goes further holds itself, and finding that out is left to the slow path. */
const MAX_DEPTH = 500;
const TOO_DEEP = 'too deep';

/** Thrown where the offender is found; every level on the way out adds its key, so that the happy path builds no paths at all. */
class Refusal {
  public readonly where: (string | number)[] = [];
  public constructor(public readonly reason: string) {}

  public inside(key: string | number): this {
    this.where.push(key);
    return this;
  }
}

const NULL: NixNode = { kind: 'null' };
const TRUE: NixNode = { kind: 'bool', value: true };
const FALSE: NixNode = { kind: 'bool', value: false };

function convert(value: unknown, depth: number): NixNode {
  switch (typeof value) {
    case 'string':
      return { kind: 'string', parts: [checkText(value)] };
    case 'boolean':
      return value ? TRUE : FALSE;
    case 'number':
      return convertNumber(value);
    case 'bigint':
      if (BigInt.asIntN(64, value) !== value) throw new Refusal(reasons.integer(value));
      return { kind: 'int', value };
    case 'object':
      return value === null ? NULL : convertObject(value, depth);
    default:
      throw new Refusal(reasons[typeof value as 'undefined' | 'function' | 'symbol']);
  }
}

function checkText(text: string): string {
  const fault = textFault(text);
  if (fault !== undefined) throw new Refusal(reasons[fault]);
  return text;
}

function convertNumber(value: number): NixNode {
  if (Number.isSafeInteger(value)) return { kind: 'int', value };
  if (Number.isInteger(value)) throw new Refusal(reasons.unsafe(value));
  if (Number.isFinite(value)) return { kind: 'float', value };
  throw new Refusal(Number.isNaN(value) ? reasons.NaN : reasons.infinity);
}

function convertObject(value: object, depth: number): NixNode {
  if (depth > MAX_DEPTH) throw new Refusal(TOO_DEEP);
  if (Array.isArray(value)) return convertArray(value, depth + 1);
  if (isPlain(value)) return convertPlain(value as Record<string, unknown>, depth + 1);
  const node = (value as { [NODE]?: NixNode })[NODE];
  if (node === undefined) throw new Refusal(reasons.instance(className(value)));
  return node;
}

function convertArray(value: readonly unknown[], depth: number): NixNode {
  const items = new Array<NixNode>(value.length);
  let i = 0;
  try {
    for (; i < value.length; i++) items[i] = convert(value[i], depth);
  } catch (error) {
    throw error instanceof Refusal ? error.inside(i) : error;
  }
  return { kind: 'list', items };
}

function convertPlain(value: Readonly<Record<string, unknown>>, depth: number): NixNode {
  const bindings: Binding[] = [];
  let current = '';
  try {
    for (const key of Object.keys(value)) {
      current = key;
      const content = value[key];
      if (content !== undefined) bindings.push({ kind: 'bind', path: [checkText(key)], value: convert(content, depth) });
    }
  } catch (error) {
    throw error instanceof Refusal ? error.inside(current) : error;
  }
  return { kind: 'attrs', recursive: false, bindings };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || isForeignObjectPrototype(prototype as object);
}

/** `Object.prototype` of another realm, such as that of a test runner's sandbox. */
function isForeignObjectPrototype(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

function className(value: object): string {
  const maker: unknown = value.constructor;
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'a class without a name';
}

/** The slow path: the value has more levels than allowed; does it hold itself? */
function deepOrCyclic(root: unknown): NixError {
  const ancestors: unknown[] = [];
  const where: (string | number)[] = [];
  let value = root;
  while (ancestors.length <= MAX_DEPTH) {
    const seen = ancestors.indexOf(value);
    if (seen >= 0) return refusedValue(formatWhere(where), reasons.cycle(formatWhere(where.slice(0, seen))));
    ancestors.push(value);
    const key = deepChild(value, ancestors.length);
    if (key === undefined) break;
    where.push(key);
    value = (value as Record<string | number, unknown>)[key];
  }
  return refusedValue(formatWhere(where.slice(0, 1)), reasons.depth(MAX_DEPTH));
}

/** The key under which the conversion went too deep. */
function deepChild(value: unknown, depth: number): string | number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.find((key) => {
    try {
      convert((value as Record<string | number, unknown>)[key], depth);
      return false;
    } catch (error) {
      return error instanceof Refusal && error.reason === TOO_DEEP;
    }
  });
}

/** Keys from the outermost inwards, as a path: `a.b[2]."c d"`. */
function formatWhere(keys: readonly (string | number)[]): string {
  let path = '';
  for (const key of keys) {
    path += typeof key === 'number' ? `[${key}]` : path === '' ? escapeKey(key) : `.${escapeKey(key)}`;
  }
  return path;
}
