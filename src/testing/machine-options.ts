import { below, claimsOf, holdsNames, isCode, lowestPriority, names, piecesOf, type Claim, type NixosModule, type Piece } from '../core';
import { formatAttrPath, PLAIN_PRIORITY } from '../nix';
import { conditionOf, expressionOf, type Might } from './doubts';
import { mergeValues } from './merge';
import { fingerprint, type Doubt, type SetValue, type Value } from './value';

/**
 * What is said about one place, under one reading of the words around sets.
 *
 * NixOS reads `services.x = lib.mkForce { … }` in two ways. Where `services.x` groups options the word counts for each of them on its own; where it
 * is an option, the set pushes every weaker one out. Which of them it is depends on the type, so both are followed, and must agree.
 */
interface Reading {
  readonly claims: readonly Claim[];
  readonly mights: readonly Might[];
}

/** How strongly a module that cannot be read may mean what it says: more than that hardly anybody writes. */
const FORCED = 50;

/** The options of a machine, as far as its constructs decide them. */
export class MachineOptions {
  private readonly claims: readonly Claim[];

  public constructor(modules: readonly NixosModule[]) {
    this.claims = claimsOf(modules);
  }

  /** The paths of everything that is set. */
  public get paths(): string[] {
    return [...new Set(this.claims.map(({ path }) => formatAttrPath(path)))].sort();
  }

  /** What an option, or a set of options, comes to; undefined where nothing is said about it. */
  public resolve(path: readonly string[], outside: readonly Doubt[]): Value | undefined {
    const start: Reading = { claims: this.claims, mights: [] };
    const readings = path.reduce<readonly Reading[]>((all, key) => all.flatMap((reading) => descend(reading, key)), [start]);
    const mights = outside.map((doubt): Might => ({ priority: FORCED, doubt, mayAdd: true }));
    return agreed(
      readings.map((reading) => valueOf({ ...reading, mights: [...reading.mights, ...mights] }, path)),
      path,
    );
  }
}

/** One level down, in one reading or two. */
function descend({ claims, mights }: Reading, key: string): Reading[] {
  const pieces = piecesOf(claims);
  const strongest = lowestPriority(pieces);
  const asGroup = inside(pieces, key, mights);
  if (pieces.every(({ priority }) => priority === PLAIN_PRIORITY)) return [asGroup];
  const kept = pieces.filter(({ priority }) => priority <= strongest);
  const stronger = kept
    .filter(({ priority }) => priority < strongest)
    .map((piece): Might => ({ priority: -Infinity, doubt: conditionOf(piece) }));
  return [asGroup, inside(kept.map(withoutPriority), key, [...mights, ...stronger])];
}

function inside(pieces: readonly Piece[], key: string, mights: readonly Might[]): Reading {
  const { claims, opaque } = below(pieces, key);
  return { claims, mights: [...mights, ...opaque.map((piece) => ({ priority: piece.priority, doubt: expressionOf(piece) }))] };
}

function withoutPriority({ below: claim, ...piece }: Piece): Piece {
  if (!claim) return { ...piece, priority: PLAIN_PRIORITY };
  const { said, path, node, condition } = claim;
  return { ...piece, priority: PLAIN_PRIORITY, below: { said, path, node, ...(condition === undefined ? {} : { condition }) } };
}

function valueOf(reading: Reading, path: readonly string[]): Value | undefined {
  const pieces = piecesOf(reading.claims);
  return isSet(pieces) ? setOf(reading, pieces, path) : mergeValues(pieces, reading.mights, path);
}

/** Whether what counts is a set, perhaps beside expressions that may be sets too. */
function isSet(pieces: readonly Piece[]): boolean {
  const strongest = lowestPriority(pieces);
  const winners = pieces.filter(({ priority, condition }) => priority <= strongest && (condition === undefined || strongest === Infinity));
  const relevant = winners.length > 0 ? winners : pieces;
  return relevant.some(holdsNames) && relevant.every((piece) => holdsNames(piece) || isCode(piece));
}

function setOf(reading: Reading, pieces: readonly Piece[], path: readonly string[]): SetValue {
  const entries = new Map<string, Value>();
  for (const name of names(pieces)) {
    const at = [...path, name];
    const entry = agreed(
      descend(reading, name).map((child) => valueOf(child, at)),
      at,
    );
    if (entry) entries.set(name, entry);
  }
  const open = pieces.filter(isCode).map(expressionOf);
  const more = [...reading.mights.map(({ doubt }) => doubt), ...open];
  return { kind: 'set', entries, more, said: [...new Set(pieces.map(({ said }) => said))] };
}

/** One answer, if all readings give the same. */
function agreed(answers: readonly (Value | undefined)[], path: readonly string[]): Value | undefined {
  const [first] = answers;
  const prints = new Set(answers.map((answer) => (answer ? fingerprint(answer) : '')));
  if (prints.size === 1) return first;
  const said = [...new Set(answers.flatMap((answer) => answer?.said ?? []))];
  const reason = `a set around «${formatAttrPath(path)}» has a priority (mkForce, mkDefault), and whether it pushes out what others say depends on the type of the option`;
  return { kind: 'unknown', doubts: [{ reason }], said };
}
