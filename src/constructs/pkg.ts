import type { FlakeInput, Nixpkgs } from '../core';
import { formatAttrPath, Nix } from '../nix';
import { findPackage, type CatalogueEntry } from './catalogue';
import { ofFlakeInput, ofNixCode, ofNixpkgs, type PackageContext, type PackageOrigin } from './pkg-origin';
import type { PluginFormat } from './plugin-format';

/** What the catalogue cannot know about a package, or knows otherwise. */
export interface PkgFacts {
  /**
   * The formats that it has plugins in. Say them for a package that the catalogue does not know, or that is built otherwise, e.g. with
   * `overrideArgs({ dssiSupport: true })`.
   *
   * @default - what the catalogue says; for a package that it does not know, all seven are searched
   */
  readonly formats?: PluginFormat[];

  /**
   * Whether it is not free software. Nix refuses such a package unless it is allowed by its name; the catalogue knows those it has.
   *
   * @default - what the catalogue says, otherwise false
   */
  readonly unfree?: boolean;

  /**
   * The name by which an unfree package is allowed, where it is not the last part of its attribute. Nix says it in the message that refuses the package.
   *
   * @default - the last part of the attribute
   */
  readonly unfreeName?: string;
}

/** Where in nixpkgs a package is taken from, and facts about it. */
export interface PkgProps extends PkgFacts {
  /**
   * The nixpkgs it comes from. Any number can stand beside the machine's own; each costs disk space and evaluation time once.
   *
   * @default - the machine's own
   */
  readonly nixpkgs?: Nixpkgs;
}

/** A name for an expression, and facts about it. */
export interface NixPkgProps extends PkgFacts {
  /**
   * What it is called in messages and as the argument of a package file.
   *
   * @default - the last part of a selection such as `pkgs.ardour`, otherwise `package`
   */
  readonly name?: string;
}

/** A change to how a package is built. */
interface Change {
  readonly method: 'overrideArgs' | 'overrideAttrs';
  readonly attributes: { readonly [name: string]: unknown };
}

/**
 * A package: a program, plugins, a sample library.
 *
 * Wherever this library takes a `Pkg` it takes the plain name too: `'ardour'` is `Pkg.of('ardour')`. What nixpkgs lacks is made with `PluginPackage`.
 * What is wrong with a package is reported by the construct that uses it.
 *
 * @example
 *
 * const newest = Pkg.of('ardour', { nixpkgs: Nixpkgs.unstable() });
 * const calf = Pkg.of('calf').overrideArgs({ jackSupport: true });
 * const ours = Pkg.fromInput(new FlakeInput('band', { url: 'github:the-band/nix' }), 'our-synth');
 */
export class Pkg {
  /**
   * A package of nixpkgs.
   *
   * @param attribute its attribute, e.g. `ardour` or `pipewire.jack` (https://search.nixos.org/packages)
   * @param props another nixpkgs, and facts that the catalogue does not know
   */
  public static of(attribute: string, props: PkgProps = {}): Pkg {
    return new Pkg(ofNixpkgs(attribute, props.nixpkgs), props);
  }

  /**
   * A package of another flake.
   *
   * @param input the flake
   * @param attribute its name among the flake's `packages`; or a path such as `legacyPackages.our.synth`, into which the machine's platform is put
   * after `packages` or `legacyPackages` unless one stands there
   * @param facts what there is to know about it
   */
  public static fromInput(input: FlakeInput, attribute: string, facts: PkgFacts = {}): Pkg {
    return new Pkg(ofFlakeInput(input, attribute), facts);
  }

  /**
   * A package that an expression of Nix says. It is taken as it is: the catalogue is not asked.
   *
   * @param expression what it is, with `pkgs` and `lib` in scope
   * @param props a name for it, and what there is to know about it
   */
  public static fromNix(expression: Nix, props: NixPkgProps = {}): Pkg {
    return new Pkg(ofNixCode(expression, props.name), props);
  }

  /**
   * A package from any other place.
   *
   * @internal
   */
  public static _ofOrigin(origin: PackageOrigin, facts: PkgFacts): Pkg {
    return new Pkg(origin, facts);
  }

  /** What it is called: the attribute in nixpkgs, e.g. `ardour`. */
  public readonly name: string;

  /** The nixpkgs it is to come from, where that is not the machine's own. */
  public readonly nixpkgs?: Nixpkgs;

  private keyText: string | undefined;

  private constructor(
    private readonly origin: PackageOrigin,
    private readonly facts: PkgFacts,
    private readonly changes: readonly Change[] = [],
  ) {
    this.name = origin.name;
    this.nixpkgs = origin.nixpkgs;
  }

  /**
   * The package built with other arguments of its package function (`override`), e.g. `{ jackSupport: true }`. It is compiled on your machines: the public cache
   * has only what nixpkgs builds.
   *
   * @param args arguments and their values: JavaScript or `Nix`
   */
  public overrideArgs(args: { [name: string]: any }): Pkg {
    return new Pkg(this.origin, this.facts, [...this.changes, { method: 'overrideArgs', attributes: args }]);
  }

  /**
   * The package built with other attributes of its derivation (`overrideAttrs`), e.g. patches. `Nix.name('old')` stands for the attributes as they were.
   *
   * @param attributes attributes and their values: JavaScript or `Nix`
   */
  public overrideAttrs(attributes: { [name: string]: any }): Pkg {
    return new Pkg(this.origin, this.facts, [...this.changes, { method: 'overrideAttrs', attributes }]);
  }

  /**
   * The formats that it has plugins in; undefined where nobody knows.
   *
   * @internal
   */
  public get _formats(): readonly PluginFormat[] | undefined {
    if (this.facts.formats) return this.facts.formats;
    const entry = this._entry;
    return entry && !entry.unverified ? (entry.formats ?? []) : entry?.formats;
  }

  /**
   * What the catalogue knows about it.
   *
   * @internal
   */
  public get _entry(): CatalogueEntry | undefined {
    const lookup = this._inNixpkgs ? findPackage(this.name) : undefined;
    return lookup?.kind === 'found' || lookup?.kind === 'renamed' ? lookup.entry : undefined;
  }

  /** @internal */
  public get _inNixpkgs(): boolean {
    return this.origin.kind === 'nixpkgs';
  }

  /**
   * Whether its file is one of ours.
   *
   * @internal
   */
  public get _isOwn(): boolean {
    return this.origin.kind === 'file';
  }

  /**
   * Whether it is built differently from what nixpkgs has, so that some of what the catalogue says may not hold.
   *
   * @internal
   */
  public get _isChanged(): boolean {
    return this.changes.length > 0;
  }

  /**
   * Two packages with one key are the same.
   *
   * @internal
   */
  public get _key(): string {
    this.keyText ??= [this.origin.key, ...this.changes.map(({ method, attributes }) => `${method} ${textOf(attributes)}`)].join(' ');
    return this.keyText;
  }

  /**
   * What is wrong with it, as far as it can tell by itself.
   *
   * @internal
   */
  public get _problems(): string[] {
    const problems = this.changes.map(({ method, attributes }) => problemOf(`${this.name}.${method}`, attributes));
    return [this.origin.problem, ...(this.origin.problems ?? []), ...problems].filter((problem) => problem !== undefined);
  }

  /**
   * What is doubtful about it, as far as it can tell by itself.
   *
   * @internal
   */
  public get _cautions(): readonly string[] {
    return this.origin.cautions ?? [];
  }

  /**
   * The platforms that it is made for; undefined where nobody says.
   *
   * @internal
   */
  public get _platforms(): readonly string[] | undefined {
    return this.origin.platforms ?? this._entry?.platforms;
  }

  /**
   * The package as it stands in a configuration. What it needs there (an input, another nixpkgs, leave for an unfree package) is asked for.
   *
   * @internal
   */
  public _in(context: PackageContext): Nix {
    const unfree = this.unfreeName;
    if (unfree !== undefined) context.allowUnfree(unfree);
    return this.changes.reduce(changed, this.origin.render(context));
  }

  private get unfreeName(): string | undefined {
    const { unfree, unfreeName } = this.facts;
    if (unfree === false) return undefined;
    return unfreeName ?? this._entry?.unfree ?? (unfree ? this.name.split('.').at(-1) : undefined);
  }
}

/** What users give: a package, or the name of one. Packages never change, so that everybody who says a name can have the same one. */
export function toPkg(pkg: string | Pkg): Pkg {
  if (typeof pkg !== 'string') return pkg;
  let named = byName.get(pkg);
  if (!named) byName.set(pkg, (named = Pkg.of(pkg)));
  return named;
}

const byName = new Map<string, Pkg>();

/** The same packages, each once, where it came first. */
export function withoutDuplicates(packages: readonly Pkg[]): Pkg[] {
  const seen = new Set<string>();
  return packages.filter(({ _key }) => !seen.has(_key) && seen.add(_key));
}

function changed(base: Nix, { method, attributes }: Change): Nix {
  return method === 'overrideArgs'
    ? Nix.call(Nix.attr(base, 'override'), attributes)
    : Nix.call(Nix.attr(base, 'overrideAttrs'), Nix.fn('old', attributes));
}

function textOf(attributes: Change['attributes']): string {
  try {
    return Nix.of(attributes).toString();
  } catch {
    return formatAttrPath(Object.keys(attributes)); // reported as a problem; any text will do
  }
}

function problemOf(where: string, attributes: Change['attributes']): string | undefined {
  try {
    Nix.of(attributes);
    return undefined;
  } catch (error) {
    return `${where}({ … }) cannot be written as Nix: ${(error as Error).message}`;
  }
}
