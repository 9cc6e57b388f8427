import { GuardRefusal, startedMeanwhile } from './errors';
import type { Facts } from './facts';
import type { GuardClient, StartRequest } from './guard-client';
import type { Lifeline } from './lifeline';
import { pause } from './patience';
import { heldBy } from './words';

/** The guard answers within so many seconds whether it runs; one that we did not hear may take as long. */
const ATTEMPTS = 15;

/**
 * Tells the machine to begin, exactly once: when the connection breaks meanwhile, it is asked before it is told again.
 *
 * @returns why it does not begin, where it does not: then nothing runs
 */
export async function start(lifeline: Lifeline, id: string, request: StartRequest, { clock }: Facts): Promise<string | undefined> {
  let told = false;
  return lifeline.use(async (guard) => {
    if (told && (await hasBegun(guard, id, 1))) return undefined;
    const isAgain = told;
    told = true;
    try {
      const started = await guard.start(id, request);
      if (started.kind === 'started' || started.lock?.id === id) return undefined;
      return started.lock ? heldBy(request.stack, started.lock, clock) : startedMeanwhile();
    } catch (error) {
      if (!(error instanceof GuardRefusal)) throw error;
      return isAgain && (await hasBegun(guard, id, ATTEMPTS)) ? undefined : error.message;
    }
  });
}

async function hasBegun(guard: GuardClient, id: string, attempts: number): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    if ((await guard.result(id)) !== 'unknown') return true;
    if (attempt === attempts) return false;
    await pause(1000);
  }
}
