/** What a deployment will do to one machine, as plain data: `--dry-run` prints it, an executor carries it out. */
export interface MachinePlan {
  /** The stack's name. */
  readonly stack: string;
  readonly target: PlannedTarget;
  /** What the machine's configuration is, in a word: equal fingerprints give equal systems. `sha256-…` */
  readonly fingerprint: string;
  readonly goal: Goal;
  /** What it is built for, in Nix's words: `x86_64-linux`. */
  readonly system: string;
  /** The NixOS release that the flake asks for, where its address says so: `26.05`. */
  readonly release?: string;
  /** Units whose failure does not count. */
  readonly tolerate?: readonly string[];
  readonly steps: readonly Step[];
}

export interface PlannedTarget {
  readonly host: string;
  readonly user: string;
  readonly port?: number;
  readonly hostKeys?: readonly string[];
}

/** As in nixos-rebuild. `switch` is the default. */
export type Goal = 'build' | 'dry-activate' | 'test' | 'boot' | 'switch';
export const GOALS: readonly Goal[] = ['build', 'dry-activate', 'test', 'boot', 'switch'];

export type Step =
  /** Look before anything is changed. */
  | { readonly kind: 'preflight'; readonly gates: readonly string[] }
  /** The files of this machine, as one stream. */
  | { readonly kind: 'upload'; readonly files: readonly string[] }
  /** Where the system is built: on the machine itself, here, or on a builder. */
  | { readonly kind: 'build'; readonly on: 'target' | 'deployer' | 'builder'; readonly builder?: string; readonly attribute: string }
  /** Only where it was not built on the machine. */
  | { readonly kind: 'copy'; readonly from: 'deployer' | 'builder'; readonly builder?: string; readonly substitute: boolean }
  /** The guard takes over: lock, arm the undo, activate. */
  | {
      readonly kind: 'activate';
      readonly verb: 'dry-activate' | 'test' | 'boot';
      readonly activateWithin: number;
      readonly confirmWithin: number;
    }
  /** Boots the new system once; the old one stays the default until it is confirmed. */
  | { readonly kind: 'trial-reboot'; readonly confirmWithin: number }
  /** Checks that must pass before the word is given. */
  | { readonly kind: 'gates'; readonly gates: readonly string[] }
  /** The word, over a new connection. With it the system becomes the default of the next boot, unless the goal is `test`. */
  | { readonly kind: 'confirm'; readonly makeDefault: boolean };
