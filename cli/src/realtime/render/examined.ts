import type { RealtimeEntry } from '../../../../src/assembly/realtime';
import { worstOf } from '../checks';
import type { Snapshot } from '../snapshot';
import type { CheckResult, CheckStatus } from '../verdict';

/** A machine that was looked at, or not: what there is to show of it. */
export interface Examined {
  /** The stack's name, or the computer's own. */
  readonly name: string;
  /** Where it was looked for; absent for this computer. */
  readonly host?: string;
  readonly intent?: RealtimeEntry;
  readonly seen?: Seen;
  /** Why nothing was seen. */
  readonly problem?: string;
}

export interface Seen {
  readonly snapshot: Snapshot;
  /** The worst first. */
  readonly results: readonly CheckResult[];
}

/** The worst that is to be said of it. One that could not be looked at is as bad as can be. */
export const verdictOn = ({ seen }: Examined): CheckStatus =>
  seen === undefined ? 'error' : worstOf(seen.results.map(({ status }) => status));

export type Counts = Readonly<Record<CheckStatus, number>>;

export function countsOf(results: readonly CheckResult[]): Counts {
  const counts = { error: 0, warning: 0, pending: 0, unknown: 0, info: 0, ok: 0, absent: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}

/** When it was looked at, by the machine's clock, in UTC. */
export function timeOf({ at }: Pick<Snapshot, 'at'>): string {
  const time = new Date(at * 1000);
  return Number.isNaN(time.getTime()) ? 'at an unknown time' : time.toISOString().replace('.000Z', 'Z');
}
