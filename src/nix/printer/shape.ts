import { isIdentifier } from '../escape';
import type { NixNode } from '../node';
import { bare } from './force';
import type { Forcing } from './force';
import { pathForm } from './literals';
import { isBracketed } from './raw';
import { isBlockString } from './strings';

/** What of an expression decides its layout: the questions that a formatter asks. */

/** A node of one kind. */
export type Of<Kind extends NixNode['kind']> = Extract<NixNode, { kind: Kind }>;

/** Sets, lists and strings of several lines open on the line where they are used and close on one of their own. */
export function opensInPlace(node: NixNode): boolean {
  switch (node.kind) {
    case 'attrs':
      return node.bindings.length > 0;
    case 'list':
      return node.items.length > 0;
    case 'string':
    case 'indented':
      return isBlockString(node);
    case 'raw':
      return node.code.includes('\n') && isBracketed(node.code);
    default:
      return false;
  }
}

/** The same, or `with x;` or single parameters before it: `final: prev: {`. */
export function opensAfterHead(node: NixNode, forcing: Forcing): boolean {
  if (node.kind === 'with') return opensInPlace(bare(node.body, forcing));
  if (node.kind !== 'lambda' || node.parameter.kind !== 'single') return opensInPlace(node);
  const body = bare(node.body, forcing);
  return body.kind === 'lambda' ? opensAfterHead(body, forcing) : opensInPlace(body);
}

/** The width of `{`, `[`, `rec {` or `''`. */
export function openerWidth(node: NixNode): number {
  if (node.kind === 'attrs') return node.recursive ? 5 : 1;
  return node.kind === 'list' || node.kind === 'raw' ? 1 : 2;
}

/** As the last argument of a call, in its parentheses: one single parameter, or one plain name, directly before a set or list. */
export function hugsParens(node: NixNode, forcing: Forcing): boolean {
  if (node.kind === 'lambda') return node.parameter.kind === 'single' && opensInPlace(bare(node.body, forcing));
  return (
    node.kind === 'call' &&
    node.args.length === 1 &&
    bare(node.callee, forcing).kind === 'name' &&
    opensInPlace(bare(node.args[0], forcing))
  );
}

/** Words, strings, numbers, paths, and calls of up to two of them: nothing is gained by breaking those. */
export function isSimple(node: NixNode, forcing: Forcing): boolean {
  const inner = bare(node, forcing);
  switch (inner.kind) {
    case 'null':
    case 'bool':
    case 'name':
      return true;
    case 'float':
    case 'int':
      return inner.value >= 0;
    case 'string':
    case 'indented':
      return !isBlockString(inner);
    case 'path':
      return pathForm(inner.path).added === '';
    case 'select':
      return (
        inner.fallback === undefined &&
        isSimple(inner.target, forcing) &&
        inner.path.every((key) => typeof key === 'string' && isIdentifier(key))
      );
    case 'call':
      return isSimpleCall(inner, forcing);
    default:
      return false;
  }
}

/** Its last argument may be a string of several lines: that opens in place. */
export function isSimpleCall(node: Of<'call'>, forcing: Forcing): boolean {
  const { callee, args } = uncurried(node, forcing);
  if (args.length > 2 || !isSimple(callee, forcing)) return false;
  return args.every((arg, i) => {
    const inner = bare(arg, forcing);
    return isSimple(inner, forcing) || (i === args.length - 1 && inner.kind !== 'list' && inner.kind !== 'attrs' && opensInPlace(inner));
  });
}

/** `(f a) b` is `f a b`. */
export function uncurried(node: Of<'call'>, forcing: Forcing): { readonly callee: NixNode; readonly args: readonly NixNode[] } {
  let callee = forcing.force(node.callee);
  let { args } = node;
  while (callee.kind === 'call') {
    args = [...callee.args, ...args];
    callee = forcing.force(callee.callee);
  }
  return { callee, args };
}

/** The names of single parameters and the body behind them: `a: b: body`. */
export function singleParameters(node: Of<'lambda'>, forcing: Forcing): { readonly names: readonly string[]; readonly body: NixNode } {
  const names: string[] = [];
  let body: NixNode = node;
  while (body.kind === 'lambda' && body.parameter.kind === 'single') {
    names.push(body.parameter.name);
    body = bare(body.body, forcing);
  }
  return { names, body };
}
