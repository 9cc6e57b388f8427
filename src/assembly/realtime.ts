/**
 * What a machine was asked to be, for those who look whether it is so: a check compares «asked for 10» with «runs 60» and names the line.
 *
 * Only what the configuration says in plain values stands here, after overrides and priorities, musnix's own values included. What is
 * absent was not asked for, or is an expression that only Nix can compute.
 */
export interface RealtimeEntry {
  /** The governor of the CPU's frequency, `performance`. */
  readonly governor?: Wish<string>;
  /** kHz. */
  readonly minFrequency?: Wish<number>;
  /** kHz. */
  readonly maxFrequency?: Wish<number>;
  readonly preemption?: Wish<PreemptionModel>;
  readonly threadedIrqs?: Wish<boolean>;
  /** Every parameter of the kernel's command line, in order: `threadirqs`, `preempt=full`. */
  readonly kernelParams?: readonly Wish<string>[];
  /** By name: `vm.swappiness`. */
  readonly sysctls?: Readonly<Record<string, Wish<number | string>>>;
  /** Names of interrupts in the order of their priorities, as rtirq is told. */
  readonly irqOrder?: Wish<readonly string[]>;
  /** The priority of the first of them. */
  readonly irqPriority?: Wish<number>;
  /** CPUs that the scheduler leaves alone. */
  readonly isolatedCpus?: Wish<readonly number[]>;
  /** Accounts that make music: members of the group audio. */
  readonly musicians?: readonly Wish<string>[];
  /** Limits of members of the group audio: `rtprio`, `memlock` (kB), `nofile`. */
  readonly limits?: Readonly<Record<string, Wish<number | 'unlimited'>>>;
  readonly audio?: Wish<AudioServerEntry>;
  /** Services that were switched on or off, by unit: `irqbalance.service`. */
  readonly services?: Readonly<Record<string, Wish<boolean>>>;
  /** Whether the machine brings cyclictest and stress-ng, so that it can be measured. */
  readonly latencyTest?: Wish<boolean>;
  /** What a deployment has to keep. */
  readonly budget?: Wish<BudgetEntry>;
}

/** A value, and who asked for it. */
export interface Wish<T> {
  readonly value: T;
  /** The construct's path: `studio-laptop/Kernel`. */
  readonly path: string;
  /** The line that made it: `bin/studio.ts:14`. */
  readonly source?: string;
  /** The NixOS option that says it: `boot.kernel.sysctl."vm.swappiness"`; of a budget, which is no option, the construct's class. */
  readonly option: string;
}

export type PreemptionModel = 'none' | 'voluntary' | 'full' | 'lazy' | 'realtime';

export interface AudioServerEntry {
  readonly kind: 'pipewire' | 'jack';
  /** Frames that are computed at a time. */
  readonly quantum: number;
  /** Hz. */
  readonly rate: number;
  /** How many of them the card holds; JACK's -n. */
  readonly periods?: number;
  /** SCHED_FIFO priority of the server's own thread. */
  readonly priority?: number;
}

/** What the machine's latency may be. A deployment that breaks it is undone. */
export interface BudgetEntry {
  /** The worst latency of a wake-up that is allowed, in µs. */
  readonly maxLatency?: number;
  /** Xruns of the audio server that are allowed while measuring. */
  readonly maxXruns?: number;
  /** Seconds. */
  readonly measureFor: number;
  /** Whether other work (stress-ng) goes on meanwhile. */
  readonly load: boolean;
  /** Per cent by which it may be worse than the former generation; absent: not compared. */
  readonly margin?: number;
  /** What happens beyond the margin. */
  readonly worse: 'warn' | 'fail';
}

/** A look at the machine that a deployment must pass before it is confirmed. */
export interface HealthCheckEntry {
  /** What `--skip-gate` calls it: `web`, unique on the machine and none of `RESERVED_GATES`. */
  readonly id: string;
  /** The line that asked for it. */
  readonly source?: string;
  /** Seconds within which it must be well. */
  readonly within: number;
  readonly check: HealthCheck;
}

export type HealthCheck =
  /** Exits with 0. Its words are not read by a shell. It runs as the user who deploys. */
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  /** Is active. */
  | { readonly kind: 'unit'; readonly unit: string; readonly user?: string }
  /** Somebody listens; asked on the machine itself. */
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  /** Answers with this status; asked on the machine itself. */
  | { readonly kind: 'http'; readonly url: string; readonly status: number }
  /** The audio server runs, with a quantum of at most so many frames. */
  | { readonly kind: 'audio-server'; readonly maxQuantum?: number };
