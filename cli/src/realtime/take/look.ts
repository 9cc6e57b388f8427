import type { GuardClient } from '../../deploy/guard-client';
import { takeSnapshot } from '../probe/take-snapshot';
import { remote } from '../run-program';
import type { Snapshot } from '../snapshot';
import { notSeen } from './errors';
import { recordingOf } from './recording';
import { hasAudio, takesIn } from './take';

/** What was seen of a machine before it is disturbed. */
export interface Sighting {
  /** Who records or plays: nobody, when it is empty. */
  readonly takes: readonly string[];
  /** Something on it could make sound. */
  readonly hasAudio: boolean;
  readonly snapshot?: Snapshot;
}

/** Looks with all rights that there are, for other people's sound servers are to be seen as well. What cannot be seen may be a take. */
export async function lookForTakes({ rights }: Pick<GuardClient, 'rights'>): Promise<Sighting> {
  try {
    const run = remote(rights, { timeoutMs: LIMIT_MS });
    const snapshot = await takeSnapshot(run);
    const recording = await recordingOf(
      run,
      snapshot.daws.map(({ pid }) => pid),
    );
    return { takes: takesIn(snapshot, recording), hasAudio: hasAudio(snapshot), snapshot };
  } catch (error) {
    if ((error as { failure?: unknown }).failure === 'lost' || (error as Error).name === 'AbortError') throw error;
    return { takes: [notSeen((error as Error).message)], hasAudio: true };
  }
}

/** A machine that takes so long has other things to do. */
const LIMIT_MS = 20_000;
