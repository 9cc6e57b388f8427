import type { Nix } from '../../nix';
import type { Pkg } from '../pkg';
import type { Phases } from './props';

/** What a layer says about a package: the same for every build system, so that one printer writes them all. */
export interface Plan {
  /** The function of nixpkgs that builds: `stdenv.mkDerivation`. */
  readonly builder: 'stdenv.mkDerivation' | 'rustPlatform.buildRustPackage';
  /** What it brings besides what the user asks for: names of nixpkgs. */
  readonly nativeBuildInputs?: readonly string[];
  readonly buildInputs?: readonly (string | Nix)[];
  readonly runtimeDependencies?: readonly (string | Pkg)[];
  /** Attributes that belong to the source: `cargoHash`, `sourceRoot`, `dontUnpack`. */
  readonly sourceAttributes?: Readonly<Record<string, unknown>>;
  /** Flags and switches: `cmakeFlags`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Phases that it brings; the user's take their place. */
  readonly phases?: Phases;
  /** The lines of its installPhase; the user's `files` take their place. */
  readonly install?: readonly string[];
  /** The folder that the user's `files` are in, where it is not the one that is built in. */
  readonly resultFolder?: string;
  readonly meta?: Readonly<Record<string, Nix | Nix[]>>;
  readonly problems?: readonly (string | undefined)[];
  readonly cautions?: readonly (string | undefined)[];
}

/** A phase that replaces one of nixpkgs runs the hooks around it itself. */
export function phase(name: 'Build' | 'Install' | 'InstallCheck', lines: readonly string[]): string {
  return ['runHook pre' + name, '', ...lines, '', 'runHook post' + name, ''].join('\n');
}
