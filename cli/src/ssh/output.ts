import type { Readable } from 'node:stream';
import type { RemoteCommand } from './connection';
import { tooMuchOutput } from './errors';
import { LineReader } from './lines';

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** What is kept of one stream, unless the caller expects more. A machine that is broken, or means harm, must not fill our memory. */
const MOST = 8 * 1024 * 1024;

/**
 * Takes what a program says: line by line where somebody listens, else as a whole.
 *
 * @param onTooMuch is called once, when no more of it can be kept
 */
export function collect(
  label: string,
  command: RemoteCommand,
  stdout: Readable,
  stderr: Readable,
  onTooMuch: (error: Error) => void,
): () => Output {
  const ends = [reading(stdout, 'out'), reading(stderr, 'err')] as const;
  return () => ({ stdout: ends[0](), stderr: ends[1]() });

  function reading(stream: Readable, name: 'out' | 'err'): () => string {
    const { onLine, mostOutput: most = MOST } = command;
    if (onLine) {
      const reader = new LineReader((line) => onLine(line, name));
      stream.on('data', (chunk: Buffer) => reader.add(chunk));
      return () => (reader.end(), '');
    }
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else if (size - chunk.length <= most) onTooMuch(tooMuchOutput(label, command.argv[0] ?? '', most));
    });
    return () => Buffer.concat(chunks).toString();
  }
}
