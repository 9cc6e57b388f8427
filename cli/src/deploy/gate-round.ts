import type { DeployEvent } from './events';
import type { Facts } from './facts';
import type { GuardClient } from './guard-client';
import type { Figures, HealthContext, HealthGate } from './health';
import { pause } from './patience';
import type { MachinePlan } from './plan';
import { fail, type Verdict } from './verdict';

/** All gates of a machine, one after the other. */
export interface Round {
  readonly plan: MachinePlan;
  readonly gates: readonly HealthGate[];
  /** Absent: nothing is changed. */
  readonly before?: Facts;
  /** A connection that shares nothing with those over which the machine was changed. */
  readonly reach: (signal: AbortSignal) => Promise<GuardClient>;
  readonly figures?: Figures;
  readonly show?: (note: string) => void;
  readonly listen: (event: DeployEvent) => void;
  readonly signal: AbortSignal;
  /** Goes on after one has failed. */
  readonly toTheEnd?: boolean;
}

export interface RoundResult {
  readonly failures: readonly string[];
  readonly warnings: readonly string[];
}

/** Never rejects: a gate that could not be asked has failed. */
export async function runGates(round: Round): Promise<RoundResult> {
  const { plan, gates, listen, toTheEnd = false } = round;
  const { stack, skipped = [] } = plan;
  const failures: string[] = [];
  const warnings: string[] = [];
  const once = onceEach();
  for (const { gate, because } of skipped) listen({ type: 'gate', stack, gate, verdict: 'skip', text: because });
  for (const gate of gates) {
    const { verdict, text } = await withinBudget(gate, round, once);
    listen({ type: 'gate', stack, gate: gate.id, verdict, text });
    if (verdict === 'fail') failures.push(text);
    if (verdict === 'warn') warnings.push(text);
    if (failures.length > 0 && !toTheEnd) break;
  }
  return { failures, warnings };
}

async function withinBudget(gate: HealthGate, round: Round, once: HealthContext['once']): Promise<Verdict> {
  const { plan, before, reach, figures, show, signal: stopped } = round;
  const done = new AbortController(); // a timer that is left would keep the command from ending
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(gate.budget * 1000)]);
  const overtime = pause(gate.budget * 1000 + 1000, AbortSignal.any([stopped, done.signal])).then(() =>
    fail(`The check ${gate.title} was not done within ${gate.budget} s.`),
  );
  const context: HealthContext = {
    plan,
    once,
    signal,
    reach: () => reach(signal),
    ...(before && { before }),
    ...(figures && { figures }),
    ...(show && { show }),
  };
  const check = gate.check(context).catch((error: Error) => fail(`The check ${gate.title} could not be made: ${error.message}`));
  try {
    return await Promise.race([check, overtime]);
  } finally {
    done.abort();
  }
}

function onceEach(): HealthContext['once'] {
  const made = new Map<string, Promise<unknown>>();
  return <T>(what: string, make: () => Promise<T>): Promise<T> => {
    const known = made.get(what) as Promise<T> | undefined;
    if (known) return known;
    const promise = make();
    made.set(what, promise);
    return promise;
  };
}
