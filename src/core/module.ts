import type { IConstruct } from 'constructs';
import { Nix, NODE, parseAttrPath, toNode, type NixNode } from '../nix';
import { Annotations } from './annotations';
import type { FlakeInput } from './flake-input';
import type { MachineDraft, PackageFile } from './machine-draft';
import type { Nixpkgs } from './nixpkgs';
import { leaves, type OptionValue } from './option-tree';

/** «This option has this value»: one leaf of what a construct says. The construct and its line are the module's. */
export type Definition = OptionValue;

/**
 * What one construct says about its machine. It becomes one module in the machine's `configuration.nix`, which names the construct and the
 * line that made it, so that an error of Nix does too.
 *
 * You get one in `StudioConstruct.contributeTo`.
 */
export class NixosModule {
  /**
   * The module of a construct, on a machine that is being put together.
   *
   * @internal
   */
  public static _of(owner: IConstruct, machine: MachineDraft): NixosModule {
    return new NixosModule(owner, machine);
  }

  /** @internal */
  public readonly _definitions: Definition[] = [];

  /** @internal */
  public readonly _imports: NixNode[] = [];

  /** @internal */
  public _summary: string | undefined;

  private constructor(
    private readonly owner: IConstruct,
    private readonly machine: MachineDraft,
  ) {}

  /** The construct that speaks. */
  public get construct(): IConstruct {
    return this.owner;
  }

  /**
   * Says in a few words what the module is for. It stands as a comment above it: write for a musician who reads the file when something is wrong.
   *
   * @param summary a few words, e.g. `realtime scheduling`
   */
  public describe(summary: string): void {
    this._summary = summary;
  }

  /**
   * Sets an option. NixOS merges what several constructs set: lists are joined, sets are united, a plain value must be the same everywhere.
   *
   * @param optionPath such as `services.pipewire.enable` or `boot.kernel.sysctl."vm.swappiness"`
   * @param value JavaScript or `Nix`; nothing is set where it is undefined
   */
  public set(optionPath: string, value: any): void {
    if (value === undefined) return;
    let node: NixNode;
    let path: readonly string[];
    try {
      path = parseAttrPath(optionPath);
      node = toNode(value);
    } catch (error) {
      Annotations.of(this.owner).addError(`The option «${optionPath}» cannot be set: ${(error as Error).message}`);
      return;
    }
    leaves(path, node, (leaf) => this._definitions.push(leaf));
  }

  /**
   * Imports another module, as in NixOS's `imports`.
   *
   * @param module a path or a function: `Nix.path('./extra.nix')`
   */
  public addImport(module: any): void {
    this._imports.push(toNode(module));
  }

  /**
   * Uses a module of another flake, e.g. `musnix.nixosModules.musnix`. The input appears in `flake.nix`.
   *
   * @param input the flake
   * @param attribute the module's attribute path in it
   */
  public addFlakeModule(input: FlakeInput, attribute: string): void {
    this.machine.useInput(input, this.owner);
    this.machine.addFlakeModule(input.name, attribute);
  }

  /**
   * The value of a flake input, to select from. The input appears in `flake.nix` and is handed to the machine's modules under its name.
   *
   * @param input the flake
   */
  public input(input: FlakeInput): Nix {
    this.machine.useInput(input, this.owner);
    this.machine.passInput(input.name);
    return Nix.name(input.name);
  }

  /**
   * The package set of a nixpkgs: `pkgs` for the machine's own, another name for one that stands beside it. Each is instantiated once.
   *
   * @param nixpkgs which one
   * @default - the machine's own
   */
  public packages(nixpkgs?: Nixpkgs): Nix {
    return Nix.name(nixpkgs ? this.machine.packageSet(nixpkgs, this.owner) : 'pkgs');
  }

  /**
   * Allows one package that is not free software. Without it Nix refuses to evaluate the machine. Every other unfree package stays refused.
   *
   * @param name the package's own name, as `lib.getName` says it
   */
  public allowUnfree(name: string): void {
    this.machine.unfree.add(name);
  }

  /**
   * A package in a file of its own, `packages/<name>.nix`, that anybody could call. Machines which need the same one share it.
   *
   * @internal
   */
  public _callPackage(file: PackageFile, args: { [name: string]: unknown } = {}): Nix {
    return Nix._fromNode(this.machine.callPackage(file, toNode(args)));
  }

  /**
   * Adds a file or a folder of the project, by its content, and says its path as seen from a machine's module.
   *
   * @internal
   */
  public _asset(path: string): Nix {
    return Nix.path(this.machine.asset(path, this.owner));
  }

  /** @internal */
  public _node(value: unknown): NixNode {
    return Nix.of(value)[NODE];
  }
}
