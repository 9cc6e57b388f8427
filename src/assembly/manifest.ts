import type { HealthCheckEntry, RealtimeEntry } from './realtime';

/**
 * `manifest.json`: what synthesis leaves for the command line, and the only thing the two agree on.
 *
 * It is written last, so an assembly with a manifest is whole. Paths are relative to the assembly and use `/`.
 * A change that an older reader would misunderstand raises `SCHEMA`.
 */
export const SCHEMA = 1;
export const MANIFEST_FILE = 'manifest.json';
export const TREE_FILE = 'tree.json';

export interface Manifest {
  readonly schema: number;
  /** Who wrote it, e.g. `studio-cdk 0.1.0`. */
  readonly generator: string;
  /** The program that described the studio, relative to the project: `bin/studio.ts`. */
  readonly program?: string;
  /** In an order in which every stack comes after the stacks that it depends on. */
  readonly stacks: readonly StackEntry[];
  /** The flake's inputs by name. */
  readonly inputs: Readonly<Record<string, InputEntry>>;
  /** Warnings and notes of the constructs. There are no errors: an app with errors writes no assembly. */
  readonly messages: readonly Message[];
}

/** What one `cdk deploy NAME` acts on. */
export interface StackEntry {
  readonly name: string;
  readonly kind: StackKind;
  /** The construct's path in the tree. */
  readonly path: string;
  /** The line that made it: `bin/studio.ts:6`. */
  readonly source?: string;
  /** What to build, as an attribute path of the flake: `nixosConfigurations.studio-laptop`. */
  readonly attribute: string;
  /** Nix's name of the platform: `x86_64-linux`. */
  readonly system: string;
  /** The platforms of an environment, the first being `system`; `attribute` exists for each. */
  readonly systems?: readonly string[];
  /** The programs of an environment. */
  readonly programs?: readonly ProgramEntry[];
  /** The machine's own name, `networking.hostName`. */
  readonly hostName?: string;
  /** Where it is deployed to. */
  readonly target?: TargetEntry;
  /** The project's file that describes its disks and drivers, relative to the folder of `cdk.json`. */
  readonly hardware?: string;
  /** Groups that it can be chosen by. */
  readonly tags?: readonly string[];
  /** What it was asked to be as a realtime machine. */
  readonly realtime?: RealtimeEntry;
  /** What must be well on it before a deployment is confirmed. */
  readonly healthChecks?: readonly HealthCheckEntry[];
  /** Names of stacks that must be deployed first. */
  readonly dependencies: readonly string[];
  /** The files of the assembly that it is made of, the shared ones included; `flake.nix` is not named. */
  readonly files: readonly string[];
  /** Changes when any of those files does: `sha256-…`. */
  readonly digest: string;
}

export type StackKind = 'nixos' | 'portable';

export interface ProgramEntry {
  /** Its name among the flake's `packages` and `apps`: `nix run .#ardour`. */
  readonly name: string;
  /** A few words for people: `Ardour with 2 plugin packages`. */
  readonly title: string;
  /** The platforms that it exists on. */
  readonly systems: readonly string[];
}

export interface TargetEntry {
  readonly host: string;
  readonly user: string;
  /** @default 22, or what `~/.ssh/config` says */
  readonly port?: number;
  /** Fingerprints that its host key may have: `SHA256:…`. */
  readonly hostKeys?: readonly string[];
}

export interface InputEntry {
  readonly url: string;
  /** Inputs of that flake which are replaced by ours: its name → our name. */
  readonly follows?: Readonly<Record<string, string>>;
  /** False where the input is a plain source tree. */
  readonly flake?: false;
}

export interface Message {
  readonly level: 'info' | 'warning';
  readonly path: string;
  readonly text: string;
  readonly source?: string;
}

/** `tree.json`: the constructs of the app, for people and tools that draw it. */
export interface TreeNode {
  readonly id: string;
  readonly path: string;
  /** The class's name. */
  readonly construct: string;
  readonly source?: string;
  readonly children?: readonly TreeNode[];
}
