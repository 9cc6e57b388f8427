import type { HealthCheckEntry, RealtimeEntry } from '../../../src/assembly/realtime';

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
  /** Why it goes on where the machine is frozen. */
  readonly despiteFreeze?: string;
  /** What the studio wants to be well before the change is confirmed. */
  readonly healthChecks?: readonly HealthCheckEntry[];
  /** What the machine was asked to be, where its latency has a budget. */
  readonly realtime?: RealtimeEntry;
  /** Gates that the user does without this time. */
  readonly skipped?: readonly SkippedGate[];
  readonly steps: readonly Step[];
}

export interface PlannedTarget {
  readonly host: string;
  readonly user: string;
  readonly port?: number;
  readonly hostKeys?: readonly string[];
}

export interface SkippedGate {
  readonly gate: string;
  /** The user's own words. */
  readonly because: string;
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
  /** Nobody who records or plays is interrupted. Looked at before anything is sent, and again right before the activation. */
  | { readonly kind: 'take'; readonly whenBusy: WhenBusy }
  /** The guard takes over: lock, arm the undo, activate. */
  | {
      readonly kind: 'activate';
      readonly verb: 'dry-activate' | 'test' | 'boot';
      readonly activateWithin: number;
      readonly confirmWithin: number;
    }
  /** PipeWire belongs to a user's session, so no switch restarts it. */
  | { readonly kind: 'restart-audio' }
  /** Boots the new system once; the old one stays the default until it is confirmed. */
  | { readonly kind: 'trial-reboot'; readonly confirmWithin: number }
  /** Checks that must pass before the word is given. */
  | { readonly kind: 'gates'; readonly gates: readonly string[] }
  /** The word, over a new connection. With it the system becomes the default of the next boot, unless the goal is `test`. */
  | { readonly kind: 'confirm'; readonly makeDefault: boolean };

/** Somebody plays: end with the machine as it was, or wait for so many seconds, or without end. */
export type WhenBusy = 'refuse' | 'wait' | { readonly waitFor: number };

/** It changes what runs, or reboots. Whatever is only built or made the default does not disturb anybody. */
export const isLive = ({ goal, reboot = false }: { readonly goal: Goal; readonly reboot?: boolean }): boolean =>
  goal === 'test' || goal === 'switch' || (goal === 'boot' && reboot);
