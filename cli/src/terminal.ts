import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { exitCodeOf } from './child-process';
import { Interrupted, nobodyToAsk } from './errors';

/** The only place that knows the two streams: what they can show, that a reader may go away, and that somebody may be there to be asked. */
export interface Terminal extends Outputs {
  /** From now on the work goes on, and ends as it ends, also where nobody reads on or the disk below a file is full. */
  outliveReaders(): void;
}

export interface Outputs {
  readonly out: Output;
  readonly err: Output;
}

export interface Output {
  readonly paint: Paint;
  /** Somebody is looking at it. */
  readonly isInteractive: boolean;
  /** As wide and as high as it is now: somebody may change that. */
  readonly columns: number;
  readonly rows: number;
  write(text: string): void;
  line(text?: string): void;
}

type Painter = (text: string) => string;

export type Paint = Readonly<Record<keyof typeof CODES, Painter>>;

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export interface TerminalOptions {
  /** False: never; undefined: as the environment and the stream say. */
  readonly color?: boolean;
  /** Plain lines for a log, whatever the stream is. */
  readonly ci?: boolean;
}

export function openTerminal(options: TerminalOptions): Terminal {
  let outlives = false;
  const open = (stream: NodeJS.WriteStream): Output => {
    stream.on('error', (error) => outlives || endWithReader(error));
    const paint = painters(options.color !== false && wantsColor(stream, options));
    return {
      paint,
      isInteractive: stream.isTTY === true && !options.ci,
      get columns() {
        return stream.columns || 100; // some terminals say 0
      },
      get rows() {
        return stream.rows || 24;
      },
      write: (text) => void stream.write(text),
      line: (text = '') => void stream.write(`${text}\n`),
    };
  };
  return {
    out: lazily(() => open(process.stdout)),
    err: lazily(() => open(process.stderr)),
    outliveReaders: () => void (outlives = true),
  };
}

/** https://no-color.org: set and not empty means no; FORCE_COLOR means yes, as in Node. */
function wantsColor(stream: NodeJS.WriteStream, options: TerminalOptions): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb' && !options.ci;
}

function painters(enabled: boolean): Paint {
  const painter = ([open, close]: readonly [number, number]): Painter =>
    enabled ? (text) => `\u001b[${open}m${text}\u001b[${close}m` : (text) => text;
  return Object.fromEntries(Object.entries(CODES).map(([name, codes]) => [name, painter(codes)])) as Paint;
}

/** In `cdk ls | head -1` head is gone after one line: that is no error. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`What was to be said could not be written: ${error.message}.\n`, () => process.exit(1));
}

/** Opening a stream costs a millisecond; most runs use one of the two. */
function lazily(open: () => Output): Output {
  let opened: Output | undefined;
  const output = (): Output => (opened ??= open());
  return {
    get paint() {
      return output().paint;
    },
    get isInteractive() {
      return output().isInteractive;
    },
    get columns() {
      return output().columns;
    },
    get rows() {
      return output().rows;
    },
    write: (text) => output().write(text),
    line: (text) => output().line(text),
  };
}

/** The person at the keyboard. Questions that come at the same time are asked one after the other. */
export interface Person {
  /** False in a pipeline, a timer, a build: then every question is refused. */
  readonly isThere: boolean;
  /**
   * @throws UserError where nobody is there, and Interrupted on Ctrl-C and Ctrl-D
   */
  ask(question: string): Promise<string>;
  /** Like `ask`, but what is typed is not shown. */
  askSecret(question: string): Promise<string>;
}

/** Questions go to the error stream: the output may be in a file. */
export function openPerson(): Person {
  const isThere = process.stdin.isTTY === true && process.stderr.isTTY === true;
  let last: Promise<unknown> = Promise.resolve();
  const next = (question: string, shown: boolean): Promise<string> => {
    if (!isThere) return Promise.reject(nobodyToAsk(question));
    const answer = last.then(() => askNow(question, shown));
    last = answer.catch(() => undefined);
    return answer;
  };
  return { isThere, ask: (question) => next(question, true), askSecret: (question) => next(question, false) };
}

function askNow(question: string, shown: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const reader = createInterface({ input: process.stdin, output: shown ? process.stderr : nowhere, terminal: true, historySize: 0 });
    // Only now: a key that is typed before would still be echoed, and Ctrl-C would end us.
    const lastLine = question.lastIndexOf('\n') + 1;
    process.stderr.write(shown ? question.slice(0, lastLine) : question);
    reader.setPrompt(question.slice(lastLine));
    reader.prompt();
    const leave = (): void => {
      reader.close();
      if (!shown) process.stderr.write('\n');
    };
    const giveUp = (): void => {
      leave();
      reject(new Interrupted(exitCodeOf('SIGINT')));
    };
    reader.once('line', (answer) => {
      reader.off('close', giveUp);
      leave();
      resolve(answer);
    });
    reader.once('close', giveUp);
    // While a question is open, the terminal gives us Ctrl-C as a key. Whoever waits for the signal is to hear of it all the same.
    reader.once('SIGINT', () => {
      reader.off('close', giveUp);
      giveUp();
      process.emit('SIGINT', 'SIGINT');
    });
  });
}

/** All of the standard input, for a secret that a program hands over. */
export async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
