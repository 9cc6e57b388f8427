import { FlakeInput } from './flake-input';

/** The release that this version of the library was written against. */
const CURRENT_RELEASE = '26.05';

/**
 * A version of nixpkgs, the collection that every package and NixOS itself comes from.
 *
 * A machine has one; single packages may come from another one beside it, as in `Pkg.of('ardour', { nixpkgs: Nixpkgs.unstable() })`.
 */
export class Nixpkgs {
  /**
   * A stable release. It gets fixes for seven months, and its packages are in NixOS's public cache.
   *
   * @param version year and month, such as `26.05`
   */
  public static release(version: string): Nixpkgs {
    return new Nixpkgs(`nixos-${version}`, `nixpkgs-${version.replace('.', '-')}`, version);
  }

  /** The rolling branch: the newest packages, tested together, changing every few days. */
  public static unstable(): Nixpkgs {
    return new Nixpkgs('nixos-unstable', 'nixpkgs-unstable');
  }

  /**
   * One revision for ever, for a piece of music that must open again in five years.
   *
   * @param commit all 40 digits of a commit of nixpkgs
   */
  public static revision(commit: string): Nixpkgs {
    return new Nixpkgs(commit, `nixpkgs-${commit.slice(0, 7)}`);
  }

  /** The release that machines get which do not ask for another one. */
  public static readonly DEFAULT = Nixpkgs.release(CURRENT_RELEASE);

  /** The branch or commit: `nixos-26.05`. */
  public readonly gitRef: string;

  /**
   * What is wrong with it, for the construct that uses it to report.
   *
   * @internal
   */
  public readonly _problem: string | undefined;

  private constructor(
    gitRef: string,
    private readonly name: string,
    release?: string,
  ) {
    this.gitRef = gitRef;
    this._problem = problem(gitRef, release);
  }

  /** The flake's address: `github:NixOS/nixpkgs/nixos-26.05`. */
  public get url(): string {
    return `github:NixOS/nixpkgs/${this.gitRef}`;
  }

  /**
   * The name of its package set where it stands beside a machine's own: `pkgs-unstable`.
   *
   * @internal
   */
  public get _packageSet(): string {
    return this.name.replace('nixpkgs', 'pkgs');
  }

  /**
   * The input, under the plain name where it is the app's own nixpkgs.
   *
   * @internal
   */
  public _input(main: Nixpkgs): FlakeInput {
    return new FlakeInput(this.gitRef === main.gitRef ? 'nixpkgs' : this.name, { url: this.url });
  }
}

function problem(ref: string, release: string | undefined): string | undefined {
  if (release !== undefined)
    return /^\d\d\.(05|11)$/.test(release)
      ? undefined
      : `nixpkgs has no release «${release}»: releases are called after year and month, such as ${CURRENT_RELEASE}, and come in May (05) and November (11).`;
  return ref === 'nixos-unstable' || /^[0-9a-f]{40}$/.test(ref)
    ? undefined
    : `«${ref}» is no commit of nixpkgs: all 40 hexadecimal digits are needed (git rev-parse HEAD prints them).`;
}
