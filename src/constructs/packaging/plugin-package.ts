import { Nix } from '../../nix';
import { Pkg } from '../pkg';
import type { PackageOrigin } from '../pkg-origin';
import { cmake } from './build-systems/cmake';
import { dpf } from './build-systems/dpf';
import { faust } from './build-systems/faust';
import { make } from './build-systems/make';
import { meson } from './build-systems/meson';
import { prebuilt } from './build-systems/prebuilt';
import type { CmakeProps, DpfProps, FaustProps, MakefileProps, MesonProps, PrebuiltProps, RustProps } from './build-systems/props';
import { rust } from './build-systems/rust';
import { commandLayer, derivationLayer, phasesLayer } from './layers';
import { recipeFile, type Recipe } from './package-file';
import { identityOf, packageProblems, patchSource, phasesProblems } from './package-problems';
import type { Plan } from './plan';
import type { CommandProps, DerivationProps, PhasesProps } from './props';
import { Source, type GithubSourceProps, type UrlSourceProps } from './source';

/**
 * A package of plugins that nixpkgs lacks: where its source comes from, and then how it is built. What comes out is a `Pkg` like any other one, for
 * bundles, hosts and overlays.
 *
 * There are four layers, and each build is said in the highest that fits:
 *
 * 1. `derivation`: one program that Nix runs.
 * 2. `command`: one script, with the tools of nixpkgs.
 * 3. `phases`: unpack, patch, configure, build, install, with scripts of your own.
 * 4. A build system: `makefile`, `cmake`, `meson`, `dpf`, `faust`, `rust`; and `prebuilt` for what a vendor has built.
 *
 * The package is written into `packages/<name>.nix`, as one would write it for nixpkgs. It is built on your machines: no public cache has it.
 *
 * @example
 *
 * const shaper = PluginPackage.fromGithub({ owner: 'wolf-plugins', repo: 'wolf-shaper', rev: 'v1.0.2', hash: 'sha256-…', submodules: true })
 *   .dpf({ formats: [PluginFormat.LV2, PluginFormat.VST3], license: 'gpl3Plus' });
 * const wah = PluginPackage.fromFile('dsp/wah.dsp').faust({ formats: [PluginFormat.LV2] });
 * new PluginBundle(studio, 'Ours', { plugins: [shaper, wah] });
 */
export class PluginPackage {
  /**
   * From a repository on GitHub.
   *
   * @param props which one, at which revision
   */
  public static fromGithub(props: GithubSourceProps): PluginPackage {
    return new PluginPackage(Source.fromGithub(props));
  }

  /**
   * From a file on the web: an archive of sources, or what a vendor has built.
   *
   * @param props where it is
   */
  public static fromUrl(props: UrlSourceProps): PluginPackage {
    return new PluginPackage(Source.fromUrl(props));
  }

  /**
   * From a file or a folder of the project.
   *
   * @param path relative to the folder of `cdk.json`
   */
  public static fromFile(path: string): PluginPackage {
    return new PluginPackage(Source.fromFile(path));
  }

  /**
   * From any source.
   *
   * @param source what it is made from
   */
  public static fromSource(source: Source): PluginPackage {
    return new PluginPackage(source);
  }

  private constructor(private readonly source: Source) {}

  // 1: a program ---------------------------------------------------------------------------------------------------------------------

  /**
   * One program that Nix runs, with nothing around it: no compiler, no shell tools but those that you name.
   *
   * @param props the program and its arguments
   */
  public derivation(props: DerivationProps): Pkg {
    return this.package(derivationLayer(this.source, props), [], []);
  }

  // 2: a command ---------------------------------------------------------------------------------------------------------------------

  /**
   * One script, with nixpkgs' compiler and shell tools (`runCommand`).
   *
   * @param props the script
   */
  public command(props: CommandProps): Pkg {
    return this.package(commandLayer(this.source, props), [], []);
  }

  // 3: phases ------------------------------------------------------------------------------------------------------------------------

  /**
   * The phases of nixpkgs, with scripts of your own (`stdenv.mkDerivation`).
   *
   * @param props the scripts
   */
  public phases(props: PhasesProps): Pkg {
    return this.planned(props, { builder: 'stdenv.mkDerivation' });
  }

  // 4: a build system ----------------------------------------------------------------------------------------------------------------

  /**
   * A project with a makefile that can install into a `PREFIX`.
   *
   * @param props formats and flags
   */
  public makefile(props: MakefileProps): Pkg {
    return this.planned(props, make(props));
  }

  /**
   * A project with a CMakeLists.txt. Projects made with JUCE do not install: name the results with `files`, which are searched below `build`.
   *
   * @param props formats and options
   */
  public cmake(props: CmakeProps): Pkg {
    return this.planned(props, cmake(props));
  }

  /**
   * A project with a meson.build.
   *
   * @param props formats and options
   */
  public meson(props: MesonProps): Pkg {
    return this.planned(props, meson(props));
  }

  /**
   * A plugin made with the DISTRHO Plugin Framework and its makefiles. What they build in `bin` is installed by format.
   *
   * @param props formats and flags
   */
  public dpf(props: DpfProps): Pkg {
    return this.planned(props, dpf(props));
  }

  /**
   * A program in Faust, made into LV2 or LADSPA plugins.
   *
   * @param props formats and flags
   */
  public faust(props: FaustProps): Pkg {
    return this.planned(props, faust(props, this.source._data.fileName));
  }

  /**
   * A project in Rust: with nih-plug's bundler, or with cargo alone.
   *
   * @param props formats, crates and their hash
   */
  public rust(props: RustProps): Pkg {
    return this.planned(props, rust(props, identityOf(props, this.source).name));
  }

  /**
   * What a vendor has built: unpacked, and made to find its libraries (`autoPatchelfHook`). Name the files of each format, as they lie in the
   * archive; a single file needs nothing.
   *
   * @param props formats, files and libraries
   */
  public prebuilt(props: PrebuiltProps): Pkg {
    return this.planned(props, prebuilt(props, this.source._data.fileName));
  }

  private planned(props: PhasesProps, plan: Plan): Pkg {
    const cautions = (props.patches ?? []).flatMap((patch) => patchSource(patch)._data.cautions);
    return this.package(
      phasesLayer(this.source, props, plan),
      [...phasesProblems(props), ...(plan.problems ?? [])],
      [...cautions, ...(plan.cautions ?? [])],
    );
  }

  private package(recipe: Recipe, problems: readonly (string | undefined)[], cautions: readonly (string | undefined)[]): Pkg {
    const { formats, unfree } = recipe.props;
    return Pkg._ofOrigin(
      originOf(recipe, [...packageProblems(recipe.props, recipe.identity), ...recipe.source._data.problems, ...problems], cautions),
      { formats, ...(unfree && { unfree }) },
    );
  }
}

function originOf(recipe: Recipe, problems: readonly (string | undefined)[], cautions: readonly (string | undefined)[]): PackageOrigin {
  const { identity, key, dependencies, props, source } = recipe;
  const keys = dependencies.map((pkg) => (typeof pkg === 'string' ? pkg : pkg._key));
  const ofDependencies = dependencies.flatMap((pkg) => (typeof pkg === 'string' ? Pkg.of(pkg) : pkg)._problems);
  const wrong = [...problems, ...ofDependencies].filter((problem) => problem !== undefined);
  return {
    kind: 'file',
    name: identity.name,
    key: `packages/${identity.name}.nix ${wrong.length > 0 ? wrong.join(' ') : JSON.stringify([key, keys])}`,
    problems: wrong,
    cautions: [...source._data.cautions, ...cautions].filter((caution) => caution !== undefined),
    ...(props.platforms && { platforms: props.platforms }),
    render: (context) => {
      if (wrong.length > 0) return Nix.of(null); // what is wrong has been said, and nothing is written
      const { file, args } = recipeFile(recipe, context);
      return context._callPackage(file, args);
    },
  };
}
