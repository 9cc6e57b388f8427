import type { Connection } from '../ssh/connection';
import { GuardClient, type OpenGuard } from './guard-client';
import type { GuardScript } from './guard-script';
import { pause, type Patience } from './patience';

export interface NewWayOptions {
  readonly guard: GuardScript;
  readonly open: (signal?: AbortSignal) => Promise<Connection>;
  readonly patience: Patience;
  /** @default over the connection, and nothing else */
  readonly speak?: OpenGuard;
}

/** The connection that proves that the machine can be reached: opened when it is first asked for, kept, and opened again when it is gone. */
export class NewWay {
  private connection: Connection | undefined;

  public constructor(private readonly options: NewWayOptions) {}

  public async reach(signal: AbortSignal): Promise<GuardClient> {
    const { guard, patience, open, speak = (...call) => new GuardClient(...call) } = this.options;
    let last: Error | undefined;
    for (let wait = patience.firstPause; !this.connection; wait = Math.min(2 * wait, patience.longestPause)) {
      try {
        const connection = await open(signal);
        if (signal.aborted) void connection.close().catch(() => undefined); // nobody waits for it any more
        signal.throwIfAborted();
        this.keep(connection);
      } catch (error) {
        if (signal.aborted) throw last ?? error;
        last = error as Error;
        await pause(wait, signal); // sshd may be restarting
      }
    }
    return speak(this.connection!, guard, signal);
  }

  public close(): void {
    void this.connection?.close().catch(() => undefined);
    this.connection = undefined;
  }

  public keep(connection: Connection): void {
    this.connection = connection;
    void connection.closed.then(() => {
      if (this.connection === connection) this.connection = undefined;
    });
  }
}
