/** What the script on the machine said. */
export interface Reply {
  readonly facts: ReadonlyMap<string, string>;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly format?: 'json' | 'text';
  readonly result: string;
  readonly notes: readonly string[];
  readonly problem?: { readonly word: string; readonly more: string };
  /** The last word came: nothing is missing. */
  readonly isWhole: boolean;
  /** cyclictest was started. */
  readonly hasBegun: boolean;
  /** Said by somebody else: sudo, a login shell. */
  readonly complaints: readonly string[];
}

/** More than a measurement of 256 CPUs has. */
const MOST = 16 * 1024 * 1024;
const MOST_COMPLAINTS = 20;

/** Takes the lines as they come. A machine that never stops talking does not fill the memory. */
export class ReplyReader {
  readonly #facts = new Map<string, string>();
  readonly #lines = { before: [] as string[], after: [] as string[], json: [] as string[], text: [] as string[] };
  readonly #notes: string[] = [];
  readonly #complaints: string[] = [];
  #problem: Reply['problem'];
  #isWhole = false;
  #hasBegun = false;
  #size = 0;

  public constructor(private readonly onBegin: () => void = () => {}) {}

  public add(line: string, stream: 'out' | 'err' = 'out'): void {
    this.#size += line.length;
    if (this.#size > MOST) return;
    const [word, rest] = split(line);
    if (stream === 'err') this.#complain(line);
    else if (word === 'fact') this.#facts.set(...split(rest));
    else if (word === 'before' || word === 'after' || word === 'json' || word === 'text') this.#lines[word].push(rest);
    else if (word === 'note') this.#notes.push(rest);
    else if (word === 'problem') this.#problem ??= asProblem(rest);
    else if (line === 'done') this.#isWhole = true;
    else if (line === 'began') this.#begin();
    else this.#complain(line);
  }

  public get reply(): Reply {
    const { before, after, json, text } = this.#lines;
    return {
      facts: this.#facts,
      before,
      after,
      ...(json.length > 0 ? { format: 'json' } : text.length > 0 && { format: 'text' }),
      result: (json.length > 0 ? json : text).join('\n'),
      notes: this.#notes,
      ...(this.#problem && { problem: this.#problem }),
      isWhole: this.#isWhole && this.#size <= MOST,
      hasBegun: this.#hasBegun,
      complaints: this.#complaints,
    };
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.onBegin();
  }

  #complain(line: string): void {
    if (this.#complaints.length < MOST_COMPLAINTS && line.trim() !== '') this.#complaints.push(line.trim().slice(0, 300));
  }
}

function asProblem(text: string): { readonly word: string; readonly more: string } {
  const [word, more] = split(text);
  return { word, more };
}

function split(text: string): [first: string, rest: string] {
  const at = text.indexOf(' ');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1).trimEnd()];
}
