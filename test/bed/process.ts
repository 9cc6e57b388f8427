/** Programs that a test starts: to their end, or to talk to while they run. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How a program ended. */
export interface Ran {
  /** As a shell would say it: 128 and the signal's number where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** After so long the program is killed, and that is an error. @default 60 s */
  readonly timeoutMs?: number;
}

const SIGNALS: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGPIPE: 13, SIGTERM: 15 };

/** A program that runs. */
export class Running {
  /** What it printed so far, both streams as they came. */
  public output = '';
  /** Never rejects for an exit code; only where the program took too long, or does not exist. */
  public readonly ended: Promise<Ran>;
  private readonly child: ChildProcess;
  private readonly title: string;
  private readonly watchers = new Set<() => void>();
  private finished = false;

  public constructor(
    argv: readonly string[],
    { input, timeoutMs = 60_000, ...options }: RunOptions & { readonly shows?: readonly string[] },
  ) {
    this.title = (options.shows ?? argv).join(' ');
    // A session of its own: ctrl-C in the terminal of the tests is not for it.
    this.child = spawn(argv[0]!, argv.slice(1), { cwd: options.cwd, env: options.env as NodeJS.ProcessEnv, detached: true });
    this.ended = this.toItsEnd(timeoutMs);
    this.ended.catch(() => undefined); // whoever wants to know awaits it
    // A program that has ended does not read what it is given.
    this.child.stdin?.on('error', () => undefined);
    this.child.stdin?.end(input ?? '');
  }

  /** Waits until it has printed this, and gives what it printed up to then. */
  public waitFor(text: string | RegExp, timeoutMs = 20_000): Promise<string> {
    const seen = (): boolean => (typeof text === 'string' ? this.output.includes(text) : text.test(this.output));
    return new Promise((resolve, reject) => {
      const settle = (fail?: string): void => {
        clearTimeout(timer);
        this.watchers.delete(look);
        if (fail === undefined) resolve(this.output);
        else reject(new Error(`«${this.title}» ${fail} before it printed ${String(text)}. It printed:\n${this.output}`));
      };
      const look = (): void => {
        if (seen()) settle();
        else if (this.finished) settle('ended');
      };
      const timer = setTimeout(() => settle(`took more than ${timeoutMs} ms`), timeoutMs);
      this.watchers.add(look);
      look();
    });
  }

  /** Sends a signal as a terminal would: to the program and all that it started. */
  public signal(name: NodeJS.Signals): void {
    try {
      process.kill(-this.programPid(), name);
      if (name === 'SIGCONT') this.child.kill(name); // `nsenter` stops when its program is stopped, and would wait for ever
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** The program behind `nsenter`, which waits for it in front; the program leads a group of its own (`setsid`). */
  private programPid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error(`«${this.title}» did not start.`);
    const [program] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return Number(program || pid);
  }

  private toItsEnd(timeoutMs: number): Promise<Ran> {
    const collected = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    for (const stream of ['stdout', 'stderr'] as const) {
      this.child[stream]!.on('data', (chunk: Buffer) => {
        collected[stream].push(chunk);
        this.output += chunk.toString();
        this.tell();
      });
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.signal('SIGKILL');
        this.child.kill('SIGKILL');
        // What the program left behind may hold its output open: it is not waited for.
        this.child.stdout!.destroy();
        this.child.stderr!.destroy();
        reject(new Error(`«${this.title}» took more than ${timeoutMs} ms and was killed. It printed:\n${this.output}`));
      }, timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        this.finished = true;
        this.tell();
      };
      this.child.once('error', (error) => {
        done();
        reject(error);
      });
      this.child.once('close', (code, signal) => {
        done();
        const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString();
        resolve({ code: code ?? 128 + (SIGNALS[signal!] ?? 0), stdout: text(collected.stdout), stderr: text(collected.stderr) });
      });
    });
  }

  private tell(): void {
    for (const look of [...this.watchers]) look();
  }
}

/** Runs a program to its end. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Running(argv, options).ended;
}

/** Runs a program that has to succeed, and gives what it printed. */
export async function runOrFail(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await run(argv, options);
  if (code !== 0) throw new Error(`«${argv.join(' ')}» ended with ${code}:\n${stderr}${stdout}`);
  return stdout;
}

/** Asks again every few milliseconds until the answer is something; after `timeoutMs` that is an error, with the reason in it. */
export async function until<T>(what: string, ask: () => T | undefined | false, timeoutMs = 10_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Lets our process end although this child of it, and the pipes to it, are still there. */
export function leave(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as { unref?(): void } | null)?.unref?.();
}
