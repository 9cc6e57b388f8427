import type { IConstruct } from 'constructs';
import { Nix, bare, escapeKey, oneLine, type NixNode } from '../nix';

/** Why something is known to Nix alone, and who said it. */
export interface Doubt {
  readonly reason: string;
  readonly said?: IConstruct;
}

export type Plain = null | boolean | number | bigint | string;

/**
 * What a machine says about an option, as far as it can be known without Nix.
 *
 * Lists and sets may be open: `more` tells what could add to them. An expression is one definition whose code is known and whose value is not.
 */
export type Value =
  | { readonly kind: 'plain'; readonly value: Plain; readonly said: readonly IConstruct[] }
  | ListValue
  | SetValue
  | { readonly kind: 'expression'; readonly node: NixNode; readonly said: readonly IConstruct[] }
  | { readonly kind: 'unknown'; readonly doubts: readonly Doubt[]; readonly said: readonly IConstruct[] };

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** Whether the order of the items is certain. */
  readonly ordered: boolean;
  readonly more: readonly Doubt[];
  readonly said: readonly IConstruct[];
}

export interface SetValue {
  readonly kind: 'set';
  readonly entries: ReadonlyMap<string, Value>;
  readonly more: readonly Doubt[];
  readonly said: readonly IConstruct[];
}

/** A node as a value: data where it is plain data all the way down, an expression where it is not. */
export function literal(node: NixNode, said: readonly IConstruct[]): Value {
  const inner = bare(node);
  switch (inner.kind) {
    case 'null':
      return { kind: 'plain', value: null, said };
    case 'bool':
    case 'int':
    case 'float':
      return { kind: 'plain', value: inner.value, said };
    case 'string':
    case 'indented': {
      const text = plainText(inner.parts);
      return text === undefined ? { kind: 'expression', node: inner, said } : { kind: 'plain', value: text, said };
    }
    case 'list':
      return { kind: 'list', items: inner.items.map((item) => literal(item, said)), ordered: true, more: [], said };
    case 'attrs':
      return literalSet(inner, said) ?? { kind: 'expression', node: inner, said };
    default:
      return { kind: 'expression', node: inner, said };
  }
}

function plainText(parts: readonly (string | NixNode)[]): string | undefined {
  return parts.every((part) => typeof part === 'string') ? parts.join('') : undefined;
}

function literalSet(node: Extract<NixNode, { kind: 'attrs' }>, said: readonly IConstruct[]): SetValue | undefined {
  if (node.recursive) return undefined;
  const entries = new Map<string, Value>();
  for (const binding of node.bindings) {
    const key = binding.kind === 'bind' && binding.path.length === 1 ? binding.path[0] : undefined;
    if (binding.kind !== 'bind' || typeof key !== 'string') return undefined;
    entries.set(key, literal(binding.value, said));
  }
  return { kind: 'set', entries, more: [], said };
}

/** The value as JavaScript; expressions stay `Nix`. Undefined where a part of it is known to Nix alone: `doubtsIn` says why. */
export function toJavaScript(value: Value): unknown {
  switch (value.kind) {
    case 'plain':
      return value.value;
    case 'list':
      return value.items.map(toJavaScript);
    case 'set':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, toJavaScript(entry)]));
    case 'expression':
      return Nix._fromNode(value.node);
    case 'unknown':
      return undefined;
  }
}

/** Everything that keeps a value from being known as a whole. */
export function doubtsIn(value: Value): readonly Doubt[] {
  switch (value.kind) {
    case 'list':
      return [...value.more, ...value.items.flatMap(doubtsIn), ...(value.ordered ? [] : [ORDER_DOUBT])];
    case 'set':
      return [...value.more, ...[...value.entries.values()].flatMap(doubtsIn)];
    case 'unknown':
      return value.doubts;
    default:
      return [];
  }
}

export const ORDER_DOUBT: Doubt = {
  reason:
    'several constructs add to the list, and whose items come first depends on the type of the option; mkBefore and mkAfter decide it, and Match.arrayWith(…) looks at no order',
};

const LONGEST = 300;

/** The value for a message, cut where it is long. */
export function show(value: Value): string {
  const text = write(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** Equal for equal values. */
export const fingerprint = (value: Value): string => `${value.kind} ${value.kind === 'list' && !value.ordered ? '?' : ''}${write(value)}`;

function write(value: Value): string {
  switch (value.kind) {
    case 'plain':
      return typeof value.value === 'string' ? JSON.stringify(value.value) : String(value.value);
    case 'list':
      return `[${[...value.items.map(write), ...value.more.map(() => '…')].join(', ')}]`;
    case 'set': {
      const entries = [...value.entries].map(([key, entry]) => `${escapeKey(key)}: ${write(entry)}`);
      const all = [...entries, ...value.more.map(() => '…')];
      return all.length === 0 ? '{}' : `{ ${all.join(', ')} }`;
    }
    case 'expression':
      return `the expression ${oneLine(value.node)}`;
    case 'unknown':
      return 'something that Nix alone knows';
  }
}
