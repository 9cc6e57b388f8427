import type { DeployEvent } from '../events';

/** Tells each warning about a machine once, however many events bring it. */
export class Warned {
  private readonly told = new Set<string>();

  /** What an event warns of and was not told so far. */
  public fresh(event: DeployEvent): readonly string[] {
    return warningsIn(event).filter((text) => {
      const key = `${event.stack}\n${text}`;
      return !this.told.has(key) && this.told.add(key);
    });
  }
}

function warningsIn(event: DeployEvent): readonly string[] {
  if (event.type === 'warning') return [event.text];
  if (event.type === 'gate') return event.verdict === 'warn' ? [event.text] : [];
  return event.type === 'outcome' && event.outcome.kind === 'switched' ? event.outcome.warnings : [];
}
