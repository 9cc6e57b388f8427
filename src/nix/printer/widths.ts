import type { NixNode } from '../node';
import { flat } from './flat';
import { bare } from './force';
import type { Forcing } from './force';
import { LIMIT, width } from './line';
import { Position } from './precedence';
import { openerWidth, singleParameters } from './shape';

/** The width in one line, as an argument; endless when it has none. */
export function flatWidth(node: NixNode, forcing: Forcing): number {
  const text = flat(node, Position.ITEM, LIMIT, forcing);
  return text === undefined ? Infinity : width(text);
}

/** The width of what opens a value on the line of its key: `{`, `final: prev: {`, `with pkgs; [`. */
export function headWidth(node: NixNode, forcing: Forcing): number {
  if (node.kind === 'with') {
    const scope = flat(node.scope, Position.ALONE, LIMIT, forcing);
    return scope === undefined ? LIMIT : width(scope) + 7 + openerWidth(bare(node.body, forcing));
  }
  if (node.kind !== 'lambda') return openerWidth(node);
  const { names, body } = singleParameters(node, forcing);
  return names.reduce((sum, name) => sum + name.length + 2, 0) + openerWidth(body);
}
