import { parseAnswers, reader, withoutGaps } from './facts';

/** How a deployment ended, as the machine itself knows it. */
export interface GuardResult {
  readonly outcome: GuardOutcome;
  /** A code: `activation-failed`. */
  readonly reason?: string;
  /** A sentence. */
  readonly detail?: string;
  readonly system?: string;
  readonly generation?: number;
  readonly formerSystem?: string;
  readonly formerGeneration?: number;
  readonly needsReboot: boolean;
  readonly failedUnits: readonly string[];
}

const OUTCOMES = ['built', 'previewed', 'switched', 'tested', 'staged', 'undone', 'untouched', 'undo-failed'] as const;
export type GuardOutcome = (typeof OUTCOMES)[number];

/** Undefined: this is not the whole of a result. */
export function parseResult(text: string): GuardResult | undefined {
  const read = reader(parseAnswers(text));
  const outcome = OUTCOMES.find((known) => known === read.text('outcome'));
  if (outcome === undefined) return undefined;
  return withoutGaps<GuardResult>({
    outcome,
    reason: read.text('reason'),
    detail: read.text('detail'),
    system: read.text('system'),
    generation: read.number('generation'),
    formerSystem: read.text('former_system'),
    formerGeneration: read.number('former_generation'),
    needsReboot: read.truth('needs_reboot') ?? false,
    failedUnits: read.words('failed_units'),
  });
}
