import type { Output } from '../terminal';

/** How far a long step is: one line that changes where somebody looks, a line for every tenth in a log. */
export class Progress {
  private tenth = 0;
  private shown = false;

  public constructor(
    private readonly out: Output,
    private readonly what: string,
  ) {
    if (!out.isInteractive) out.line(`${what} …`);
    else this.show(`${what} …`);
  }

  public at(done: number, total: number, note = ''): void {
    const text = `${this.what}: ${done} of ${total}${note === '' ? '' : `, ${note}`}`;
    if (this.out.isInteractive) return this.show(text);
    const tenth = Math.floor((done * 10) / Math.max(total, 1));
    if (tenth > this.tenth && done < total) this.out.line(`  ${done} of ${total}`);
    this.tenth = tenth;
  }

  /** Gives the line back. */
  public end(): void {
    if (this.shown) this.out.write('\r\u001b[K');
    this.shown = false;
  }

  private show(text: string): void {
    this.out.write(`\r\u001b[K${text.slice(0, Math.max(20, this.out.columns - 1))}`);
    this.shown = true;
  }
}
