import type { IConstruct } from 'constructs';
import type { NixNode } from '../nix';
import { Annotations } from './annotations';
import { badInputName, inputConflict, reservedInputName } from './errors';
import type { FlakeInput } from './flake-input';
import type { NixosModule } from './module';
import type { Nixpkgs } from './nixpkgs';
import type { Shelf } from './shelf';

/** A package in a file of its own. */
export interface PackageFile {
  /** The file's name, `ardour`. */
  readonly name: string;
  /** Two files with one key are the same, so that the second one need not be written to find that out. */
  readonly key: string;
  /** The first lines. */
  readonly comment: readonly string[];
  /** Files of the library that it calls: the path as seen from it, below a folder of their own, and where they are. */
  readonly uses?: Readonly<Record<string, string>>;
  /** The function that `callPackage` calls. */
  readonly node: () => NixNode;
}

/** A module that comes from a flake: `musnix.nixosModules.musnix`. */
export interface FlakeModule {
  readonly input: string;
  readonly attribute: string;
}

/** A nixpkgs beside the machine's own: the name of its package set, and of the input it comes from. */
export interface PackageSet {
  readonly name: string;
  readonly input: string;
}

/** Names that mean something else where inputs are named: to Nix, in a flake's outputs, or among a module's arguments. */
const RESERVED = ['self', 'config', 'options', 'lib', 'pkgs', 'modulesPath', 'specialArgs', 'inputs', 'utils', 'builtins'];

/** One machine while its constructs speak: their modules, and what they need together. */
export class MachineDraft {
  public readonly modules: NixosModule[] = [];
  public readonly inputs = new Map<string, FlakeInput>();
  public readonly passed = new Set<string>();
  public readonly flakeModules: FlakeModule[] = [];
  public readonly packageSets: PackageSet[] = [];
  public readonly unfree = new Set<string>();
  /** Names of shared files of the assembly that this machine uses. */
  public readonly files = new Set<string>();

  public constructor(
    private readonly stackName: string,
    private readonly nixpkgs: Nixpkgs,
    private readonly mainNixpkgs: Nixpkgs,
    private readonly shelf: Shelf,
  ) {}

  public useInput(input: FlakeInput, user: IConstruct): void {
    const known = this.inputs.get(input.name);
    if (!known) {
      if (!/^[a-zA-Z][\w-]*$/.test(input.name)) Annotations.of(user).addError(badInputName(input.name));
      if (RESERVED.includes(input.name)) Annotations.of(user).addError(reservedInputName(input.name));
      this.inputs.set(input.name, input);
    } else if (known.url !== input.url) {
      Annotations.of(user).addError(inputConflict(input.name, known.url, input.url));
    }
  }

  public passInput(name: string): void {
    this.passed.add(name);
  }

  public addFlakeModule(input: string, attribute: string): void {
    const known = this.flakeModules.some((module) => module.input === input && module.attribute === attribute);
    if (!known) this.flakeModules.push({ input, attribute });
  }

  /** The name under which the packages of a nixpkgs are reached. */
  public packageSet(nixpkgs: Nixpkgs, user: IConstruct): string {
    if (nixpkgs._problem) Annotations.of(user).addError(nixpkgs._problem);
    if (nixpkgs.gitRef === this.nixpkgs.gitRef) return 'pkgs';
    const input = nixpkgs._input(this.mainNixpkgs);
    const name = nixpkgs._packageSet;
    if (!this.packageSets.some((set) => set.name === name)) {
      this.useInput(input, user);
      this.passInput(input.name);
      this.packageSets.push({ name, input: input.name });
    }
    return name;
  }

  public callPackage(file: PackageFile, args: NixNode): NixNode {
    const path = this.shelf.placePackage(file, this.stackName);
    this.files.add(path);
    for (const name of Object.keys(file.uses ?? {})) this.files.add(`packages/${name}`);
    return {
      kind: 'call',
      callee: { kind: 'select', target: { kind: 'name', name: 'pkgs' }, path: ['callPackage'] },
      args: [{ kind: 'path', path: `../../${path}` }, args],
    };
  }

  public asset(path: string, user: IConstruct): string {
    const placed = this.shelf.placeAsset(path);
    if ('problem' in placed) {
      Annotations.of(user).addError(placed.problem);
      return './missing';
    }
    for (const file of placed.files) this.files.add(file);
    return `../../${placed.path}`;
  }
}
