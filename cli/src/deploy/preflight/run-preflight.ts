import type { DeployEvent } from '../events';
import type { Facts } from '../facts';
import type { MachinePlan } from '../plan';
import type { PreflightGate } from './gate';

export interface PreflightResult {
  /** Why it must not begin: all of it, so that nobody has to come back for each. */
  readonly obstacles: readonly string[];
  readonly warnings: readonly string[];
}

/** Holds what a machine told against what the plan wants to be looked at. */
export function runPreflight(
  gates: readonly PreflightGate[],
  facts: Facts,
  plan: MachinePlan,
  listen: (event: DeployEvent) => void,
): PreflightResult {
  const wanted = new Set(plan.steps.flatMap((step) => (step.kind === 'preflight' ? step.gates : [])));
  const found = gates.filter(({ id }) => wanted.has(id)).map((gate) => ({ id: gate.id, ...gate.check(facts, plan) }));
  for (const { id, verdict, text } of found) listen({ type: 'gate', stack: plan.stack, gate: id, verdict, text });
  const texts = (which: string): readonly string[] => found.filter(({ verdict }) => verdict === which).map(({ text }) => text);
  return { obstacles: texts('fail'), warnings: texts('warn') };
}
