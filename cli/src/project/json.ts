/**
 * Where JSON stops being JSON. The engine tells it in words that differ from version to version, and often without a position.
 */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly what: string;
}

export function findFault(text: string): JsonFault | undefined {
  const scanner = new Scanner(text);
  try {
    scanner.value();
    scanner.end();
    return undefined;
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    const before = text.slice(0, scanner.position).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1, what: error.message };
  }
}

class Unexpected extends Error {}

const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

class Scanner {
  public position = 0;

  public constructor(private readonly text: string) {}

  public value(): void {
    const next = this.peek();
    if (next === '{') this.members('}', () => this.member());
    else if (next === '[') this.members(']', () => this.value());
    else if (next === '"') this.string();
    else if (!this.take(LITERAL)) this.fail('a value');
  }

  public end(): void {
    if (this.peek() !== '') this.fail('the end of the file');
  }

  private member(): void {
    if (this.peek() !== '"') this.fail('a name in double quotes');
    this.string();
    if (this.peek() !== ':') this.fail('a colon');
    this.position += 1;
    this.value();
  }

  private members(close: string, item: () => void): void {
    this.position += 1;
    if (this.peek() === close) return void (this.position += 1);
    for (;;) {
      item();
      const next = this.peek();
      if (next !== ',' && next !== close) this.fail(`a comma or «${close}»`);
      this.position += 1;
      if (next === close) return;
      if (this.peek() === close) this.fail('another entry after the comma');
    }
  }

  private string(): void {
    if (!this.take(STRING)) throw new Unexpected('this text in quotes is not closed on its line, or holds a wrong «\\» sequence');
  }

  private peek(): string {
    this.take(SPACE);
    return this.text.charAt(this.position);
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    const length = pattern.exec(this.text)?.[0].length;
    this.position += length ?? 0;
    return length !== undefined;
  }

  private fail(expected: string): never {
    const found = this.text.charAt(this.position);
    const comment = found === '/' ? ' (JSON has no comments)' : '';
    throw new Unexpected(`${expected} is expected, not ${found === '' ? 'the end of the file' : `«${found}»`}${comment}`);
  }
}
