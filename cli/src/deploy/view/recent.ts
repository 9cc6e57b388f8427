import { stopped } from '../errors';
import type { DeployEvent } from '../events';
import { isFine, type Outcome } from '../outcome';

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

/**
 * What is worth reading of the lines that a machine said last. They explain why it failed, where that was not explained already, and was not
 * somebody's wish. And what a switch would do (--goal dry-activate) is all that was asked for.
 */
export function lastWords(outcome: Outcome, lines: readonly string[]): readonly string[] {
  if (outcome.kind === 'built') return lines.filter((line) => line.startsWith('would '));
  if (isFine(outcome) || !('reason' in outcome)) return [];
  const isExplained = outcome.reason.includes('\n') || outcome.reason === stopped();
  return isExplained ? [] : lines;
}
