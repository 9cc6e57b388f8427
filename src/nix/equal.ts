import type { Binding, NixNode, StringPart } from './node';

/**
 * Whether two expressions say the same: the order of a set's bindings, comments, and the form of a string make no difference. Expressions
 * that are written differently but have the same value (`1 + 1` and `2`) are different.
 */
export function sameNode(a: NixNode, b: NixNode): boolean {
  return a === b || key(a) === key(b);
}

/** A text that two expressions share exactly when they say the same. */
function key(node: NixNode): string {
  return JSON.stringify(canonical(node));
}

/** Arrays only: the first element says the kind, so that no two kinds can be confused. */
type Canonical = string | number | boolean | null | readonly Canonical[];

function canonical(node: NixNode): Canonical {
  switch (node.kind) {
    case 'lazy':
      return canonical(node.force());
    case 'commented':
      return canonical(node.node);
    case 'int':
    case 'float':
      return [node.kind, String(node.value)];
    case 'string':
    case 'indented':
      return ['string', parts(node.parts)];
    case 'attrs':
      return ['attrs', node.recursive, bindings(node.bindings)];
    case 'let':
      return ['let', bindings(node.bindings), canonical(node.body)];
    default:
      return [node.kind, ...fields(node)];
  }
}

/** Every other kind: its fields in a fixed order, nodes and lists of nodes in canonical form. */
function fields(node: NixNode): Canonical[] {
  return Object.entries(node)
    .filter(([name, value]) => name !== 'kind' && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, plain(value)]);
}

function plain(value: unknown): Canonical {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value as Canonical;
  return 'kind' in value && value.kind !== 'single' && value.kind !== 'pattern' ? canonical(value as NixNode) : fields(value as NixNode);
}

function bindings(all: readonly Binding[]): Canonical {
  return all
    .map((binding): Canonical => {
      if (binding.kind === 'bind') return ['bind', plain(binding.path), canonical(binding.value)];
      return ['inherit', binding.from === undefined ? null : canonical(binding.from), [...binding.names].sort()];
    })
    .map((binding) => JSON.stringify(binding))
    .sort();
}

/** Neighbouring texts are one text. */
function parts(all: readonly StringPart[]): Canonical {
  const joined: Canonical[] = [];
  let text = '';
  for (const part of all) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    joined.push(text, canonical(part));
    text = '';
  }
  return [...joined, text];
}
