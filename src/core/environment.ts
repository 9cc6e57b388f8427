import type { IConstruct } from 'constructs';
import { Nix, toNode } from '../nix';
import { Annotations } from './annotations';
import type { EnvironmentDraft, EnvironmentPart } from './environment-draft';
import { badVariableName, onlyForMachines, twoProgramsOfOneName, variableTwice } from './environment-errors';
import { whereabouts } from './findings';
import type { FlakeInput } from './flake-input';
import type { PackageFile } from './machine-draft';
import { NixosModule } from './module';
import type { Nixpkgs } from './nixpkgs';
import type { Stack, System } from './stack';

/** What there is to say about a program besides its package. */
export interface EnvironmentProgramProps {
  /**
   * Its name as people say it.
   *
   * @default - the name it is started by
   */
  readonly title?: string;

  /**
   * The platforms that the package exists on.
   *
   * @default - all that the environment is for
   */
  readonly systems?: System[];
}

/** A package of plugins, as an environment sees it. */
export interface EnvironmentPluginProps {
  /** Two with one key are the same. */
  readonly key: string;
  /** The folders below `lib`: `lv2`, `vst3` … */
  readonly folders: readonly string[];
  readonly systems: readonly System[];
  /** Whether it is for all programs of a session. */
  readonly everywhere: boolean;
}

/**
 * What one construct adds to an environment for any Linux, which needs no administrator rights: programs, tools, variables. It is to a portable
 * stack what `NixosModule` is to a machine.
 *
 * You get one in `StudioConstruct.contributeToEnvironment`.
 */
export class Environment {
  /**
   * What a construct says, to an environment that is being put together.
   *
   * @internal
   */
  public static _of(owner: IConstruct, stack: Stack, systems: readonly System[], draft: EnvironmentDraft): Environment {
    return new Environment(owner, stack, systems, draft);
  }

  private readonly home: NixosModule;
  private readonly nixos: NixosModule;

  private constructor(
    private readonly owner: IConstruct,
    private readonly stack: Stack,
    private readonly platforms: readonly System[],
    private readonly draft: EnvironmentDraft,
  ) {
    this.home = NixosModule._of(owner, draft);
    this.nixos = NixosModule._of(owner, draft);
    draft.home.push(this.home);
    draft.nixos.push(this.nixos);
  }

  /** The construct that speaks. */
  public get construct(): IConstruct {
    return this.owner;
  }

  /** The platforms that the environment is for. */
  public get systems(): System[] {
    return [...this.platforms];
  }

  /**
   * Says in a few words what is set for homes and for NixOS. It stands as a comment above that.
   *
   * @param summary a few words, e.g. `PipeWire at 64 frames`
   */
  public describe(summary: string): void {
    this.home.describe(summary);
    this.nixos.describe(summary);
  }

  /**
   * Says that this construct has no place in an environment: it needs a machine of its own.
   *
   * @param why what only a machine can give, to follow the construct's name: `tunes the kernel`
   */
  public refuse(why: string): void {
    Annotations.of(this.owner).addError(onlyForMachines(this.owner.constructor.name, why, this.stack.stackName));
  }

  /**
   * Adds a program that is started by its name: `nix run .#ardour`.
   *
   * @param name the name
   * @param pkg the package, a `Nix` with `pkgs` in scope, such as `Nix.pkgs('ardour')`; its `meta.mainProgram` is started
   * @param props what else there is to say
   */
  public addProgram(name: string, pkg: any, props: EnvironmentProgramProps = {}): void {
    const known = this.draft.programs.find((program) => program.name === name);
    if (known) return Annotations.of(this.owner).addError(twoProgramsOfOneName(name, whereabouts(known.owner)));
    this.draft.programs.push({ name, title: props.title ?? name, owner: this.owner, ...this.part(pkg, props.systems) });
  }

  /**
   * Adds a package that is at hand besides the programs.
   *
   * @param pkg the package, a `Nix` with `pkgs` in scope, such as `Nix.pkgs('alsa-utils')`
   * @param systems the platforms that the package exists on
   * @default - all that the environment is for
   */
  public addTool(pkg: any, systems?: System[]): void {
    const part = this.part(pkg, systems);
    const key = Nix.of(pkg).toString();
    if (!this.draft.tools.has(key)) this.draft.tools.set(key, part);
  }

  /**
   * Sets a variable of the environment: in its shell, and in the sessions of a home or a NixOS that it becomes part of.
   *
   * @param name its name, such as `QT_SCALE_FACTOR`
   * @param value text or `Nix`; `$HOME` in it stands for the user's home
   */
  public setVariable(name: string, value: any): void {
    const node = toNode(value);
    const known = this.draft.variables.get(name);
    if (!/^[A-Za-z_]\w*$/.test(name)) return Annotations.of(this.owner).addError(badVariableName(name));
    if (known && Nix._fromNode(known).toString() !== Nix._fromNode(node).toString())
      return Annotations.of(this.owner).addError(variableTwice(name));
    this.draft.variables.set(name, node);
  }

  /**
   * Sets an option of home-manager, for those who make the studio part of their home (`homeModules`).
   *
   * @param optionPath such as `xdg.configFile."pipewire/pipewire.conf.d/10-studio.conf".text`
   * @param value JavaScript or `Nix`, with the arguments of a module in scope: `config`, `lib`, `pkgs`
   */
  public setHomeOption(optionPath: string, value: any): void {
    this.home.set(optionPath, value);
  }

  /**
   * Sets an option of NixOS, for those who make the studio part of a NixOS that they wrote by hand (`nixosModules`).
   *
   * @param optionPath such as `security.rtkit.enable`
   * @param value JavaScript or `Nix`, with the arguments of a module in scope: `config`, `lib`, `pkgs`
   */
  public setNixosOption(optionPath: string, value: any): void {
    this.nixos.set(optionPath, value);
  }

  /**
   * What is said to a NixOS that somebody wrote by hand.
   *
   * @internal
   */
  public get _nixos(): NixosModule {
    return this.nixos;
  }

  /**
   * The package set of a nixpkgs: `pkgs` for the environment's own, another name for one that stands beside it. Each is instantiated once.
   *
   * @param nixpkgs which one
   * @default - the environment's own
   */
  public packages(nixpkgs?: Nixpkgs): Nix {
    return Nix.name(nixpkgs ? this.draft.packageSet(nixpkgs, this.owner) : 'pkgs');
  }

  /**
   * The value of a flake input, to select from. The input appears in `flake.nix`.
   *
   * @param input the flake
   */
  public input(input: FlakeInput): Nix {
    this.draft.useInput(input, this.owner);
    this.draft.passInput(input.name);
    return Nix.name(input.name);
  }

  /**
   * Allows one package that is not free software. Every other unfree package stays refused.
   *
   * @param name the package's own name, as `lib.getName` says it
   */
  public allowUnfree(name: string): void {
    this.draft.unfree.add(name);
  }

  /**
   * Changes the package set itself, as overlays of nixpkgs do.
   *
   * @param overlay a function of two arguments, or the path of a file that holds one
   */
  public addOverlay(overlay: any): void {
    this.draft.overlays.push(toNode(overlay));
  }

  /**
   * A package in a file of its own, `packages/<name>.nix`, which stacks that need the same one share.
   *
   * @internal
   */
  public _callPackage(file: PackageFile, args: { [name: string]: unknown } = {}): Nix {
    return Nix._fromNode(this.draft.callPackage(file, toNode(args)));
  }

  /**
   * Adds a file or a folder of the project, by its content, and says its path as seen from the environment's files.
   *
   * @internal
   */
  public _asset(path: string): Nix {
    return Nix.path(this.draft.asset(path, this.owner));
  }

  /**
   * Whether a plugin is known already, with all these folders.
   *
   * @internal
   */
  public _hasPlugin(key: string, folders: readonly string[], everywhere: boolean): boolean {
    const known = this.draft.plugins.get(key);
    return known !== undefined && (known.everywhere || !everywhere) && folders.every((folder) => known.folders.includes(folder));
  }

  /** @internal */
  public _addPlugin(pkg: Nix, { key, folders, systems, everywhere }: EnvironmentPluginProps): void {
    const known = this.draft.plugins.get(key);
    const joined = [...new Set([...(known?.folders ?? []), ...folders])];
    this.draft.plugins.set(key, { node: toNode(pkg), systems, folders: joined, everywhere: everywhere || (known?.everywhere ?? false) });
  }

  /** @internal */
  public _addCheck(name: string, derivation: Nix, systems?: readonly System[]): void {
    this.draft.checks.push({ name, ...this.part(derivation, systems) });
  }

  /**
   * A package of nixpkgs that is not as nixpkgs has it, for the overlay that gives it to others.
   *
   * @internal
   */
  public _addChanged(attribute: string, fromPrev: Nix): void {
    if (!this.draft.changed.has(attribute)) this.draft.changed.set(attribute, toNode(fromPrev));
  }

  private part(pkg: unknown, systems: readonly System[] | undefined): EnvironmentPart {
    return { node: toNode(pkg), systems: systems ?? this.platforms };
  }
}
