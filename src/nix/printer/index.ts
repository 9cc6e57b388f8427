import { Forcing } from './force';
import type { NixNode } from '../node';
import { writeComment } from './sets';
import { Writer } from './writer';

/** An expression as Nix code, without a line break at its end. */
export function printExpression(node: NixNode): string {
  const writer = new Writer();
  writer.body(node, 0, 0, 0);
  return writer.out;
}

/** A whole file; a comment around the outermost expression becomes its header. */
export function printFile(node: NixNode): string {
  const writer = new Writer();
  let body = node;
  for (const forcing = new Forcing(); ;) {
    body = forcing.force(body);
    if (body.kind !== 'commented') break;
    writeComment(writer, body.comment, 0);
    body = body.node;
  }
  writer.body(body, 0, 0, 0);
  return [writer.out, '\n'].join(''); // one flat string: «+» would keep the tree of all pieces alive as long as the file
}
