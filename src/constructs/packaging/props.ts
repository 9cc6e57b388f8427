import type { System } from '../../core';
import type { Pkg } from '../pkg';
import type { PluginFormat } from '../plugin-format';
import type { PluginFiles } from './files';
import type { Source } from './source';

/** What every package is told, however it is built. */
export interface PackageProps {
  /**
   * The formats that it has plugins in. Each must be in `lib/<format>` when it is built, or the build fails (a bare `derivation` is not looked at). Only a
   * program (`mainProgram`) may have none.
   */
  readonly formats: PluginFormat[];

  /**
   * Its name (`pname`), which is also the name of its file: `packages/<name>.nix`.
   *
   * @default - the name of the repository or of the file
   */
  readonly name?: string;

  /**
   * Its version, such as `1.2.0`; nixpkgs calls a commit after its day, `0-unstable-2026-05-31`.
   *
   * @default - what the tag or the file's name says; `0` for a file of the project
   */
  readonly version?: string;

  /**
   * What runs while it is built: names of nixpkgs, or `Pkg`. A build system brings its own.
   *
   * @default - none
   */
  readonly nativeBuildInputs?: (string | Pkg)[];

  /**
   * What it is built with and needs when it runs, mostly libraries: names of nixpkgs, or `Pkg`. A build system may bring some.
   *
   * @default - none
   */
  readonly buildInputs?: (string | Pkg)[];

  /**
   * Environment variables of the build.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * What it is, in a few words (`meta.description`).
   *
   * @default - nothing is said
   */
  readonly description?: string;

  /**
   * Where it is at home (`meta.homepage`).
   *
   * @default - the repository on GitHub
   */
  readonly homepage?: string;

  /**
   * Its licence, by the name that nixpkgs has for it: `gpl3Plus`, `mit` (`lib.licenses`).
   *
   * @default - nothing is said, and Nix takes it as free
   */
  readonly license?: string;

  /**
   * Whether it is not free software. Machines that use it allow it by its name.
   *
   * @default false
   */
  readonly unfree?: boolean;

  /**
   * The platforms that it is made for (`meta.platforms`).
   *
   * @default - every Linux
   */
  readonly platforms?: System[];

  /**
   * The program that it has, a file in `bin` (`meta.mainProgram`).
   *
   * @default - none
   */
  readonly mainProgram?: string;
}

/**
 * Shell that you write: the scripts of the phases that nixpkgs goes through when it builds (https://nixos.org/manual/nixpkgs, «Phases»).
 *
 * A `pre…` or `post…` is run around a phase; a `…Phase` takes the place of the whole one, also where a build system brings it. This is the one
 * place where text becomes code of the shell.
 */
export interface Phases {
  /**
   * Takes the source apart.
   *
   * @default - nixpkgs knows archives and folders
   */
  readonly unpackPhase?: string;

  /**
   * After the patches.
   *
   * @default - none
   */
  readonly postPatch?: string;

  /**
   * Before the build is configured.
   *
   * @default - none
   */
  readonly preConfigure?: string;

  /**
   * Configures the build.
   *
   * @default - what the build system says
   */
  readonly configurePhase?: string;

  /**
   * Before it is built.
   *
   * @default - none
   */
  readonly preBuild?: string;

  /**
   * Builds it.
   *
   * @default - what the build system says, otherwise `make`
   */
  readonly buildPhase?: string;

  /**
   * After it is built.
   *
   * @default - none
   */
  readonly postBuild?: string;

  /**
   * Before it is installed.
   *
   * @default - none
   */
  readonly preInstall?: string;

  /**
   * Puts the result into `$out`.
   *
   * @default - what `files` say, or the build system, otherwise `make install`
   */
  readonly installPhase?: string;

  /**
   * After it is installed.
   *
   * @default - none
   */
  readonly postInstall?: string;

  /**
   * Last of all, after libraries have been patched and stripped.
   *
   * @default - none
   */
  readonly postFixup?: string;
}

/** What a package that goes through the phases of nixpkgs is told. */
export interface PhasesProps extends PackageProps {
  /**
   * Changes to the source: files of the project, relative to the folder of `cdk.json`, or sources such as `Source.fromUrl({ url, hash })`.
   *
   * @default - none
   */
  readonly patches?: (string | Source)[];

  /**
   * Shell of your own in the phases.
   *
   * @default - none
   */
  readonly phases?: Phases;

  /**
   * Which of the built files are plugins, where the project does not install them into `lib/<format>` itself. Every format needs an entry.
   *
   * @default - the project installs them
   */
  readonly files?: PluginFiles;
}

/** The lowest layer: one program that is run, and nothing else. */
export interface DerivationProps extends PackageProps {
  /**
   * The program. The build sees no other files than its own and those of its inputs.
   *
   * @default /bin/sh
   */
  readonly builder?: string;

  /** Its arguments. For `/bin/sh` that is `['-c', 'script']`; `$src` is the source, `$out` is what is to be made. */
  readonly args: string[];
}

/** One script, with the tools of nixpkgs' standard environment. */
export interface CommandProps extends PackageProps {
  /** Shell that you write. `$src` is the source, `$out` the folder to make: `install -Dm644 "$src" "$out/lib/vst3/…"`. */
  readonly script: string;
}
