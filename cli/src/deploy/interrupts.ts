import { exitCodeOf } from '../child-process';

/** Ctrl-C, the end of a terminal, and a service manager that stops us: for a deployment they mean the same. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Words {
  /** Said at the first signal, which asks all to stop. */
  onFirst(): void;
  /** Said at the second: what becomes of that which we leave behind. */
  onSecond(): void;
}

export interface Interruptible<T> {
  readonly result: T;
  /** What to end with, when somebody asked to stop. */
  readonly exitCode?: number;
}

/** Does work that can be asked to stop. The first signal asks, the second leaves at once. */
export async function interruptible<T>(words: Words, work: (signal: AbortSignal) => Promise<T>): Promise<Interruptible<T>> {
  const stop = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (exitCode !== undefined) {
      words.onSecond();
      process.exit(exitCodeOf(signal));
    }
    exitCode = exitCodeOf(signal);
    words.onFirst();
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const result = await work(stop.signal);
    return { result, ...(exitCode !== undefined && { exitCode }) };
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
