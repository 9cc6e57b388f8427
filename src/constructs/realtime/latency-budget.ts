import type { Duration } from '../../core';

/** What happens when a machine is worse than it was before a deployment. */
export enum Worse {
  /** Nothing: the two are not compared. */
  ALLOW = 'allow',

  /** The deployment says so, and stays. */
  WARN = 'warn',

  /** The deployment is taken back. */
  FAIL = 'fail',
}

/**
 * What a deployment has to keep. Where any of it is set, the machine is measured after the switch, or after the reboot that a change needs, and a
 * deployment that breaks it is taken back.
 *
 * The figures are of this machine alone: measure first (`cdk measure`), and set what it holds with some room.
 */
export interface LatencyBudget {
  /**
   * The longest that a realtime thread may wait to be woken up, 1 µs to 1 s: much less than the buffer, which is 1333 µs at 64 frames and 48 kHz.
   *
   * @default - any
   */
  readonly maxLatency?: Duration;

  /**
   * How many times the audio server may come too late while it is measured (xruns): these are the crackles. 0 or more.
   *
   * @default - any
   */
  readonly maxXruns?: number;

  /**
   * What happens when the machine is worse than with the former generation, by more than `margin`.
   *
   * @default Worse.WARN where there is a budget
   */
  readonly worseThanBefore?: Worse;

  /**
   * By how many per cent it may be worse. Two measurements of one machine differ, short ones most of all. 0 to 10000.
   *
   * @default 50
   */
  readonly margin?: number;

  /**
   * How long it is measured, 1 s to an hour. The deployment waits that long: a latency that comes once an hour is found by `cdk measure`.
   *
   * @default Duration.seconds(20)
   */
  readonly measureFor?: Duration;

  /**
   * Whether other work goes on meanwhile (stress-ng): a machine that does nothing holds any budget.
   *
   * @default false
   */
  readonly measureUnderLoad?: boolean;

  /**
   * Whether the machine has the programs to be measured with, cyclictest and stress-ng.
   *
   * @default - true where there is a budget
   */
  readonly latencyTest?: boolean;
}
