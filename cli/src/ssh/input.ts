import type { Readable, Writable } from 'node:stream';
import type { RemoteCommand } from './connection';

/** A stream that is read, and not just text. */
export const isStream = (input: RemoteCommand['input']): input is Readable => typeof input === 'object' && !Buffer.isBuffer(input);

/** It may fail before the program runs that is to read it; `feed` asks then. Without anybody who listens, that would end this process. */
export function expect(input: RemoteCommand['input']): void {
  if (isStream(input)) input.on('error', () => {});
}

/**
 * Gives a program what it reads, no faster than it does. A program may end before it has read all: then the rest is nobody's, and that is fine.
 *
 * @param onFailure is called when the input itself fails: what the program got is only a part
 */
export function feed(input: RemoteCommand['input'], into: Writable, onFailure: (error: Error) => void): void {
  into.on('error', () => {});
  if (!isStream(input)) {
    into.end(input);
  } else if (input.errored) {
    onFailure(input.errored);
  } else {
    input.once('error', onFailure);
    input.pipe(into);
  }
}
