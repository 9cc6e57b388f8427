import type { Writable } from 'node:stream';
import type { RemoteCommand } from './connection';

/**
 * Gives a program what it reads, no faster than it does. A program may end before it has read all: then the rest is nobody's, and that is fine.
 *
 * @param onFailure is called when the input itself fails: what the program got is only a part
 */
export function feed(input: RemoteCommand['input'], into: Writable, onFailure: (error: Error) => void): void {
  into.on('error', () => {});
  if (input === undefined || typeof input === 'string' || Buffer.isBuffer(input)) {
    into.end(input);
    return;
  }
  input.once('error', onFailure);
  input.pipe(into);
}
