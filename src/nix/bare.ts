import type { NixNode } from './node';
import { printExpression } from './printer';

/** The expression inside of comments and of values that are asked for late. */
export function bare(node: NixNode): NixNode {
  let inner = node;
  while (inner.kind === 'lazy' || inner.kind === 'commented') inner = inner.kind === 'lazy' ? inner.force() : inner.node;
  return inner;
}

/** An expression's code on one line, for messages. */
export const oneLine = (node: NixNode): string => printExpression(node).replace(/\s*\n\s*/g, ' ');
