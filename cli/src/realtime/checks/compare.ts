import type { Wish } from '../../../../src/assembly/realtime';
import { worstOf, type Facts, type Finding, type Severity } from './check';

/** A value that is in force, to be held against what was asked for; where nobody asked, against what is good for music in general. */
export interface Comparison<T> {
  readonly runs: T;
  readonly wish: Wish<T> | undefined;
  /** @default they are equal */
  readonly isAsAsked?: (wish: T) => boolean;
  readonly isGood: boolean;
  /** What it is where it is not good. */
  readonly otherwise: Severity;
  /** Why it is not good, in a few words: `performance keeps the clock steady`. */
  readonly opinion: string;
  /** @default String */
  readonly text?: (value: T) => string;
  /** What stands before it. @default `runs`, where there is something to compare with */
  readonly verb?: string;
  /** The system that boots next has it right. */
  readonly isPending?: boolean;
}

/** What was asked for wins: somebody who wants it so is reminded, not told off. */
export function compare<T>({
  runs,
  wish,
  isAsAsked = (value) => value === runs,
  isGood,
  otherwise,
  opinion,
  text = String,
  verb = 'runs',
  isPending = false,
}: Comparison<T>): Finding {
  const now = text(runs);
  if (wish === undefined) {
    if (isGood) return { status: 'ok', found: now };
    return isPending ? { status: 'pending', found: `${now}; ${AFTER_REBOOT}` } : { status: otherwise, found: `${now}; ${opinion}` };
  }
  if (!isAsAsked(wish.value))
    return differs({ now: `${verb} ${now}`, wish, asked: text(wish.value), isPending, severity: isGood ? 'warning' : otherwise });
  if (isGood) return { status: 'ok', found: `${now}, as asked for`, wish };
  return { status: 'info', found: `${now}, as asked for${placeText(wish)}; ${opinion}`, wish };
}

export const AFTER_REBOOT = 'a reboot brings what the current system says';

export interface Difference {
  /** `runs 60` */
  readonly now: string;
  readonly wish: Wish<unknown>;
  /** @default the wish's value */
  readonly asked?: string;
  readonly isPending?: boolean;
  /** It is a warning at least. @default 'warning' */
  readonly severity?: Severity;
}

/** «runs 60, asked for 10 (bin/studio.ts:14)» */
export function differs({ now, wish, asked = String(wish.value), isPending = false, severity = 'warning' }: Difference): Finding {
  const found = `${now}, asked for ${asked}${placeText(wish)}`;
  if (isPending) return { status: 'pending', found: `${found}; a reboot brings it`, wish };
  return { status: worstOf([severity, 'warning']), found, wish, isOff: true };
}

export const placeText = ({ source }: Pick<Wish<unknown>, 'source'>): string => (source === undefined ? '' : ` (${source})`);

/** Whether the booted system is not the current one; without NixOS nobody knows. */
export const needsReboot = ({ is }: Facts): boolean => is.pendingReboot?.pending === true;
