import type { Output, Paint } from '../../src/terminal';

/** An output without colours, of which everything that was written is kept. */
export class Paper implements Output {
  public readonly paint = new Proxy({}, { get: () => String }) as Paint;
  public text = '';

  public constructor(
    public readonly isInteractive: boolean,
    public readonly columns = 80,
    public readonly rows = 24,
  ) {}

  public write(text: string): void {
    this.text += text;
  }

  public line(text = ''): void {
    this.text += `${text}\n`;
  }
}
