import { bare } from './bare';
import type { NixNode } from './node';

/**
 * What the words of the module system say about a definition: `lib.mkIf`, `lib.mkForce`, `lib.mkOrder` and the rest.
 *
 * The numbers are those of nixpkgs' lib/modules.nix: of several definitions of one option the ones with the lowest priority number count,
 * and of those that count, list items and lines are put in the order of their order numbers.
 */
export interface Weighed {
  /** What is defined, without the words around it. */
  readonly content: NixNode;
  /** 100 for a plain definition. */
  readonly priority: number;
  /** 1000 for a plain definition. */
  readonly order: number;
  /** Whether it counts only under a condition that Nix must evaluate. */
  readonly conditional: boolean;
}

export const PLAIN_PRIORITY = 100;
export const PLAIN_ORDER = 1000;

/** Words of one argument that set a priority, and words that set an order. */
const PRIORITIES: Readonly<Record<string, number>> = {
  mkForce: 50,
  mkDefault: 1000,
  mkOptionDefault: 1500,
  mkVMOverride: 10,
  mkImageMediaOverride: 60,
};
const ORDERS: Readonly<Record<string, number>> = { mkBefore: 500, mkAfter: 1500 };

/** The definitions that a value stands for: one, unless it is `lib.mkMerge [ … ]`. */
export function definitionsIn(node: NixNode): readonly Weighed[] {
  return unwrap(node, { priority: undefined, order: undefined, conditional: false });
}

/** The priority number of a value: the lowest one, if it stands for several definitions. */
export function priorityOf(node: NixNode): number {
  if (isPlain(node)) return PLAIN_PRIORITY;
  const priorities = definitionsIn(node).map(({ priority }) => priority);
  return priorities.length === 0 ? PLAIN_PRIORITY : Math.min(...priorities);
}

/** What is defined, without the words around it; a `lib.mkMerge` of several stays as it is. */
export function contentOf(node: NixNode): NixNode {
  if (isPlain(node)) return node;
  const definitions = definitionsIn(node);
  return definitions.length === 1 ? definitions[0].content : bare(node);
}

/** Whether any part of it counts only under a condition. */
export function isConditional(node: NixNode): boolean {
  return !isPlain(node) && definitionsIn(node).some(({ conditional }) => conditional);
}

/** Nearly all are: without any words around it. */
const isPlain = ({ kind }: NixNode): boolean => kind !== 'call' && kind !== 'lazy' && kind !== 'commented';

interface Words {
  readonly priority: number | undefined;
  readonly order: number | undefined;
  readonly conditional: boolean;
}

/** Of two words that say the same thing the outer one counts, as in the module system. */
function unwrap(node: NixNode, words: Words): readonly Weighed[] {
  const call = moduleCall(node);
  const [first, second] = call?.args ?? [];
  if (call?.word === 'mkMerge' && first?.kind === 'list') return first.items.flatMap((item) => unwrap(item, words));
  if (call?.word === 'mkIf' && second !== undefined) return unwrap(second, { ...words, conditional: true });
  if (call?.word === 'mkOverride' && first?.kind === 'int' && second !== undefined) {
    return unwrap(second, { ...words, priority: words.priority ?? Number(first.value) });
  }
  if (call?.word === 'mkOrder' && first?.kind === 'int' && second !== undefined) {
    return unwrap(second, { ...words, order: words.order ?? Number(first.value) });
  }
  if (call?.args.length === 1 && Object.hasOwn(PRIORITIES, call.word)) {
    return unwrap(call.args[0], { ...words, priority: words.priority ?? PRIORITIES[call.word] });
  }
  if (call?.args.length === 1 && Object.hasOwn(ORDERS, call.word)) {
    return unwrap(call.args[0], { ...words, order: words.order ?? ORDERS[call.word] });
  }
  const { priority = PLAIN_PRIORITY, order = PLAIN_ORDER, conditional } = words;
  return [{ content: bare(node), priority, order, conditional }];
}

/** `lib.mkX …` with its arguments, comments and lazy values taken off. */
function moduleCall(node: NixNode): { readonly word: string; readonly args: readonly NixNode[] } | undefined {
  const call = bare(node);
  if (call.kind !== 'call') return undefined;
  const callee = bare(call.callee);
  if (callee.kind !== 'select' || callee.fallback !== undefined) return undefined;
  const target = bare(callee.target);
  const [first, second] = callee.path;
  const word = callee.path.length === 2 && first === 'modules' ? second : callee.path.length === 1 ? first : undefined;
  if (target.kind !== 'name' || target.name !== 'lib' || typeof word !== 'string') return undefined;
  return { word, args: call.args.map(bare) };
}
