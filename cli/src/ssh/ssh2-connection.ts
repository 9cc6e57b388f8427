import type { Client, ClientChannel } from 'ssh2';
import { abortable } from './abort';
import type { Connection, RemoteCommand, RemoteResult } from './connection';
import { aborted, ConnectionLost, noSession } from './errors';
import { farewell, type Session } from './farewell';
import { runOn, type Carrier, type Running } from './running';
import { SessionRefused, Sessions } from './sessions';
import { shellCommand } from './shell-word';

/** A client that is logged in, as a connection. */
export class Ssh2Connection implements Connection, Carrier {
  public readonly closed: Promise<Error | undefined>;
  readonly #sessions = new Sessions();
  #why: Error | undefined;
  #isOver = false;
  #isOurWish = false;

  private readonly client: Client;

  /** @param carriers the jump hosts, the nearest to the machine first: they go when it goes */
  public constructor(
    private readonly session: Session,
    public readonly label: string,
    public readonly user: string,
    private readonly carriers: readonly Session[],
  ) {
    const { client } = session;
    this.client = client;
    client.on('error', (error) => (this.#why ??= error));
    this.closed = new Promise((resolve) => {
      client.once('close', () => {
        this.#isOver = true;
        farewell(session, carriers);
        resolve(this.#isOurWish ? undefined : new ConnectionLost(label, this.#why?.message));
      });
    });
  }

  public run(command: RemoteCommand): Promise<RemoteResult> {
    return runOn(this, command);
  }

  public start(argv: readonly string[], signal?: AbortSignal): Promise<Running> {
    const line = shellCommand(argv);
    const turn = this.#sessions.run(
      () => this.#open(line, signal),
      ({ ended }) => ended.catch(() => {}),
    );
    return abortable(turn, signal);
  }

  public async close(): Promise<void> {
    this.#isOurWish = true;
    if (this.#isOver) return;
    farewell(this.session, this.carriers);
    await this.closed;
  }

  #open(line: string, signal: AbortSignal | undefined): Promise<Running> {
    if (signal?.aborted) return Promise.reject(aborted());
    if (this.#isOver) return Promise.reject(this.#lost());
    return new Promise((resolve, reject) => {
      const failed = (error: Error): void => {
        if (this.#isOver || /no response|not connected/i.test(error.message)) reject(this.#lost());
        else if ('reason' in error) reject(new SessionRefused(error.message));
        else reject(noSession(this.label, error.message));
      };
      try {
        this.client.exec(line, (error, channel) => (error ? failed(error) : resolve(this.#running(channel))));
      } catch (error) {
        failed(error as Error);
      }
    });
  }

  #running(channel: ClientChannel): Running {
    const ended = new Promise<{ code: number; signal?: string }>((resolve, reject) => {
      let ending: { code: number; signal?: string } | undefined;
      channel.once('exit', (code: number | null, name?: string) => {
        ending = { code: code ?? 255, ...(name && { signal: name }) };
      });
      // The connection's own end is told a moment after that of its channels.
      channel.once('close', () => (ending ? resolve(ending) : setImmediate(() => reject(this.#lost()))));
    });
    return { stdin: channel, stdout: channel, stderr: channel.stderr, ended, abandon: () => channel.close() };
  }

  #lost(): ConnectionLost {
    return new ConnectionLost(this.label, this.#isOurWish ? 'it was closed' : this.#why?.message);
  }
}
