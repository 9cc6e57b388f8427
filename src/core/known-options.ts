import type { IConstruct } from 'constructs';
import { bare, escapeKey, type NixNode } from '../nix';
import { below, isCode, lowestPriority, names, piecesOf, type Claim, type Piece } from './claims';

/** A value, who said it, and the option that it was said about. */
export interface Said<T> {
  readonly value: T;
  readonly said: IConstruct;
  readonly option: string;
}

/** What an option without parts can hold. */
export type PlainValue = boolean | number | string;

/**
 * What a machine says about options of which it is known that they are options, and of which type. `testing/machine-options.ts` reads any option,
 * knows no types, and has to doubt; here the reader knows, and what is not a plain value in the end is simply not there.
 *
 * A place is a group of options, an option, or something inside of the value of one. In a group a word around a set (`lib.mkForce { … }`) counts for
 * each option in it; at an option the strongest counts, and then again at each name inside of its value.
 */
export class OptionPlace {
  /** By the next name, those that say something further down; made when somebody asks, for most places nobody does. */
  private inner: ReadonlyMap<string, OptionPlace> | undefined;
  private name: string | undefined;

  private constructor(
    private readonly outer: OptionPlace | undefined,
    private readonly key: string,
    private readonly claims: Claim[],
    /** How much of the paths of the claims lies behind us. */
    private readonly depth: number,
    /** How strongly somebody may say something here that only Nix can read. */
    private readonly unread = Infinity,
  ) {}

  /** The place that all options are below. */
  public static root(claims: readonly Claim[]): OptionPlace {
    return new OptionPlace(undefined, '', [...claims], 0);
  }

  /** The place of a name in a group: `root.at('boot', 'kernelParams')`. */
  public at(...path: readonly string[]): OptionPlace {
    return path.reduce<OptionPlace>((place, key) => place.child(key), this);
  }

  /** The place of a name in the value of the option at this place. */
  public in(key: string): OptionPlace {
    return this.isPlain ? this.child(key) : new OptionPlace(this.outer, this.key, this.pieces.map(asClaim), 0).child(key);
  }

  /** The names in the value of the option at this place. */
  public get names(): string[] {
    return this.isPlain ? [...this.children.keys()].sort() : names(this.pieces);
  }

  /** Whether there is something of a name in the value of the option at this place. */
  public has(key: string): boolean {
    return this.isPlain ? this.children.has(key) : this.names.includes(key);
  }

  /** Whether the names in the value of the option at this place are known: nothing beside them has to be computed. */
  public get isKnown(): boolean {
    if (this.isPlain) return true;
    return this.unread === Infinity && piecesOf(this.claims, this.depth).every((piece) => piece.condition === undefined && !isCode(piece));
  }

  /** Who decides the option, whatever its value is. */
  public get sayer(): Pick<Said<unknown>, 'said' | 'option'> | undefined {
    const [first] = this.pieces;
    return first && { said: first.said, option: this.option };
  }

  /** The option's value, where it is one plain value; what somebody else is said to have said where nobody says anything. */
  public saidOr(value: PlainValue, otherwise: Said<unknown>): Said<PlainValue> | undefined {
    return this.claims.length === 0 && this.unread === Infinity ? { ...otherwise, value } : this.plain;
  }

  /** The option's value, where it is one plain value. */
  public get plain(): Said<PlainValue> | undefined {
    for (const { node, said } of this.pieces) {
      const value = node && plainOf(node);
      if (value !== undefined) return { value, said, option: this.option };
      if (node) return undefined;
    }
    return undefined;
  }

  /**
   * The items of the option's value, a list, in the order in which NixOS joins them: outside of submodules what was said last comes first.
   *
   * @param inSubmodule whether the option is one of a submodule, such as those of an account
   */
  public items(inSubmodule = false): Said<NixNode>[] {
    const { option } = this;
    const lists = inSubmodule ? this.pieces : grouped(this.pieces).reverse().flat();
    return lists
      .toSorted((a, b) => a.order - b.order)
      .flatMap(({ node, said }) => (node?.kind === 'list' ? node.items.map((value) => ({ value, said, option })) : []));
  }

  private child(key: string): OptionPlace {
    if (this.isPlain) return this.children.get(key) ?? new OptionPlace(this, key, [], 0, this.unread);
    const { claims, opaque } = below(piecesOf(this.claims, this.depth), key);
    return new OptionPlace(this, key, claims, 0, Math.min(this.unread, ...opaque.map(({ priority }) => priority)));
  }

  /** Whether everything here is said name by name, without words around a set: nearly always. Then nothing has to be taken apart. */
  private get isPlain(): boolean {
    return this.unread === Infinity && this.claims.every(({ path, priority }) => path.length > this.depth && priority === undefined);
  }

  private get children(): ReadonlyMap<string, OptionPlace> {
    return (this.inner ??= this.split());
  }

  private split(): ReadonlyMap<string, OptionPlace> {
    const places = new Map<string, OptionPlace>();
    for (const claim of this.claims) {
      const key = claim.path[this.depth]!;
      const known = places.get(key);
      if (known) known.claims.push(claim);
      else places.set(key, new OptionPlace(this, key, [claim], this.depth + 1));
    }
    return places;
  }

  /** The option's path, as one writes it. */
  private get option(): string {
    return (this.name ??= this.outer?.outer ? `${this.outer.option}.${escapeKey(this.key)}` : escapeKey(this.key));
  }

  /** What counts at an option: what is said most strongly, unless something that only Nix can read may be stronger. */
  private get pieces(): readonly Piece[] {
    if (this.claims.length === 0) return NOTHING;
    const pieces = piecesOf(this.claims, this.depth);
    if (pieces.length === 1 && pieces[0]!.condition === undefined && this.unread === Infinity) return pieces;
    const certain = pieces.filter(({ condition }) => condition === undefined);
    const strongest = lowestPriority(certain);
    const doubtful = pieces.filter(({ condition }) => condition !== undefined).map(({ priority }) => priority);
    return Math.min(this.unread, ...doubtful) < strongest ? [] : certain.filter(({ priority }) => priority === strongest);
  }
}

const NOTHING: readonly Piece[] = [];

/** Without its words, which have done their work. */
function asClaim({ below: claim, node, said }: Piece): Claim {
  return claim ? { said, path: claim.path, node: claim.node } : { said, path: [], node: node! };
}

/** The pieces of each module, in the order of the modules. */
function grouped(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    const group = groups.find(([first]) => first!.said === piece.said && first!.foreign === piece.foreign);
    if (group) group.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

/** A plain value; undefined for lists, sets, null and everything that has to be computed. */
export function plainOf(node: NixNode): PlainValue | undefined {
  const inner = bare(node);
  switch (inner.kind) {
    case 'bool':
    case 'float':
      return inner.value;
    case 'int':
      return Number(inner.value);
    case 'string':
    case 'indented':
      return inner.parts.every((part) => typeof part === 'string') ? inner.parts.join('') : undefined;
    default:
      return undefined;
  }
}
