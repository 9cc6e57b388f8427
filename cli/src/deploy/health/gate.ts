import type { Facts } from '../facts';
import type { GuardClient } from '../guard-client';
import type { MachinePlan } from '../plan';
import type { Verdict } from '../verdict';

/** A look at the machine that runs the new system, before the word is given. One that fails has it undone. */
export interface HealthGate {
  /** What plans and options call it: `units`. */
  readonly id: string;
  /** For people, as the end of «checks …»: `that no service failed anew`. */
  readonly title: string;
  /** Seconds that it may take. The machine waits so much longer for the word; a gate that is not done by then has failed. */
  readonly budget: number;
  check(context: HealthContext): Promise<Verdict>;
}

export interface HealthContext {
  readonly plan: MachinePlan;
  /** The machine as it was before anything was changed. */
  readonly before: Facts;
  /** Opens a connection that shares nothing with the earlier ones; the word is given over it. Rejects with what went wrong last. */
  reach(): Promise<GuardClient>;
  /** Ends when the time is over, or the user stopped. */
  readonly signal: AbortSignal;
}
