import type { Facts } from './facts';
import type { Outcome } from './outcome';
import type { Payload } from './payload';
import type { MachinePlan } from './plan';

/** The machine knows this configuration by its fingerprint, and is as it was left: there is nothing to evaluate, to send or to change. */
export function nothingToDo(facts: Facts, { fingerprint, stack, goal, steps }: MachinePlan): Outcome | undefined {
  const { deployed, system, profile, generation, lock, armed } = facts;
  if (!deployed || deployed.fingerprint !== fingerprint || deployed.stack !== stack || lock || armed) return undefined;
  if (deployed.system === undefined) return undefined;
  if (goal === 'build') return { kind: 'built', system: deployed.system };
  const needsReboot = facts.pendingReboot === 'yes';
  if (needsReboot && steps.some(({ kind }) => kind === 'trial-reboot')) return undefined;
  const runsIt = system === deployed.system;
  const bootsIt = profile === deployed.system && (deployed.generation ?? generation) === generation;
  const isThere = { test: runsIt, 'dry-activate': runsIt, boot: bootsIt, switch: runsIt && bootsIt }[goal];
  return isThere ? { kind: 'unchanged', generation: generation ?? deployed.generation ?? 0, system, needsReboot } : undefined;
}

/** The same, also right after the lock was brought home: the machine made it itself, so it knows the configuration without it. */
export async function nothingToDoWith(
  { lock, fingerprintWithoutLock: fingerprint }: Pick<Payload, 'lock' | 'fingerprintWithoutLock'>,
  facts: Facts,
  plan: MachinePlan,
  lockOf: (id: string) => Promise<string>,
): Promise<Outcome | undefined> {
  const nothing = nothingToDo(facts, plan);
  if (nothing || lock === undefined || facts.deployed?.fingerprint !== fingerprint) return nothing;
  const theirs = await lockOf(facts.deployed.id).catch(() => undefined); // kept for a while
  return theirs === lock ? nothingToDo(facts, { ...plan, fingerprint }) : undefined;
}
