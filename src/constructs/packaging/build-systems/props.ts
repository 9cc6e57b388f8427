import type { Pkg } from '../../pkg';
import type { PhasesProps } from '../props';

/** A project with a makefile. */
export interface MakefileProps extends PhasesProps {
  /**
   * Variables and flags for every call of make, e.g. `['BUILD_VST3=true']`, without blanks. `PREFIX=$(out)` is there already.
   *
   * @default - none
   */
  readonly makeFlags?: string[];

  /**
   * The targets that are built.
   *
   * @default - the makefile's own
   */
  readonly buildTargets?: string[];
}

/** A project with a CMakeLists.txt. */
export interface CmakeProps extends PhasesProps {
  /**
   * Options of the project: `{ BUILD_LV2: true, SYNTH_UI: 'opengl' }`. Booleans become ON and OFF.
   *
   * @default - none
   */
  readonly options?: { [name: string]: any };

  /**
   * Flags of cmake itself, without blanks, e.g. `['--fresh']`.
   *
   * @default - none
   */
  readonly cmakeFlags?: string[];
}

/** A project with a meson.build. */
export interface MesonProps extends PhasesProps {
  /**
   * Options of the project: `{ lv2: true, gui: 'enabled' }`.
   *
   * @default - none
   */
  readonly options?: { [name: string]: any };

  /**
   * Flags of meson itself, without blanks.
   *
   * @default - none
   */
  readonly mesonFlags?: string[];
}

/** A plugin made with the DISTRHO Plugin Framework and its makefiles. */
export interface DpfProps extends PhasesProps {
  /**
   * Variables and flags for every call of make, e.g. `['BUILD_VST3=true']`, without blanks.
   *
   * @default - none
   */
  readonly makeFlags?: string[];

  /**
   * Where the framework lies in the source. Mostly it is a submodule: `submodules: true`.
   *
   * @default dpf
   */
  readonly framework?: string;

  /**
   * Whether it has a picture of its own: OpenGL and X11 are among its libraries then.
   *
   * @default true
   */
  readonly graphics?: boolean;
}

/** A program in Faust. */
export interface FaustProps extends PhasesProps {
  /**
   * The program: a path inside of the source that ends in `.dsp`.
   *
   * @default - the source itself, where that is a single file
   */
  readonly program?: string;

  /**
   * Flags of faust2lv2 and faust2ladspa, each word by itself: `['-vec', '-time']`. Both get all of them; some, such as `-nvoices`, only faust2lv2 has.
   *
   * @default - none
   */
  readonly faustFlags?: string[];

  /**
   * Whether the LV2 plugin gets a picture of its own, made with Qt (`-gui`).
   *
   * @default false
   */
  readonly graphics?: boolean;
}

/** A project in Rust. */
export interface RustProps extends PhasesProps {
  /**
   * The hash of all crates that it is made of, as Nix prints it: `sha256-…`.
   *
   * @default - nixpkgs' fake hash, with a warning that says how to get the real one
   */
  readonly cargoHash?: string;

  /**
   * The crates that nih-plug's bundler makes plugins of: `cargo xtask bundle <crate>`. It makes CLAP and VST3.
   *
   * @default - `cargo build` alone; then `files` say which libraries below `target/<platform>/release` are plugins
   */
  readonly bundle?: string[];

  /**
   * Flags of cargo, each word by itself: `['--package', 'synth']`.
   *
   * @default - none
   */
  readonly cargoBuildFlags?: string[];
}

/** What a vendor has built: it is unpacked, and made to find its libraries. */
export interface PrebuiltProps extends PhasesProps {
  /**
   * Libraries that it opens only when it runs, so that nobody sees from outside that it needs them.
   *
   * @default - none
   */
  readonly runtimeDependencies?: (string | Pkg)[];

  /**
   * Whether its programs and libraries are changed so that they find their libraries in the Nix store. A program for a `FhsHost` stays as it is.
   *
   * @default true
   */
  readonly patchElf?: boolean;
}
