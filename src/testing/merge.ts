import type { IConstruct } from 'constructs';
import { lowestPriority, type Piece } from '../core';
import { conditionOf, expressionOf, type Might } from './doubts';
import { inMergedOrder } from './list-order';
import { fingerprint, literal, show, type Doubt, type ListValue, type Value } from './value';

/** A definition that counts, and its value. */
export interface Part {
  readonly piece: Piece;
  readonly value: Value;
}

/**
 * What the definitions of one option come to, when they are no sets: the strongest priority counts, lists are joined, anything else must be the
 * same everywhere.
 */
export function mergeValues(pieces: readonly Piece[], mights: readonly Might[], path: readonly string[]): Value | undefined {
  if (pieces.length === 0 && mights.length === 0) return undefined;
  const certain = pieces.filter(({ condition }) => condition === undefined);
  const strongest = lowestPriority(certain);
  const winners = certain.filter(({ priority }) => priority === strongest);
  const uncertain = [...mights, ...pieces.filter(({ condition }) => condition !== undefined).map(conditional)];
  const stronger = uncertain.filter(({ priority }) => priority < strongest);
  const equal = uncertain.filter(({ priority }) => priority === strongest).map(({ doubt }) => doubt);
  const said = saidBy(winners.length > 0 ? winners : pieces);
  const parts = winners.map((piece): Part => ({ piece, value: literal(piece.node ?? A_SET, [piece.said]) }));
  if (isList(parts) && stronger.every(({ mayAdd }) => mayAdd))
    return joined(parts, [...equal, ...stronger.map(({ doubt }) => doubt)], path);
  if (stronger.length > 0)
    return unknown(
      stronger.map(({ doubt }) => doubt),
      said,
    );
  return one(parts, equal, said);
}

const conditional = (piece: Piece): Might => ({ priority: piece.priority, doubt: conditionOf(piece) });
const unknown = (doubts: readonly Doubt[], said: readonly IConstruct[]): Value => ({ kind: 'unknown', doubts, said });
const saidBy = (pieces: readonly Piece[]): IConstruct[] => [...new Set(pieces.map(({ said }) => said))];
const A_SET = { kind: 'attrs', recursive: false, bindings: [] } as const;

const isList = (parts: readonly Part[]): boolean =>
  parts.some(({ value }) => value.kind === 'list') && parts.every(({ value }) => value.kind === 'list' || value.kind === 'expression');

/** Lists are joined; expressions beside them add something that is not known. */
function joined(parts: readonly Part[], mights: readonly Doubt[], path: readonly string[]): ListValue {
  const lists = parts.filter((part): part is Part & { value: ListValue } => part.value.kind === 'list');
  const { order, ordered } = inMergedOrder(lists, path);
  const expressions = parts.filter(({ value }) => value.kind === 'expression').map(({ piece }) => expressionOf(piece));
  return {
    kind: 'list',
    items: order.flatMap(({ value }) => value.items),
    ordered,
    more: [...expressions, ...mights],
    said: saidBy(lists.map(({ piece }) => piece)),
  };
}

/** One value that all agree on. */
function one(parts: readonly Part[], mights: readonly Doubt[], said: readonly IConstruct[]): Value {
  const data = parts.filter(({ value }) => value.kind !== 'expression');
  const first = (data[0] ?? parts[0]!).value;
  if (data.some(({ value }) => fingerprint(value) !== fingerprint(first))) return unknown(differing(data), said);
  if (data.length === 0) return parts.length === 1 && mights.length === 0 ? first : unknown(all(parts, mights), said);
  const alone = parts.length === 1 && mights.length === 0;
  // A number or a switch that is said differently elsewhere is refused by NixOS. Text may be joined instead, even with its like.
  return alone || !isText(first) ? ({ ...first, said } as Value) : unknown(all(parts, mights), said);
}

const all = (parts: readonly Part[], mights: readonly Doubt[]): Doubt[] => [...parts.map(contribution), ...mights];

const contribution = ({ piece, value }: Part): Doubt =>
  isText(value)
    ? { said: piece.said, reason: `says ${show(value)}; NixOS may join that with what others say, depending on the type of the option` }
    : expressionOf(piece);

const isText = (value: Value): value is Value & { kind: 'plain'; value: string } =>
  value.kind === 'plain' && typeof value.value === 'string';

function differing(parts: readonly Part[]): Doubt[] {
  const reason = parts.every(({ value }) => isText(value))
    ? 'and NixOS joins text or refuses it, depending on the type of the option'
    : 'and NixOS will refuse that';
  return parts.map(({ piece, value }) => ({ said: piece.said, reason: `says ${show(value)}, ${reason}` }));
}
