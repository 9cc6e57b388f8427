import type { Facts } from '../deploy/facts';
import { freezeText } from '../deploy/freeze';
import { duration, listed } from '../deploy/words';

/** What a machine is to this studio. */
export type Standing =
  /** It runs what the studio says. */
  | 'up to date'
  /** It runs what was deployed last, and the studio says something else by now. */
  | 'differs'
  /** Somebody deploys to it at this moment. */
  | 'changing'
  /** Somebody changed it since the last deployment. */
  | 'changed by hand'
  | 'never deployed';

/** One machine in `cdk status`; what `--json` prints. */
export interface MachineStatus {
  readonly stack: string;
  readonly host: string;
  readonly standing?: Standing;
  readonly facts?: Facts;
  /** Why there is no answer. */
  readonly problem?: string;
  /** It answers, and does not let us look. */
  readonly isThere?: true;
}

/** What its configuration is called here: with the lock as it is now, and as before the machine's own lock came home. */
export interface Expected {
  readonly fingerprint: string;
  readonly fingerprintWithoutLock: string;
}

/** @param hasOurLock whether the machine's own lock is the project's: asked where that decides */
export async function standingOf(facts: Facts, expected: Expected, hasOurLock: (id: string) => Promise<boolean>): Promise<Standing> {
  const { armed, deployed, generation, lock, profile, system } = facts;
  if (lock ?? armed) return 'changing';
  if (!deployed) return 'never deployed';
  const isOther = (now: unknown, then: unknown): boolean => now !== undefined && then !== undefined && now !== then;
  if (isOther(generation, deployed.generation) || isOther(profile, deployed.system)) return 'changed by hand';
  if (isOther(system, deployed.system) && !deployed.needsReboot) return 'changed by hand';
  if (deployed.fingerprint === expected.fingerprint) return 'up to date';
  return deployed.fingerprint === expected.fingerprintWithoutLock && (await hasOurLock(deployed.id)) ? 'up to date' : 'differs';
}

export const HEADINGS: readonly string[] = ['NAME', 'STANDING', 'GENERATION', 'NIXOS', 'DEPLOYED', 'TO NOTE'];

/** A row of the table. */
export function rowOf({ stack, standing, facts, problem, isThere }: MachineStatus): readonly string[] {
  if (!facts) return [stack, isThere ? 'no access' : 'no answer', '-', '-', '-', (problem ?? '').split('\n')[0]!];
  const { generation, nixosVersion, deployed, clock } = facts;
  const when = deployed?.at !== undefined && clock !== undefined ? `${duration(clock - deployed.at)} ago` : '-';
  return [
    stack,
    standing ?? '-',
    generation === undefined ? '-' : String(generation),
    nixosVersion ?? '-',
    deployed?.by === undefined ? when : `${when} by ${deployed.by}`,
    notesOf(facts).join('; ') || '-',
  ];
}

/** What somebody who looks should know, the most urgent first. */
export function notesOf({ armed, clock, failedUnits, frozen, last, lock, osId, pendingReboot, pins }: Facts): readonly string[] {
  const notes: string[] = [];
  if (last?.outcome === 'undo-failed') notes.push('the last deployment could not be taken back');
  if (lock)
    notes.push(`${lock.by ?? 'somebody'} is deploying${since(lock.since, clock)}${lock.phase === undefined ? '' : ` (${lock.phase})`}`);
  else if (armed) notes.push('a deployment has not ended: its undo is set');
  if (frozen) notes.push(`frozen ${freezeText(frozen)}`);
  if (osId !== 'nixos') notes.push(`it runs ${osId}, not NixOS`);
  if (failedUnits.length > 0) notes.push(`failed: ${listed(failedUnits, '')}`);
  if (pendingReboot === 'yes') notes.push('needs a reboot');
  if (last?.outcome === 'undone') notes.push('the last deployment was taken back');
  if (pins) notes.push(`keeps ${listed(pins, '')}`);
  return notes;
}

const since = (then: number | undefined, now: number | undefined): string =>
  then !== undefined && now !== undefined && now >= then ? ` since ${duration(now - then)}` : '';
