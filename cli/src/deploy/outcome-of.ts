import type { GuardResult } from './guard-result';
import type { Outcome } from './outcome';
import type { SkippedGate } from './plan';
import { listed } from './words';

/** What this side knows besides, and what makes a reason one to act on. */
export interface Circumstances {
  /** Why the deployment was cancelled, where it was: a gate's words, or the user's wish. */
  readonly objection?: string;
  /** What Nix said about a build that failed, in a few lines. */
  readonly nixSays?: string;
  readonly warnings: readonly string[];
  /** Gates that the user did without. */
  readonly skipped?: readonly SkippedGate[];
}

/** The machine's own result in the words of the command line. */
export function outcomeOf(result: GuardResult, circumstances: Circumstances): Outcome {
  const { system = 'unknown', generation, formerGeneration, formerSystem } = result;
  switch (result.outcome) {
    case 'built':
    case 'previewed':
      return { kind: 'built', system };
    case 'switched':
    case 'tested':
      return switched(result, circumstances);
    case 'staged':
      return { kind: 'staged', generation: generation ?? 0, system, reason: STAGED[result.reason ?? ''] ?? STAGED['']! };
    case 'undone':
      return {
        kind: 'undone',
        generation: formerGeneration ?? 0,
        system: formerSystem ?? 'unknown',
        reason: reasonOf(result, circumstances),
      };
    case 'untouched':
    case 'undo-failed':
      return { kind: result.outcome, reason: reasonOf(result, circumstances) };
  }
}

function switched(
  { outcome, system = 'unknown', generation, needsReboot, failedUnits }: GuardResult,
  { warnings, skipped }: Circumstances,
): Outcome {
  const isDefault = outcome === 'switched';
  const old = failedUnits.length > 0 ? [`Failed as before, or as was allowed: ${listed(failedUnits, '')}.`] : [];
  return {
    kind: 'switched',
    system,
    isDefault,
    needsReboot,
    warnings: [...warnings, ...old],
    ...(skipped && { skipped }),
    ...(isDefault && generation !== undefined && { generation }),
  };
}

/** By the guard's codes. A staged system is nothing that went wrong, and often what was asked for. */
const STAGED: Readonly<Record<string, string>> = {
  '': 'it cannot be switched to while the machine runs',
  asked: 'as was asked for',
  inhibited: 'the new system says that something in it cannot be exchanged while the machine runs',
  'needs-reboot': 'NixOS says that only a reboot can exchange what differs',
};

function reasonOf({ reason = '', detail }: GuardResult, { objection, nixSays }: Circumstances): string {
  if (reason === 'cancelled' && objection !== undefined) return withRest(objection, detail);
  if ((reason === 'build-failed' || reason === 'evaluation-failed') && nixSays !== undefined) return nixSays;
  return detail ?? WORDS[reason] ?? (reason || 'The machine gave no reason.');
}

/** The guard's first sentence says only that it was stopped; what stands behind it is about the way back. */
function withRest(objection: string, detail = ''): string {
  const rest = detail.replace(/^Stopped [^.]*\.\s*/, '');
  return rest === '' ? objection : `${objection}\n${rest}`;
}

/** The guard says most things better than its codes do; these are for the case that it does not. */
const WORDS: Readonly<Record<string, string>> = {
  'activation-failed': 'The activation failed.',
  'units-failed': 'A service failed with the new system.',
  'not-confirmed': 'The word that all is well did not come in time.',
  cancelled: 'It was cancelled.',
  rebooted: 'The machine was rebooted, or lost its power, in the middle of the change.',
  deserted: 'The connection was gone before anything was changed, and the machine does not go on alone.',
  'build-failed': 'The build failed.',
  'evaluation-failed': 'Nix could not evaluate the configuration.',
  'bootloader-failed': 'The boot loader could not be written.',
  'disk-full': 'The disk is full.',
  locked: 'Somebody else is deploying to it.',
  'wrong-generation': 'Somebody else changed the machine since it was looked at.',
  'timed-out': 'The activation did not end in time.',
  'trial-failed': 'The trial boot did not come through.',
};
