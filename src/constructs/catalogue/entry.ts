import type { PluginFormat } from '../plugin-format';

/** What a program or a package of plugins is for. */
export type Kind =
  | 'daw'
  | 'host'
  | 'sequencer'
  | 'synth'
  | 'sampler'
  | 'effect'
  | 'livecoding'
  | 'notation'
  | 'controller'
  | 'server'
  | 'player'
  | 'utility';

/** What is known about a package of nixpkgs. What is left out does not apply, or is nothing special. */
export interface CatalogueEntry {
  readonly kind: Kind;
  /** What it is, for a musician. */
  readonly about: string;
  /** Its name as its makers write it, where it is spoken of; otherwise the attribute stands for it. */
  readonly title?: string;
  /**
   * The program to start, for packages that do not say it themselves. Where it is left out the package's own `meta.mainProgram` counts: it moves
   * with the version (`ardour8`, `ardour9`), which a name written down here would not.
   */
  readonly program?: string;
  /** The formats that the package has plugins in, as nixpkgs builds it. Left out: it is no plugin. */
  readonly formats?: readonly PluginFormat[];
  /** Formats that the program cannot load, as nixpkgs builds it. */
  readonly cannotLoad?: readonly PluginFormat[];
  /** The name to allow, as `lib.getName` says it, of a package that is not free software. */
  readonly unfree?: string;
  /** The platforms it is limited to. */
  readonly platforms?: readonly string[];
  /** Worth knowing for whoever reads the catalogue. */
  readonly note?: string;
  /** Worth knowing for whoever uses the package: shown as a warning. */
  readonly caution?: string;
  /** The package was not looked at, only its name is known: its formats count as unknown. */
  readonly unverified?: true;
}

/** Packages by their attribute in nixpkgs. */
export type Section = Readonly<Record<string, CatalogueEntry>>;

/** Packages that are built, or work, on Intel and AMD only. */
export const ONLY_X86: readonly string[] = ['x86_64-linux'];
export const X86_AND_ARM: readonly string[] = ['x86_64-linux', 'aarch64-linux'];
