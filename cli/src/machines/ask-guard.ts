import { lockIn, parseAnswers } from '../deploy/facts';
import type { GuardClient } from '../deploy/guard-client';
import { heldBy } from '../deploy/words';
import { UserError } from '../errors';
import type { RemoteResult } from '../ssh/connection';
import { guardFailed, guardTooOld } from './errors';

/** Exit codes of the guard that mean something here. */
export const UNKNOWN = 4;
export const TAKEN = 77;
const MISUSED = 2;
const LOCKED = 75;

/** What an older guard says, which somebody who may run nothing else there cannot exchange. */
const NO_VERB = /There is no verb of that name/;

/**
 * Has the guard do something.
 *
 * @param meant exit codes that the caller knows how to tell
 * @throws UserError where it ended otherwise
 */
export async function askGuard(
  guard: GuardClient,
  stack: string,
  verb: string,
  args: readonly string[],
  meant: readonly number[] = [],
): Promise<RemoteResult> {
  const result = await guard.ask(verb, args);
  if (result.code === 0 || meant.includes(result.code)) return result;
  if (isUnknownVerb(result)) throw guardTooOld(stack, verb);
  const lock = lockIn(parseAnswers(result.stdout));
  if (result.code === LOCKED && lock) throw new UserError(heldBy(stack, lock));
  throw guardFailed(stack, verb, result);
}

export const isUnknownVerb = ({ code, stderr }: RemoteResult): boolean => code === MISUSED && NO_VERB.test(stderr);
