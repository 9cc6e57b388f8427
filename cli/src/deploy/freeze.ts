import { UserError } from '../errors';
import { shellWord } from '../render/paths';
import { timeText } from '../render/time';
import { GuardRefusal } from './errors';
import type { Freeze } from './facts';

/** `until Tue 1 Dec 2026, 23:00 CET, by ada@desk: «tour»` */
export const freezeText = ({ until, by, because }: Freeze): string =>
  `until ${timeText(until)}${by === undefined ? '' : `, by ${by}`}${because === undefined ? '' : `: «${because}»`}`;

export const isFrozen = (stack: string, freeze: Freeze): string =>
  `The machine is frozen ${freezeText(freeze)}. Wait until then, end it with «cdk thaw ${shellWord(stack)}», or give a reason: --despite-freeze "the desk is silent".`;

/** Somebody froze it since it was looked at. */
export const frozenMeanwhile = (stack: string, freeze: Freeze, code: number): GuardRefusal =>
  new GuardRefusal(isFrozen(stack, freeze), code);

const LONGEST = 200;

/** @throws UserError when these are no few words on a line: the guard keeps them so */
export function freezeReason(option: string, given: unknown): string {
  const reason = String(given).trim();
  if (reason === '' || Buffer.byteLength(reason) > LONGEST || /\p{Cc}/u.test(reason)) throw badFreezeReason(option);
  return reason;
}

const badFreezeReason = (option: string): UserError =>
  new UserError(`${option} takes a few words on one line, at most ${LONGEST} characters.`);
