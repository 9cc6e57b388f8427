import { setMaxListeners } from 'node:events';
import { aborted } from './errors';

/**
 * Does something when told to stop; the function that it returns takes that back. One signal may mean all machines and all programs on them,
 * which is no leak, so Node is not to warn of one.
 */
export function whenAborted(signal: AbortSignal | undefined, act: () => void): () => void {
  if (!signal) return () => {};
  setMaxListeners(0, signal);
  signal.addEventListener('abort', act, { once: true });
  return () => signal.removeEventListener('abort', act);
}

/** Who waits for something stops waiting when told to. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(aborted());
    const ignore = whenAborted(signal, () => reject(aborted()));
    work.then(resolve, reject).finally(ignore);
  });
}
