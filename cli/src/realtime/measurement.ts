/** How late the machine wakes up a realtime thread, measured by cyclictest. All times in µs. */
export interface Measurement {
  readonly schema: 1;
  readonly stack: string;
  /** When it began: ISO 8601, UTC. */
  readonly at: string;
  /** Seconds that were measured. */
  readonly seconds: number;
  readonly threads: readonly ThreadLatency[];
  readonly settings: MeasurementSettings;
  readonly machine: MeasuredMachine;
  /** Xruns of the audio server meanwhile. Absent: there was no server, or it does not count them. */
  readonly xruns?: number;
  /** The buffer that it is held against. */
  readonly buffer?: { readonly quantum: number; readonly rate: number };
  /** `cyclictest`, or the file that it was read from. */
  readonly from: string;
  /** What somebody who reads the figures should know: a CPU that was offline, memory that could not be locked. A sentence each. */
  readonly notes?: readonly string[];
}

export interface ThreadLatency {
  readonly cpu: number;
  readonly samples: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /**
   * Latency → how often. Each bucket is 1 µs wide unless `width` says otherwise, and is named by its lower end; only those that are not
   * empty, in ascending order. Empty where the measurement kept no histogram: then only `min`, `max` and `mean` are known.
   */
  readonly histogram: readonly (readonly [latency: number, count: number])[];
  /** Samples above the last bucket. */
  readonly overflows: number;
  /** How wide each bucket is. @default 1 */
  readonly width?: number;
  /** Where the buckets end: an overflow is a latency of so much or more. Absent: above the last bucket that is not empty. */
  readonly limit?: number;
}

/** What is absent was not said by the file that was imported. */
export interface MeasurementSettings {
  /** SCHED_FIFO, 1 to 99. */
  readonly priority?: number;
  /** µs between two wake-ups. */
  readonly interval?: number;
  readonly load: boolean;
  /** Whether power management was left as it is, as music finds it. */
  readonly defaultSystem?: boolean;
}

export interface MeasuredMachine {
  readonly hostname: string;
  readonly kernel: string;
  readonly kernelVersion: string;
  readonly parameters: readonly string[];
  readonly isRealtime?: boolean;
  readonly generation?: number;
  readonly system?: string;
  readonly bootId?: string;
  readonly cpuModel?: string;
}
