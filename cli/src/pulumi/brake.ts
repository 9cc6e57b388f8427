/**
 * Stops an engine that goes on when there is nothing left to do: one of its programs waits for a machine that cannot be reached any more. It is
 * asked, as by Ctrl-C, and told a while later, as by a second one.
 */
export class Brake {
  private readonly target = new EventTarget();
  private readonly timers: NodeJS.Timeout[] = [];
  private isReleased = false;

  /** The Automation API passes on every event of this signal to the engine; a signal of its own class would have one. */
  public get signal(): AbortSignal {
    return this.target as AbortSignal;
  }

  /** It has a moment to end by itself. */
  public soon(): void {
    if (this.isReleased) return;
    for (const after of PAUSES_MS) this.timers.push(setTimeout(() => this.target.dispatchEvent(new Event('abort')), after));
  }

  public release(): void {
    this.isReleased = true;
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
  }
}

/** The state is written within moments. */
const PAUSES_MS = [8000, 12_000];
