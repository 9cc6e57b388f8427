import type { Connection } from '../ssh/connection';
import { GuardClient, type OpenGuard } from './guard-client';
import type { GuardScript } from './guard-script';
import { pause, type Patience } from './patience';

export interface LifelineOptions {
  readonly guard: GuardScript;
  /** A new connection with root's rights. */
  readonly open: (signal?: AbortSignal) => Promise<Connection>;
  readonly patience: Patience;
  /** @default over the connection, and nothing else */
  readonly speak?: OpenGuard;
  readonly onLost: (why: Error) => void;
}

export interface Use {
  /** How long the machine may be away, in milliseconds. @default what the options say */
  readonly patience?: number | (() => number);
  readonly signal?: AbortSignal;
}

/** The machine did not come back within our patience. */
export class OutOfReach extends Error {
  public override readonly name = 'OutOfReach';

  public constructor(
    message: string,
    /** How long it was tried. */
    public readonly seconds: number,
  ) {
    super(message);
  }
}

/** One connection to a machine for as long as a deployment lasts, which is opened again when it breaks. */
export class Lifeline {
  private connection: Connection | undefined;
  private reopening: Promise<Connection> | undefined;
  private readonly over = new AbortController();

  public constructor(private readonly options: LifelineOptions) {}

  /** The first connection: whoever cannot be reached now is left alone. */
  public async open(signal: AbortSignal): Promise<void> {
    this.connection = await this.options.open(signal);
  }

  /**
   * Does something that may be done again, and does it again after the connection broke.
   *
   * @throws OutOfReach when it stays away, and whatever `work` itself throws
   */
  public async use<T>(
    work: (guard: GuardClient) => Promise<T>,
    { patience = this.options.patience.reconnect, signal }: Use = {},
  ): Promise<T> {
    for (;;) {
      const connection = this.connection ?? (await this.reopen(typeof patience === 'number' ? patience : patience(), signal));
      try {
        return await work(this.speak(connection, this.options.guard, signal));
      } catch (error) {
        if (!isLost(error) || this.over.signal.aborted) throw error;
        if (this.connection === connection) this.drop(error as Error);
      }
    }
  }

  private get speak(): OpenGuard {
    return this.options.speak ?? ((...call) => new GuardClient(...call));
  }

  public close(): void {
    this.over.abort();
    const { connection } = this;
    this.connection = undefined;
    void connection?.close().catch(() => undefined); // what was wanted of it has been had
  }

  private drop(why: Error): void {
    const { connection } = this;
    this.connection = undefined;
    void connection?.close().catch(() => undefined);
    this.options.onLost(why);
  }

  private reopen(patience: number, signal?: AbortSignal): Promise<Connection> {
    this.reopening ??= this.tryAgain(patience, signal).finally(() => (this.reopening = undefined));
    return this.reopening;
  }

  /** Every failure may pass: also a key that is refused now, because a wrong configuration is undone in a moment. */
  private async tryAgain(patience: number, signal?: AbortSignal): Promise<Connection> {
    const { firstPause, longestPause } = this.options.patience;
    const stop = signal ? AbortSignal.any([signal, this.over.signal]) : this.over.signal;
    const began = performance.now();
    const giveUpAt = began + patience;
    let why = 'it did not answer';
    for (let wait = firstPause; ; wait = Math.min(2 * wait, longestPause)) {
      try {
        return await this.opened(withLimit(giveUpAt - performance.now(), stop));
      } catch (error) {
        if (stop.aborted) throw error;
        if ((error as Error).name !== 'AbortError') why = (error as Error).message; // else it is our own limit
        const left = giveUpAt - performance.now();
        if (left < firstPause) throw new OutOfReach(why, (performance.now() - began) / 1000);
        await pause(Math.min(wait, left / 2), stop); // towards the end it is tried more often
      }
    }
  }

  /** Nobody would close one that comes after the end. */
  private async opened(signal: AbortSignal): Promise<Connection> {
    const connection = await this.options.open(signal);
    if (this.over.signal.aborted) {
      void connection.close().catch(() => undefined);
      this.over.signal.throwIfAborted();
    }
    this.connection = connection;
    return connection;
  }
}

/** Told by name: bundles have classes of their own. */
export const isLost = (error: unknown): boolean => error instanceof Error && (error as { failure?: unknown }).failure === 'lost';

const withLimit = (ms: number, signal: AbortSignal): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(Math.max(1, Math.ceil(ms))), signal]);
