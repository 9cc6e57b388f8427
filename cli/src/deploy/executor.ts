import type { Listener } from './events';
import type { Outcome } from './outcome';
import type { MachinePlan } from './plan';

/** Carries out plans: over ssh, or with another engine. */
export interface Executor {
  /**
   * Never rejects for what happens to the machine: that is what an outcome is for.
   *
   * @param signal asked once to stop: what can be undone is undone, and the outcome says so
   */
  deploy(plan: MachinePlan, listen: Listener, signal: AbortSignal): Promise<Outcome>;

  /** Puts a machine that this run switched back on what it ran before. */
  undo(plan: MachinePlan, outcome: Outcome, listen: Listener): Promise<Outcome>;
}
