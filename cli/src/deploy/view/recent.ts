import type { DeployEvent } from '../events';

const MOST = 20;

/** The last lines that each machine said: where they were not shown, somebody wants to read them when it went wrong. */
export class Recent {
  private readonly lines = new Map<string, string[]>();

  public keep(event: DeployEvent): void {
    if (event.type !== 'log') return;
    const lines = this.lines.get(event.stack) ?? [];
    lines.push(event.line);
    if (lines.length > MOST) lines.shift();
    this.lines.set(event.stack, lines);
  }

  /** Gives them away. */
  public take(stack: string): readonly string[] {
    const lines = this.lines.get(stack) ?? [];
    this.lines.delete(stack);
    return lines;
  }
}
