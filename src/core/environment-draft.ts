import type { IConstruct } from 'constructs';
import type { NixNode } from '../nix';
import { MachineDraft } from './machine-draft';
import type { NixosModule } from './module';
import type { System } from './stack';

/** Something that exists on some of an environment's platforms. */
export interface EnvironmentPart {
  readonly node: NixNode;
  /** The platforms that it exists on. */
  readonly systems: readonly System[];
}

/** A program that people start by its name. */
export interface EnvironmentProgram extends EnvironmentPart {
  readonly name: string;
  /** What people call it: `Ardour`. */
  readonly title: string;
  readonly owner: IConstruct;
}

/** A package of plugins, and the folders below its `lib` that are searched: `lv2`, `vst3` … */
export interface EnvironmentPlugin extends EnvironmentPart {
  readonly folders: readonly string[];
  /** Whether all programs of a session are to see it, or just those of the environment's shell. */
  readonly everywhere: boolean;
}

/** What to prove about the environment: a derivation that builds if all is well. */
export interface EnvironmentCheck extends EnvironmentPart {
  readonly name: string;
}

/**
 * An environment for any Linux while its constructs speak: what they need together, and what they bring.
 *
 * Of tools and plugins that have one key, the first counts.
 */
export class EnvironmentDraft extends MachineDraft {
  public readonly programs: EnvironmentProgram[] = [];
  public readonly tools = new Map<string, EnvironmentPart>();
  public readonly plugins = new Map<string, EnvironmentPlugin>();
  public readonly variables = new Map<string, NixNode>();
  public readonly checks: EnvironmentCheck[] = [];
  public readonly overlays: NixNode[] = [];
  /** Packages that are not as nixpkgs has them: attribute → the changed one, made from `prev`. */
  public readonly changed = new Map<string, NixNode>();
  /** What is said to a home, and to a NixOS that somebody wrote by hand. */
  public readonly home: NixosModule[] = [];
  public readonly nixos: NixosModule[] = [];
}
