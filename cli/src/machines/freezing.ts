import { freezeIn, lockIn, parseAnswers, type Facts, type Freeze, type Lock } from '../deploy/facts';
import { freezeText } from '../deploy/freeze';
import type { GuardClient } from '../deploy/guard-client';
import { duration } from '../deploy/words';
import { timeText } from '../render/time';
import { askGuard } from './ask-guard';
import { guardFailed } from './errors';
import type { FreezeTime } from './freeze-time';

export interface FreezeRequest {
  readonly time: FreezeTime;
  readonly by: string;
  readonly because?: string;
}

export interface Frozen {
  readonly freeze: Freeze;
  /** What held before. */
  readonly former?: Freeze;
  /** Somebody deploys to it at this moment. */
  readonly lock?: Lock;
  readonly facts: Facts;
}

export async function freeze(guard: GuardClient, stack: string, { time, by, because }: FreezeRequest): Promise<Frozen> {
  const facts = await guard.inspect();
  const when = 'until' in time ? `until=${time.until}` : `for=${time.for}`;
  const result = await askGuard(guard, stack, 'freeze', [when, `by=${by}`, ...(because === undefined ? [] : [`because=${because}`])]);
  const answers = parseAnswers(result.stdout);
  const [made, former, lock] = [freezeIn(answers), freezeIn(answers, 'former'), lockIn(answers)];
  if (!made) throw guardFailed(stack, 'freeze', result);
  return { freeze: made, facts, ...(former && { former }), ...(lock && { lock }) };
}

/** @returns what held until now */
export async function thaw(guard: GuardClient, stack: string, by: string): Promise<Freeze | undefined> {
  return freezeIn(parseAnswers((await askGuard(guard, stack, 'thaw', [`by=${by}`])).stdout), 'former');
}

export const thawedText = (stack: string, former: Freeze | undefined): string =>
  former ? `${stack} takes deployments again. It was frozen ${freezeText(former)}.` : `${stack} was not frozen.`;

export const frozenText = (stack: string, { freeze: { until }, former }: Frozen): string =>
  `${stack} is frozen until ${timeText(until)}: until then a deployment takes a reason.${former ? ` Before, it was frozen ${freezeText(former)}.` : ''}`;

/** What somebody who freezes it should know besides. */
export function cautionsOf({ freeze: { until }, lock, facts: { clock, askedAt } }: Frozen): readonly string[] {
  const cautions: string[] = [];
  if (lock)
    cautions.push(
      `${lock.by ?? 'Somebody'} is deploying to it at this moment${lock.phase === undefined ? '' : ` (phase «${lock.phase}»)`}. What has not begun to switch by now will not; what has, comes to its end.`,
    );
  const ahead = clock === undefined ? 0 : clock - Math.round(askedAt);
  if (Math.abs(ahead) > TOLERABLE)
    cautions.push(
      `Its clock counts, and is ${duration(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} this computer's: by the clock here, the freeze ends at ${timeText(until - ahead)}. «timedatectl» there tells what keeps the time.`,
    );
  return cautions;
}

/** Seconds. */
const TOLERABLE = 120;
