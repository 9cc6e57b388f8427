import type { StackEntry } from '../../../src/assembly/manifest';
import { nearest } from '../suggest';
import { healthGatesOf, type HealthGate } from './health';
import type { SkippedGate } from './plan';
import { badReason, firmGate, noGate, noReason, pointlessReason } from './usage-errors';

/** A reason is shown on a line, and kept on the machine. */
const LONGEST = 200;

/**
 * `--skip-gate web --because "…"`, each pair as often as is wanted. One reason may do for all gates.
 *
 * @throws UserError when a reason is missing or is none
 */
export function skippedIn(given: Readonly<Record<string, unknown>>): { readonly skipped?: readonly SkippedGate[] } {
  const { skipGate: gates = [], because: reasons = [] } = given as Readonly<Record<string, readonly string[] | undefined>>;
  if (gates.length === 0 && reasons.length > 0) throw pointlessReason();
  if (gates.length > 0 && reasons.length !== 1 && reasons.length !== gates.length) throw noReason(gates.length, reasons.length);
  const skipped = gates.map((gate, at): SkippedGate => ({ gate, because: reasonIn((reasons[at] ?? reasons[0])!) }));
  return skipped.length === 0 ? {} : { skipped };
}

export function reasonIn(text: string, option = '--because'): string {
  const reason = text.trim();
  if (reason === '' || reason.length > LONGEST || /\p{Cc}/u.test(reason)) throw badReason(option);
  return reason;
}

/** @throws UserError when no machine has such a gate */
export function checkGates(machines: readonly StackEntry[], ids: readonly string[]): void {
  const names = [...gatesOf(machines).keys()];
  for (const id of ids) if (!names.includes(id)) throw noGate(id, nearest(id, names), names);
}

/** @throws UserError when no machine has such a gate, or it cannot be left out */
export function checkSkipped(machines: readonly StackEntry[], ids: readonly string[]): void {
  const all = gatesOf(machines);
  checkGates(machines, ids);
  for (const id of ids) if (all.get(id)?.isFirm) throw firmGate(id);
}

/** Every gate that one of the machines has, by its id. */
const gatesOf = (machines: readonly StackEntry[]): ReadonlyMap<string, HealthGate> =>
  new Map(
    machines
      .flatMap(({ healthChecks, realtime }) => healthGatesOf({ ...(healthChecks && { healthChecks }), ...(realtime && { realtime }) }))
      .map((gate) => [gate.id, gate]),
  );
