import type { Facts } from '../facts';
import type { GuardClient } from '../guard-client';
import type { MachinePlan } from '../plan';
import type { Verdict } from '../verdict';
import type { Figures } from './figures';

/** A look at the machine that runs the new system, before the word is given. One that fails has it undone. */
export interface HealthGate {
  /** What plans and options call it: `units`. */
  readonly id: string;
  /** For people, as the end of «checks …»: `that no service failed anew`. */
  readonly title: string;
  /** The line that asked for it: `bin/studio.ts:14`. Absent: every machine has it. */
  readonly source?: string;
  /** Seconds that it may take. The machine waits so much longer for the word; a gate that is not done by then has failed. */
  readonly budget: number;
  /** Seconds of its time in which it measures. */
  readonly measures?: number;
  /** It cannot be left out. */
  readonly isFirm?: true;
  check(context: HealthContext): Promise<Verdict>;
}

export interface HealthContext {
  readonly plan: MachinePlan;
  /** The machine as it was before anything was changed. Absent: nothing is changed, somebody only wants to know. */
  readonly before?: Facts;
  /** Opens a connection that shares nothing with the earlier ones; the word is given over it. Rejects with what went wrong last. */
  reach(): Promise<GuardClient>;
  /** What several gates need, and is had once: by its name. */
  once<T>(what: string, make: () => Promise<T>): Promise<T>;
  /** Says what is going on, where that takes long. */
  readonly show?: (note: string) => void;
  /** Where figures of earlier generations are kept. Absent: nowhere. */
  readonly figures?: Figures;
  /** Ends when the time is over, or the user stopped. */
  readonly signal: AbortSignal;
}
