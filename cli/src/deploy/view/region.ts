import type { Output } from '../../terminal';

/** To its first column: somebody's Ctrl-C has left a «^C» there. */
const UP = (rows: number): string => (rows === 0 ? '' : `\r\u001b[${rows}A`);
const CLEAR_LINE = '\u001b[2K';
const CLEAR_BELOW = '\u001b[J';
/** Lines that are too long are cut off at the edge instead of going on below, whatever width the terminal gives their characters. */
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';

/** The last lines of a terminal, which change while everything above them stays. */
export class Region {
  private shown: readonly string[] = [];
  private columns = 0;

  public constructor(private readonly out: Output) {}

  public show(lines: readonly string[]): void {
    const isAsBefore = lines.length === this.shown.length && lines.every((line, at) => line === this.shown[at]);
    if (isAsBefore && this.columns === this.out.columns) return;
    this.out.write(`${this.over()}${NO_WRAP}${lines.map((line) => `${CLEAR_LINE}${line}\n`).join('')}${WRAP}${CLEAR_BELOW}`);
    this.shown = lines;
    this.columns = this.out.columns;
  }

  /** Writes lines that stay, above those that change. */
  public above(lines: readonly string[]): void {
    const below = this.shown;
    this.clear();
    for (const line of lines) this.out.line(line);
    this.show(below);
  }

  /** Gives the lines back. */
  public clear(): void {
    if (this.shown.length > 0) this.out.write(`${this.over()}${CLEAR_BELOW}`);
    this.shown = [];
  }

  /** A terminal that was made narrower meanwhile has folded its lines. */
  private over(): string {
    const { columns } = this.out;
    return UP(this.shown.reduce((rows, line) => rows + Math.max(1, Math.ceil(width(line) / columns)), 0));
  }
}

/** Without the colours. */
const width = (line: string): number => [...line.replaceAll(/\u001b\[[\d;]*m/g, '')].length;
