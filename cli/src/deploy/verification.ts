import type { Connection } from '../ssh/connection';
import type { DeployEvent } from './events';
import type { Facts } from './facts';
import { runGates } from './gate-round';
import type { OpenGuard } from './guard-client';
import type { GuardScript } from './guard-script';
import { healthGatesOf, type Figures, type HealthGate } from './health';
import { NewWay } from './new-way';
import type { Patience } from './patience';
import type { MachinePlan } from './plan';

export interface VerificationOptions {
  readonly id: string;
  readonly plan: MachinePlan;
  readonly before: Facts;
  readonly guard: GuardScript;
  readonly open: (signal?: AbortSignal) => Promise<Connection>;
  readonly patience: Patience;
  readonly speak?: OpenGuard;
  readonly listen: (event: DeployEvent) => void;
  /** All is well, and the word is about to be given. */
  readonly onWord: () => void;
  readonly signal: AbortSignal;
  /** What is going on, where that takes long. */
  readonly show?: (note: string) => void;
  /** What earlier generations were measured with. */
  readonly figures?: Figures;
  /** All that there are, for tests that have gates of their own. @default the plan's */
  readonly gates?: readonly HealthGate[];
}

export interface Verified {
  /** Undefined: all is well, and the word was given (or nobody waited for it any more). */
  readonly objection?: string;
  readonly warnings: readonly string[];
}

/**
 * Looks whether the machine is well with the new system, and gives the word over a connection of its own.
 *
 * Never rejects: what goes wrong is an objection. The word counts only when the machine says in its result that it does.
 */
export async function verify(options: VerificationOptions): Promise<Verified> {
  const { plan, gates = healthGatesOf(plan) } = options;
  const way = new NewWay(options);
  const wanted = new Set(plan.steps.flatMap((step) => (step.kind === 'gates' ? step.gates : [])));
  try {
    const reach = (signal: AbortSignal): ReturnType<NewWay['reach']> => way.reach(signal);
    const { failures, warnings } = await runGates({ ...options, gates: gates.filter(({ id }) => wanted.has(id)), reach });
    if (failures.length > 0) return { objection: failures[0]!, warnings };
    options.onWord();
    await confirm(options, way);
    return { warnings };
  } catch (error) {
    return { objection: `The word could not be given: ${(error as Error).message}`, warnings: [] };
  } finally {
    way.close();
  }
}

/** A connection can break while the word is under way. To say it twice does no harm. */
async function confirm({ id, signal, patience }: VerificationOptions, way: NewWay): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience.reconnect)]);
  for (;;) {
    try {
      await (await way.reach(limit)).confirm(id);
      return;
    } catch (error) {
      if (limit.aborted || (error as { failure?: unknown }).failure !== 'lost') throw error;
      way.close();
    }
  }
}
