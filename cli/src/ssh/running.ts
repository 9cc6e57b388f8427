import type { Readable, Writable } from 'node:stream';
import { whenAborted } from './abort';
import type { RemoteCommand, RemoteResult } from './connection';
import { aborted, tookTooLong } from './errors';
import { expect, feed, isStream } from './input';
import { announced, ending, newMark, NumberReader } from './kill';
import { collect } from './output';

/** A program that runs on the machine, whatever carries it. */
export interface Running {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the program is gone and has said all. Rejects when the connection went first. */
  readonly ended: Promise<{ readonly code: number; readonly signal?: string }>;
  /** Lets go of it: whatever it does from now on, nobody hears of it. */
  abandon(): void;
}

/** What a transport has to be able to do. */
export interface Carrier {
  readonly label: string;
  start(argv: readonly string[], signal?: AbortSignal): Promise<Running>;
}

/** A command whose program belongs to somebody else, who alone may end it. */
export interface OwnedCommand extends RemoteCommand {
  readonly endWith?: (argv: readonly string[]) => RemoteCommand;
}

/** How long a program may take to end: a second from asking to force, and the way there. */
const PATIENCE_MS = 2500;

/** Sees a program through to its end, or ends it: on a signal, when its time is up, when its input breaks off. */
export async function runOn(carrier: Carrier, command: OwnedCommand): Promise<RemoteResult> {
  const { argv, input, signal, timeoutMs } = command;
  if (signal?.aborted) throw aborted();
  expect(input);
  const mayBeEnded = signal !== undefined || timeoutMs !== undefined || isStream(input);
  if (!mayBeEnded) return toItsEnd(carrier.label, await carrier.start(argv), command, () => {});

  const mark = newMark();
  const running = await carrier.start(announced(argv, mark), signal);
  const stderr = running.stderr.pipe(new NumberReader(mark));
  const said = new Promise<void>((resolve) => stderr.once('end', resolve));
  const ended = running.ended.then((result) => said.then(() => result));

  let isOver = false;
  let reason: Error | undefined;
  let leave!: (reason: Error) => void;
  const left = new Promise<never>((_, reject) => (leave = reject));
  const stop = (why: Error): void => {
    if (reason || isOver) return;
    reason = why;
    void stderr.pid.then((pid) => runOn(carrier, endOf(command, pid))).catch(() => running.abandon());
    setTimeout(() => (running.abandon(), leave(why)), PATIENCE_MS).unref();
  };
  const onAbort = (): void => stop(aborted());
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => stop(tookTooLong(carrier.label, argv[0] ?? '', timeoutMs)), timeoutMs);
  const ignore = whenAborted(signal, onAbort);
  if (signal?.aborted) onAbort();
  try {
    const result = await Promise.race([toItsEnd(carrier.label, { ...running, stderr, ended }, command, stop), left]);
    if (reason) throw reason;
    return result;
  } catch (error) {
    throw reason ?? error;
  } finally {
    isOver = true;
    clearTimeout(timer);
    ignore();
  }
}

async function toItsEnd(label: string, running: Running, command: RemoteCommand, stop: (why: Error) => void): Promise<RemoteResult> {
  let tooMuch: Error | undefined;
  const said = collect(label, command, running.stdout, running.stderr, (error) => {
    tooMuch = error;
    stop(error);
    running.abandon();
  });
  feed(command.input, running.stdin, stop);
  const ending = await running.ended.catch((error: Error) => Promise.reject(tooMuch ?? error));
  return { ...ending, ...said() };
}

const endOf = ({ endWith }: OwnedCommand, pid: string): RemoteCommand => endWith?.(ending(pid)) ?? { argv: ending(pid) };
