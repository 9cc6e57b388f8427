import { EARLY_PHASES, isTrial } from './guard-phases';
import { confirmWithin } from './start-request';
import type { MachinePlan } from './plan';
import { duration } from './words';

export interface Silence {
  readonly plan: MachinePlan;
  /** The last phase of the guard that we heard of. Undefined: not even that it began. */
  readonly phase: string | undefined;
  /** The word was on its way when the connection broke. */
  readonly wordUnderWay: boolean;
  /** What the last attempt to connect met with. */
  readonly why: string;
  /** How long it was tried, in seconds. 0: it answers, and not as it should. */
  readonly tried: number;
}

/** Why nobody here knows how it ended, and what the machine does without us. */
export const unreached = (silence: Silence): string =>
  silence.tried > 0 ? `${lost(silence)} ${alone(silence)}` : `It is not known how it ended: ${silence.why.trim()} ${alone(silence)}`;

const lost = (silence: Silence): string =>
  `The connection was lost ${when(silence)}, and the machine could not be reached again for ${duration(silence.tried)} (${silence.why.trim().replace(/\.$/, '')}).`;

const when = ({ phase, wordUnderWay }: Silence): string => {
  if (wordUnderWay && !isTrial(phase)) return 'when the new system was being confirmed';
  if (phase === undefined) return 'when the deployment was to begin';
  return `in the phase «${phase}»`;
};

/** What the guard does by itself. */
function alone({ plan, phase, wordUnderWay }: Silence): string {
  const activate = plan.steps.find((step) => step.kind === 'activate');
  if (plan.goal === 'build' || plan.goal === 'dry-activate' || !activate) return 'It only builds, and changes nothing.';
  if (plan.goal === 'boot' && phase !== 'reboot')
    return 'It runs on as it is; its next boot brings the new system, or the former one if that could not be written.';
  const undoneWithin = duration(activate.activateWithin + confirmWithin(plan));
  if (phase === undefined || EARLY_PHASES.includes(phase))
    return `As long as it has not begun to change anything, it will not, because it finds nobody here. If it has begun meanwhile, it goes back by itself, at the latest ${undoneWithin} after that.`;
  if (wordUnderWay && !isTrial(phase))
    return `If the word arrived, it keeps the new system, which was checked; if not, it goes back by itself to what it ran before, within ${duration(confirmWithin(plan))}.`;
  return `It goes back by itself to the generation it ran before, at the latest ${undoneWithin} after the change began, also if it loses its power: the former one stays the default of its boot.`;
}
