import { sameNode } from '../nix';
import type { AttrsNode, Binding, NixNode } from '../nix';

/** An option's value: where it stands, and what it is. */
export interface OptionValue {
  readonly path: readonly string[];
  readonly node: NixNode;
}

/** A set that is being put together: a value where it is one, otherwise what is below it. */
interface Branch {
  value?: NixNode;
  children?: Map<string, Branch>;
}

/**
 * Takes a value apart into the options it sets: `{ enable = true; rate = 48000; }` on `a.b` is `a.b.enable` and `a.b.rate`.
 *
 * Only sets that are plain data are taken apart; an empty one, `rec`, `inherit` or a call stays whole.
 */
export function leaves(path: readonly string[], node: NixNode, visit: (leaf: OptionValue) => void): void {
  if (!isPlainSet(node)) return visit({ path, node });
  for (const binding of node.bindings) {
    if (binding.kind === 'bind') leaves([...path, ...(binding.path as readonly string[])], binding.value, visit);
  }
}

function isPlainSet(node: NixNode): node is AttrsNode {
  if (node.kind !== 'attrs' || node.recursive || node.bindings.length === 0) return false;
  return node.bindings.every((binding) => binding.kind === 'bind' && binding.path.every((key) => typeof key === 'string'));
}

/**
 * The options as one set, the way a person writes it: what belongs together in one place, `enable` first, the rest sorted, and a path of single
 * steps on one line (`services.openssh.settings.PasswordAuthentication = false;`).
 */
export function optionTree(options: readonly OptionValue[]): AttrsNode {
  const [first, second] = options;
  if (first && !second) return { kind: 'attrs', recursive: false, bindings: [{ kind: 'bind', path: first.path, value: first.node }] };
  const root: Branch = {};
  for (const { path, node } of options) insert(root, path, node);
  return { kind: 'attrs', recursive: false, bindings: bindings(root) };
}

function insert(root: Branch, path: readonly string[], node: NixNode): void {
  let at = root;
  for (const key of path) {
    at.children ??= new Map();
    let next = at.children.get(key);
    if (!next) at.children.set(key, (next = {}));
    at = next;
  }
  at.value = at.value ? together(at.value, node) : node;
}

/** What one construct says about an option in two goes: lists are joined here, the rest is for NixOS to merge. */
function together(first: NixNode, second: NixNode): NixNode {
  if (first.kind === 'list' && second.kind === 'list') return { kind: 'list', items: [...first.items, ...second.items] };
  if (sameNode(first, second)) return first;
  const mkMerge: NixNode = { kind: 'select', target: { kind: 'name', name: 'lib' }, path: ['mkMerge'] };
  return { kind: 'call', callee: mkMerge, args: [{ kind: 'list', items: [first, second] }] };
}

function bindings(branch: Branch): Binding[] {
  const result: Binding[] = [];
  for (const key of sorted(branch.children ?? new Map<string, Branch>())) {
    const path = [key];
    let at = branch.children!.get(key)!;
    for (let only = onlyChild(at); only; only = onlyChild(at)) {
      path.push(only[0]);
      at = only[1];
    }
    result.push({ kind: 'bind', path, value: valueOf(at) });
  }
  return result;
}

/** A value, what is below it, or both. */
function valueOf(branch: Branch): NixNode {
  if (!branch.children) return branch.value!;
  const below: NixNode = { kind: 'attrs', recursive: false, bindings: bindings(branch) };
  return branch.value && !isEmptySet(branch.value) ? together(branch.value, below) : below;
}

const isEmptySet = (node: NixNode): boolean => node.kind === 'attrs' && node.bindings.length === 0;

function onlyChild({ value, children }: Branch): [string, Branch] | undefined {
  return (value && !isEmptySet(value)) || children?.size !== 1 ? undefined : (children.entries().next().value as [string, Branch]);
}

function sorted(children: ReadonlyMap<string, Branch>): string[] {
  const keys = [...children.keys()];
  if (keys.length === 1) return keys;
  keys.sort();
  return children.has('enable') ? ['enable', ...keys.filter((key) => key !== 'enable')] : keys;
}
