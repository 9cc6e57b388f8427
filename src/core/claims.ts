import type { IConstruct } from 'constructs';
import { PLAIN_ORDER, PLAIN_PRIORITY, type NixNode } from '../nix';
import { contents, type Content } from './contents';
import type { NixosModule } from './module';

/**
 * What one construct says at one place of the tree of options: a value that stands right there, or one that stands below, at `path`.
 *
 * Words around a set (`lib.mkForce { … }`) are carried down to what is in it.
 */
export interface Claim {
  readonly said: IConstruct;
  readonly path: readonly string[];
  readonly node: NixNode;
  readonly priority?: number;
  readonly condition?: string;
  /** It is a module of another flake that says it, which the construct has switched on. */
  readonly foreign?: true;
}

/** A claim about this very place, with its words taken off. */
export interface Piece {
  readonly said: IConstruct;
  readonly priority: number;
  readonly order: number;
  readonly condition?: string;
  readonly foreign?: true;
  /** The value, or the claim about something further down. */
  readonly node?: NixNode;
  readonly below?: Claim;
}

/** Everything that a machine's constructs say, in the order of their modules. Of lists that one construct gives in two goes all items count, of anything else the later. */
export function claimsOf(modules: readonly NixosModule[]): Claim[] {
  return modules.flatMap(({ construct, _definitions }) => {
    const own = new Map<string, Claim>();
    for (const { path, node } of _definitions) {
      const key = path.join('\0');
      own.set(key, { said: construct, path, node: joined(own.get(key)?.node, node) });
    }
    return [...own.values()];
  });
}

const joined = (first: NixNode | undefined, second: NixNode): NixNode =>
  first?.kind === 'list' && second.kind === 'list' ? { kind: 'list', items: [...first.items, ...second.items] } : second;

/**
 * The claims about one place, taken apart.
 *
 * @param depth how much of their paths leads to the place
 */
export function piecesOf(claims: readonly Claim[], depth = 0): Piece[] {
  const pieces: Piece[] = [];
  for (const claim of claims) {
    if (claim.path.length > depth)
      pieces.push(piece(claim, claim, undefined, depth === 0 ? claim : { ...claim, path: claim.path.slice(depth) }));
    else for (const content of contents(claim.node)) pieces.push(piece(claim, content, content.node));
  }
  return pieces;
}

/** Made in one go and without what is not there: a school has many. */
function piece(claim: Claim, words: Partial<Content>, node?: NixNode, below?: Claim): Piece {
  const made: { -readonly [Member in keyof Piece]: Piece[Member] } = {
    said: claim.said,
    priority: claim.priority ?? words.priority ?? PLAIN_PRIORITY,
    order: words.order ?? PLAIN_ORDER,
  };
  const condition = claim.condition ?? words.condition;
  if (condition !== undefined) made.condition = condition;
  if (claim.foreign) made.foreign = true;
  if (node) made.node = node;
  if (below) made.below = below;
  return made;
}

/** The claims about one name below a place. Values that cannot hold a name say nothing about it; `opaque` are those that may or may not. */
export function below(pieces: readonly Piece[], key: string): { claims: Claim[]; opaque: Piece[] } {
  const claims: Claim[] = [];
  const opaque: Piece[] = [];
  for (const piece of pieces) {
    if (piece.below) {
      const { below: claim } = piece;
      if (claim.path[0] === key) claims.push({ ...claim, path: claim.path.slice(1) });
    } else if (!fromSet(piece, key, claims)) {
      opaque.push(piece);
    }
  }
  return { claims, opaque };
}

/** Adds what a set says about a name; false where that cannot be told. */
function fromSet(piece: Piece, key: string, claims: Claim[]): boolean {
  const node = piece.node!;
  if (node.kind !== 'attrs') return DATA.has(node.kind);
  if (node.recursive) return false;
  let certain = true;
  for (const binding of node.bindings) {
    if (binding.kind === 'inherit') {
      if (binding.names.includes(key)) certain = false;
    } else if (typeof binding.path[0] !== 'string') {
      certain = false;
    } else if (binding.path[0] === key) {
      if (binding.path.every((part) => typeof part === 'string')) claims.push(inside(piece, binding.path.slice(1), binding.value));
      else certain = false;
    }
  }
  return certain;
}

function inside({ said, priority, condition }: Piece, path: readonly string[], node: NixNode): Claim {
  return {
    said,
    path,
    node,
    ...(priority === PLAIN_PRIORITY ? {} : { priority }),
    ...(condition === undefined ? {} : { condition }),
  };
}

/** Kinds of values that hold no names. A path is none of them: it may lead to a module. */
const DATA: ReadonlySet<NixNode['kind']> = new Set(['null', 'bool', 'int', 'float', 'string', 'indented', 'list']);

/** Whether a piece is a set whose names are known. */
export const holdsNames = ({ node, below: claim }: Piece): boolean => claim !== undefined || (node?.kind === 'attrs' && !node.recursive);

/** Whether a piece is code, whose value may be a set or anything else. */
export const isCode = (piece: Piece): boolean => !holdsNames(piece) && !DATA.has(piece.node!.kind);

/** The names that are certainly said below a place. */
export function names(pieces: readonly Piece[]): string[] {
  const found = new Set<string>();
  for (const { node, below: claim } of pieces) {
    if (claim) found.add(claim.path[0]!);
    if (node?.kind !== 'attrs' || node.recursive) continue;
    for (const binding of node.bindings) {
      if (binding.kind === 'inherit') binding.names.forEach((name) => found.add(name));
      else if (typeof binding.path[0] === 'string') found.add(binding.path[0]);
    }
  }
  return [...found].sort();
}

/** The strongest priority that certainly counts. */
export function lowestPriority(pieces: readonly Piece[]): number {
  const certain = pieces.filter(({ condition }) => condition === undefined);
  return Math.min(...(certain.length > 0 ? certain : pieces).map(({ priority }) => priority));
}
