/** The only place that knows the two streams: what they can show, and that a reader may go away. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
}

export interface Output {
  readonly paint: Paint;
  /** Somebody is looking at it. */
  readonly isInteractive: boolean;
  readonly columns: number;
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
  const open = (stream: NodeJS.WriteStream): Output => {
    stream.on('error', endWithReader);
    const paint = painters(options.color !== false && wantsColor(stream, options));
    return {
      paint,
      isInteractive: stream.isTTY === true && !options.ci,
      columns: stream.columns ?? 100,
      write: (text) => void stream.write(text),
      line: (text = '') => void stream.write(`${text}\n`),
    };
  };
  return { out: lazily(() => open(process.stdout)), err: lazily(() => open(process.stderr)) };
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
  throw error;
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
    write: (text) => output().write(text),
    line: (text) => output().line(text),
  };
}
