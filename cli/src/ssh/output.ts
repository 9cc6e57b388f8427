import { constants } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { RemoteCommand } from './connection';
import { tooMuchOutput } from './errors';
import { LineReader } from './lines';

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** More than this of one stream is a mistake of the caller, who should have taken it line by line. */
const MOST = Math.min(256 * 1024 * 1024, constants.MAX_STRING_LENGTH);

/**
 * Takes what a program says: line by line where somebody listens, else as a whole.
 *
 * @param onTooMuch is called once, when no more of it can be kept
 */
export function collect(command: RemoteCommand, stdout: Readable, stderr: Readable, onTooMuch: (error: Error) => void): () => Output {
  const ends = [reading(stdout, 'out'), reading(stderr, 'err')] as const;
  return () => ({ stdout: ends[0](), stderr: ends[1]() });

  function reading(stream: Readable, name: 'out' | 'err'): () => string {
    const { onLine } = command;
    if (onLine) {
      const reader = new LineReader((line) => onLine(line, name));
      stream.on('data', (chunk: Buffer) => reader.add(chunk));
      return () => (reader.end(), '');
    }
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST) chunks.push(chunk);
      else if (size - chunk.length <= MOST) onTooMuch(tooMuchOutput(command.argv[0] ?? '', MOST));
    });
    return () => Buffer.concat(chunks).toString();
  }
}
