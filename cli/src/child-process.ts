import { execFile, spawn, type ChildProcess, type ChildProcessWithoutNullStreams, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';

/** The only place that starts other programs. */
export interface ShellRun {
  readonly command: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the program's standard output goes; `capture` takes both of its streams. */
  readonly stdout: 'inherit' | 'stderr' | 'capture';
}

export interface ShellResult {
  readonly code: number;
  /** The signal that ended it, if one did. */
  readonly signal?: NodeJS.Signals;
  /** What it said, where that was captured. */
  readonly output: string;
  /** The signal that we were sent meanwhile, and passed on. */
  readonly interrupted?: NodeJS.Signals;
}

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a command line through the shell.
 *
 * @throws Error when there is no shell, or the environment is too large for the system
 */
export async function runShell(run: ShellRun): Promise<ShellResult> {
  const captured = run.stdout === 'capture';
  const said: Buffer[] = [];
  const child = spawn(direct(run.command), {
    shell: true,
    cwd: run.cwd,
    env: run.env,
    stdio: ['ignore', captured ? 'pipe' : run.stdout === 'stderr' ? 2 : 'inherit', captured ? 'pipe' : 'inherit'],
  });
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  return { ...(await ended(child)), output: Buffer.concat(said).toString() };
}

export interface ProgramRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Besides our own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Ends it, as Ctrl-C would. */
  readonly stop?: AbortSignal;
  /** Given each line of its standard error as it comes. Without it, the program has the terminal to itself. */
  readonly onComplaint?: (line: string) => void;
}

/**
 * Runs a program without a shell between. With `onComplaint` its standard output is the result's `output`.
 *
 * @throws Error of the system when it cannot be started
 */
export async function runProgram({ program, args, cwd, env, stop, onComplaint }: ProgramRun): Promise<ShellResult> {
  const said: Buffer[] = [];
  const stdio: StdioOptions = onComplaint ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  const child = spawn(program, args, { stdio, ...(cwd !== undefined && { cwd }), ...(env && { env: { ...process.env, ...env } }) });
  const end = (): void => void child.kill('SIGINT');
  stop?.addEventListener('abort', end, { once: true });
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
  if (child.stderr && onComplaint) createInterface({ input: child.stderr }).on('line', onComplaint);
  const hasTerminal = onComplaint === undefined && process.stdin.isTTY;
  try {
    return { ...(await ended(child, hasTerminal)), output: Buffer.concat(said).toString() };
  } finally {
    stop?.removeEventListener('abort', end);
  }
}

/**
 * Signals that we are sent meanwhile are passed on. But a program that has the terminal gets Ctrl-C from there, and twice may mean
 * something else to it.
 */
function ended(child: ChildProcess, hasTerminal = false): Promise<Omit<ShellResult, 'output'>> {
  let interrupted: NodeJS.Signals | undefined;
  return new Promise((resolve, reject) => {
    const passOn = (signal: NodeJS.Signals): void => {
      interrupted = signal;
      if (signal !== 'SIGINT' || !hasTerminal) child.kill(signal);
    };
    for (const signal of PASSED_ON) process.on(signal, passOn);
    const settle = (): void => PASSED_ON.forEach((signal) => process.off(signal, passOn));
    child.once('error', (error) => (settle(), reject(error)));
    child.once('close', (code, signal) => {
      settle();
      const by = signal ?? signalOf(code ?? 0);
      resolve({ code: code ?? 1, ...(by && { signal: by }), ...(interrupted && { interrupted }) });
    });
  });
}

/** A plain command takes the shell's place, so that a signal sent to us reaches the program and not only its shell. */
const direct = (command: string): string =>
  process.platform !== 'win32' && /^\s*\S*\b(node|npx|tsx|python3?)\s[^;&|<>()`\n]*$/.test(command) && !/^\s*\S*=/.test(command)
    ? `exec ${command.trimStart()}`
    : command;

/** A shell reports a program that was ended by signal n as 128 + n. */
const signalOf = (code: number): NodeJS.Signals | undefined =>
  (Object.keys(constants.signals) as NodeJS.Signals[]).find((name) => constants.signals[name] === code - 128);

export const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

export interface Probe {
  readonly ok: boolean;
  readonly output: string;
}

/** Asks a program something. Undefined: there is no such program. */
export function probe(program: string, args: readonly string[], cwd?: string): Promise<Probe | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 10_000, ...(cwd !== undefined && { cwd }) }, (error, stdout, stderr) => {
      if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT') resolve(undefined);
      else resolve({ ok: !error, output: `${stdout}${stderr}`.trim() });
    });
  });
}

export interface PipedRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** @default no signal of the terminal reaches it: whoever started it ends it */
  readonly inOurGroup?: boolean;
}

export type Piped = ChildProcessWithoutNullStreams;

/** Starts a program with a pipe on each of its streams. The caller reads, writes, waits and ends. */
export function startPiped({ program, args, env, inOurGroup = false }: PipedRun): Piped {
  return spawn(program, args, { stdio: 'pipe', detached: !inOurGroup, ...(env && { env }) });
}
