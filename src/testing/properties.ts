import type { NixNode } from '../nix';
import { bare, oneLine } from './value';

/** Priorities as NixOS counts them: the lowest number wins. */
export const PLAIN_PRIORITY = 100;
const PRIORITIES: Readonly<Record<string, number>> = {
  mkForce: 50,
  mkDefault: 1000,
  mkOptionDefault: 1500,
  mkVMOverride: 10,
  mkImageMediaOverride: 60,
};

/** The order of list items: lower numbers come first. */
export const PLAIN_ORDER = 1000;
const ORDERS: Readonly<Record<string, number>> = { mkBefore: 500, mkAfter: 1500 };

/** One definition without the words around it that say when, how strongly and in which order it counts. */
export interface Content {
  readonly node: NixNode;
  readonly priority?: number;
  readonly order?: number;
  /** What decides whether it counts at all. */
  readonly condition?: string;
}

/** Code in which `lib.mkForce` and its like may hide, so that its priority is not known. */
const HIDDEN_PROPERTY = /\bmk(If|Merge|Force|Default|Override|OptionDefault|VMOverride|Before|After|Order)\b/;

/**
 * Takes `lib.mkIf`, `lib.mkMerge`, priorities and orders off a definition, in the way and in the order that NixOS does. A conditional one whose
 * condition is a plain `true` or `false` counts or is gone.
 */
export function contents(node: NixNode): Content[] {
  const inner = bare(node);
  const [word, args] = wordOf(inner);
  if (word === 'mkMerge') {
    const parts = bare(args[0]!);
    return parts.kind === 'list' ? parts.items.flatMap(contents) : [hidden(inner)];
  }
  if (word === 'mkIf') return conditional(bare(args[0]!), args[1]!);
  return [withPriority(inner)];
}

function conditional(condition: NixNode, content: NixNode): Content[] {
  if (condition.kind === 'bool') return condition.value ? contents(content) : [];
  return contents(content).map((part) => ({ ...part, condition: part.condition ?? `lib.mkIf ${oneLine(condition)}` }));
}

function withPriority(node: NixNode): Content {
  const [word, args] = wordOf(node);
  if (word === 'mkOverride') {
    const priority = bare(args[0]!);
    return priority.kind === 'int' ? { ...withOrder(bare(args[1]!)), priority: Number(priority.value) } : hidden(node);
  }
  const priority = word === undefined ? undefined : PRIORITIES[word];
  return priority === undefined ? withOrder(node) : { ...withOrder(bare(args[0]!)), priority };
}

function withOrder(node: NixNode): Content {
  const [word, args] = wordOf(node);
  if (word === 'mkOrder') {
    const order = bare(args[0]!);
    return order.kind === 'int' ? { ...innermost(bare(args[1]!)), order: Number(order.value) } : hidden(node);
  }
  const order = word === undefined ? undefined : ORDERS[word];
  return order === undefined ? innermost(node) : { ...innermost(bare(args[0]!)), order };
}

/** What is left is the value, unless code may hide another property in it. */
function innermost(node: NixNode): Content {
  const opaque = node.kind !== 'attrs' && node.kind !== 'list' && node.kind !== 'string' && node.kind !== 'indented';
  return opaque && HIDDEN_PROPERTY.test(oneLine(node)) ? hidden(node) : { node };
}

const hidden = (node: NixNode): Content => ({ node, priority: -Infinity, condition: oneLine(node) });

/** `lib.mkForce x` → the word and its arguments. */
function wordOf(node: NixNode): [word: string, args: readonly NixNode[]] | [undefined, []] {
  if (node.kind !== 'call') return [undefined, []];
  const callee = bare(node.callee);
  if (callee.kind !== 'select' || callee.path.length !== 1) return [undefined, []];
  const target = bare(callee.target);
  const word = callee.path[0];
  if (target.kind !== 'name' || target.name !== 'lib' || typeof word !== 'string') return [undefined, []];
  return node.args.length === ARGUMENTS[word] ? [word, node.args] : [undefined, []];
}

const ARGUMENTS: Readonly<Record<string, number>> = {
  mkMerge: 1,
  mkIf: 2,
  mkOverride: 2,
  mkOrder: 2,
  ...Object.fromEntries([...Object.keys(PRIORITIES), ...Object.keys(ORDERS)].map((word) => [word, 1])),
};
