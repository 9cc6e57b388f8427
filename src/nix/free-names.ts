import { isIdentifier } from './escape';
import type { AttrPath, Binding, NixNode, StringPart } from './node';
import { namesInCode } from './raw-names';

/**
 * The names that an expression takes from outside: `lib` and `pkgs` of `lib.mkIf x pkgs.ardour`, and `x`. A module prints exactly the
 * arguments it needs with this.
 *
 * `with` hides where a name comes from, so that names in its body count as free. Of raw code all names are taken that could be free.
 */
export function freeNames(node: NixNode): Set<string> {
  const found = new Set<string>();
  addFreeNames(node, found);
  return found;
}

/** The same, added to a set that exists. */
export function addFreeNames(node: NixNode, found: Set<string>): void {
  walk(node, undefined, found);
}

/** Names that are bound where we are, innermost first. */
interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

function walk(node: NixNode, scope: Scope | undefined, found: Set<string>): void {
  switch (node.kind) {
    case 'null':
    case 'bool':
    case 'int':
    case 'float':
    case 'path':
      return;
    case 'string':
    case 'indented':
      return walkParts(node.parts, scope, found);
    case 'list':
      for (const item of node.items) walk(item, scope, found);
      return;
    case 'attrs': {
      const inner = node.recursive ? bind(boundNames(node.bindings), scope) : scope;
      return walkBindings(node.bindings, inner, scope, found);
    }
    case 'name':
      return use(node.name, scope, found);
    case 'select':
      walk(node.target, scope, found);
      walkPath(node.path, scope, found);
      if (node.fallback !== undefined) walk(node.fallback, scope, found);
      return;
    case 'has':
      walk(node.target, scope, found);
      return walkPath(node.path, scope, found);
    case 'lambda':
      return walkLambda(node, scope, found);
    case 'call':
      walk(node.callee, scope, found);
      for (const arg of node.args) walk(arg, scope, found);
      return;
    case 'let': {
      const inner = bind(boundNames(node.bindings), scope);
      walkBindings(node.bindings, inner, scope, found);
      return walk(node.body, inner, found);
    }
    case 'with':
      walk(node.scope, scope, found);
      return walk(node.body, scope, found);
    case 'assert':
      walk(node.condition, scope, found);
      return walk(node.body, scope, found);
    case 'if':
      walk(node.condition, scope, found);
      walk(node.yes, scope, found);
      return walk(node.no, scope, found);
    case 'unary':
      return walk(node.operand, scope, found);
    case 'binary':
      walk(node.left, scope, found);
      return walk(node.right, scope, found);
    case 'raw':
      for (const name of namesInCode(node.code)) use(name, scope, found);
      return;
    case 'lazy':
      return walk(node.force(), scope, found);
    case 'commented':
      return walk(node.node, scope, found);
  }
}

function use(name: string, scope: Scope | undefined, found: Set<string>): void {
  for (let at = scope; at !== undefined; at = at.outer) if (at.names.has(name)) return;
  found.add(name);
}

const bind = (names: readonly string[], outer: Scope | undefined): Scope => ({ names: new Set(names), outer });

/** In `rec` and `let`, the first key of every path is a name. */
function boundNames(bindings: readonly Binding[]): string[] {
  return bindings.flatMap((binding) => {
    if (binding.kind === 'inherit') return binding.names;
    const [first] = binding.path;
    return typeof first === 'string' && isIdentifier(first) ? [first] : [];
  });
}

/** `inner` is what values see; a plain `inherit` takes its names from outside. */
function walkBindings(bindings: readonly Binding[], inner: Scope | undefined, outer: Scope | undefined, found: Set<string>): void {
  for (const binding of bindings) {
    if (binding.kind === 'bind') {
      if (binding.path.length > 1 || typeof binding.path[0] !== 'string') walkPath(binding.path, inner, found);
      walk(binding.value, inner, found);
    } else if (binding.from !== undefined) {
      walk(binding.from, inner, found);
    } else {
      for (const name of binding.names) use(name, outer, found);
    }
  }
}

function walkLambda(node: Extract<NixNode, { kind: 'lambda' }>, scope: Scope | undefined, found: Set<string>): void {
  const { parameter } = node;
  if (parameter.kind === 'single') return walk(node.body, bind([parameter.name], scope), found);
  const names = parameter.formals.map(({ name }) => name);
  const inner = bind(parameter.alias === undefined ? names : [...names, parameter.alias], scope);
  for (const { fallback } of parameter.formals) if (fallback !== undefined) walk(fallback, inner, found);
  walk(node.body, inner, found);
}

function walkParts(parts: readonly StringPart[], scope: Scope | undefined, found: Set<string>): void {
  for (const part of parts) if (typeof part !== 'string') walk(part, scope, found);
}

function walkPath(path: AttrPath, scope: Scope | undefined, found: Set<string>): void {
  for (const key of path) if (typeof key !== 'string') walk(key, scope, found);
}
