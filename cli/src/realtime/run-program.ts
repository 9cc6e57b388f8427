import { startPiped } from '../child-process';
import { aborted } from '../ssh/errors';
import type { Connection } from '../ssh/connection';
import { whenAborted } from '../ssh/abort';
import { localTookTooLong, localTooMuch, noSuchProgram } from './run-errors';

/** Runs a program to its end, on a machine or here. Its exit code is part of the result, not an error. */
export type RunProgram = (argv: readonly string[], input?: string) => Promise<ProgramResult>;

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** After so many milliseconds it is ended, and the run fails. @default never */
  readonly timeoutMs?: number;
}

/** On a machine, as whoever the connection is. */
export function remote(connection: Connection, options: RunOptions = {}): RunProgram {
  return async (argv, input) => {
    const { code, stdout, stderr } = await connection.run({ argv, ...options, ...(input !== undefined && { input }) });
    return { code, stdout, stderr };
  };
}

/** On this computer, as ourselves. */
export function local({ signal, timeoutMs }: RunOptions = {}): RunProgram {
  return ([program = '', ...args], input = '') =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(aborted());
      const child = startPiped({ program, args });
      let failure: Error | undefined;
      // It leads a group of its own, so whatever it started ends with it.
      const stop = (why: Error): void => {
        failure ??= why;
        if (child.pid === undefined) return;
        try {
          process.kill(-child.pid, 'SIGKILL');
        } catch {
          child.kill('SIGKILL');
        }
      };
      const ignore = whenAborted(signal, () => stop(aborted()));
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => stop(localTookTooLong(program, timeoutMs)), timeoutMs);
      const said = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
      let size = 0;
      for (const stream of ['stdout', 'stderr'] as const) {
        child[stream].on('data', (chunk: Buffer) => {
          if ((size += chunk.length) > MOST_OUTPUT) stop(localTooMuch(program, MOST_OUTPUT));
          else said[stream].push(chunk);
        });
      }
      child.stdin.on('error', () => undefined); // it need not read what it is given
      child.stdin.end(input);
      const settle = (): void => {
        ignore();
        clearTimeout(timer);
      };
      child.once('error', (error: NodeJS.ErrnoException) => {
        settle();
        reject(error.code === 'ENOENT' ? noSuchProgram(program) : error);
      });
      child.once('close', (code) => {
        settle();
        if (failure) reject(failure);
        else resolve({ code: code ?? 255, stdout: `${Buffer.concat(said.stdout)}`, stderr: `${Buffer.concat(said.stderr)}` });
      });
    });
}

/** As much as a connection takes. */
const MOST_OUTPUT = 8 * 1024 * 1024;
