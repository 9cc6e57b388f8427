import type { Output, Paint } from '../../../src/terminal';

/** A terminal as one sees it: the lines after everything that was written, with the movements that the live view makes. */
export class Screen implements Output {
  public readonly paint = new Proxy({}, { get: () => String }) as Paint;
  public readonly isInteractive = true;
  public lines: string[] = [''];
  private row = 0;
  private column = 0;

  public constructor(
    public columns = 60,
    public rows = 10,
  ) {}

  public line(text = ''): void {
    this.write(`${text}\n`);
  }

  public write(text: string): void {
    for (const [token] of text.matchAll(/\u001b\[\??\d*[A-Za-z]|[^]/gu)) this.obey(token);
  }

  /** As when the terminal folds lines above the cursor. */
  public down(rows: number): void {
    this.row += rows;
  }

  /** Without the empty line that the cursor is on. */
  public get text(): string {
    return this.lines
      .map((line) => line.trimEnd())
      .join('\n')
      .trimEnd();
  }

  private obey(token: string): void {
    const [, count, verb] = /^\u001b\[\??(\d*)([A-Za-z])$/.exec(token) ?? [];
    if (token === '\n') [this.row, this.column] = [this.row + 1, 0];
    else if (token === '\r') this.column = 0;
    else if (verb === 'A') this.row = Math.max(0, this.row - Number(count));
    else if (verb === 'K') this.lines[this.row] = '';
    else if (verb === 'J') this.lines.splice(this.row, Infinity, '');
    else if (verb === undefined) this.put(token);
    this.lines[this.row] ??= '';
  }

  private put(letter: string): void {
    const line = [...(this.lines[this.row] ?? '').padEnd(this.column)];
    if (this.column < this.columns) line[this.column++] = letter;
    this.lines[this.row] = line.join('');
  }
}
