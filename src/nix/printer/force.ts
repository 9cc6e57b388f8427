import { tooDeep } from '../errors';
import type { NixNode } from '../node';

/** More lazy values in a row than anybody means: one of them answers with itself. */
const MAX_CHAIN = 100;

/** Asks lazy values, each one once in a print, so that a layout which was tried and given up does not ask again. */
export class Forcing {
  private answers?: Map<NixNode, NixNode>;

  public readonly force = (node: NixNode): NixNode => (node.kind === 'lazy' ? this.ask(node) : node);

  private ask(asked: NixNode): NixNode {
    this.answers ??= new Map();
    const known = this.answers.get(asked);
    if (known !== undefined) return known;
    let node = asked;
    for (let i = 0; node.kind === 'lazy'; i++) {
      if (i === MAX_CHAIN) throw tooDeep(MAX_CHAIN);
      node = node.force();
    }
    this.answers.set(asked, node);
    return node;
  }
}

/** The node inside lazy values and comments. */
export function bare(node: NixNode, forcing: Forcing): NixNode {
  let inner = forcing.force(node);
  while (inner.kind === 'commented') inner = forcing.force(inner.node);
  return inner;
}
