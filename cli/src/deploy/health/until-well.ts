import type { Connection } from '../../ssh/connection';
import { pause } from '../patience';
import type { GuardClient } from '../guard-client';

/** What a look may use. */
export interface Sight {
  /** As the user who deploys, with no rights beyond. */
  readonly login: Connection;
  /** With root's rights, where that user has them for more than the guard. For what we do ourselves; what the studio's author wrote has no need of it. */
  readonly rights: Connection;
  readonly signal: AbortSignal;
  /** A program that takes longer is ended. */
  readonly timeoutMs: number;
}

/** @returns what is wrong, as the end of a sentence; undefined: it is well */
export type Look = (sight: Sight) => Promise<string | undefined>;

export interface Patient {
  /** Seconds. */
  readonly within: number;
  readonly signal: AbortSignal;
  readonly reach: () => Promise<GuardClient>;
  readonly look: Look;
}

/** Between two looks, in milliseconds: from the first to the second, doubling. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 2_000;

/** Even where no time is left, a program gets that long. */
const LEAST_MS = 1_000;

/**
 * Looks again and again until it is well, or the time is over. A connection that breaks meanwhile is one more thing that is not well.
 *
 * @returns what was wrong at last; undefined: it is well
 */
export async function untilWell({ within, signal, reach, look }: Patient): Promise<string | undefined> {
  const end = performance.now() + within * 1000;
  for (let wait = FIRST_PAUSE; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    const timeoutMs = Math.max(LEAST_MS, end - performance.now());
    const trouble = await reach()
      .then(({ login, rights }) => look({ login, rights, signal, timeoutMs }))
      .catch((error: Error) => error.message);
    if (trouble === undefined) return undefined;
    if (signal.aborted || performance.now() + wait > end) return trouble;
    await pause(wait, signal);
  }
}
