import type { Piece } from '../core';
import { oneLine } from '../nix';
import type { Doubt } from './value';

/** Something that may or may not have to do with a place, and how strongly it would be meant. */
export interface Might {
  readonly priority: number;
  readonly doubt: Doubt;
  /** To a list it is taken to add; that it takes its place is not looked for. */
  readonly mayAdd?: boolean;
}

export const conditionOf = ({ said, condition }: Piece): Doubt => ({ said, reason: `sets it under a condition (${condition})` });

export const expressionOf = ({ said, node, condition }: Piece): Doubt =>
  condition === undefined
    ? { said, reason: node ? `uses the expression ${oneLine(node)}` : 'says something further down' }
    : { said, reason: `sets it under a condition (${condition})` };
