import { startPiped, type Piped } from '../child-process';
import { abortable } from './abort';
import type { Connection, RemoteCommand, RemoteResult } from './connection';
import { aborted, ConnectionLost, noSession } from './errors';
import { option, textOf } from './openssh';
import { runOn, type Carrier, type Running } from './running';
import { Sessions } from './sessions';
import { shellCommand } from './shell-word';

/** How long ssh may take to say goodbye. */
const GOODBYE_MS = 1000;
/** A program's ssh hears of the end a moment before the one that holds the connection is gone. */
const MOMENT_MS = 300;

/** ssh only says it in words. The program has not been started then. */
const REFUSED = /^mux_client_request_session: .*refused/;

export interface Place {
  readonly label: string;
  readonly user: string;
  readonly host: string;
  /** Takes away what lies around. */
  tidy(): Promise<void>;
}

/** A running ssh that holds the connection, as a connection. */
export class OpenSshConnection implements Connection, Carrier {
  public readonly label: string;
  public readonly user: string;
  public readonly closed: Promise<Error | undefined>;
  readonly #sessions = new Sessions();
  #isOver = false;
  #isOurWish = false;

  public constructor(
    private readonly master: Piped,
    private readonly socket: string,
    private readonly place: Place,
  ) {
    this.label = place.label;
    this.user = place.user;
    const said = textOf(master);
    this.closed = new Promise((resolve) => {
      master.once('close', () => {
        this.#isOver = true;
        const why = said().trim().split('\n').at(-1);
        void place.tidy().then(() => resolve(this.#isOurWish ? undefined : new ConnectionLost(this.label, why)));
      });
    });
  }

  public run(command: RemoteCommand): Promise<RemoteResult> {
    return runOn(this, command);
  }

  public async start(argv: readonly string[], signal?: AbortSignal): Promise<Running> {
    const line = shellCommand(argv);
    const open = async (): Promise<Running> => {
      if (signal?.aborted) throw aborted();
      if (this.#isOver) throw this.#lost();
      return this.#open(line);
    };
    const turn = this.#sessions.run(open, ({ ended }) => ended.catch(() => {}));
    return abortable(turn, signal);
  }

  public async close(): Promise<void> {
    this.#isOurWish = true;
    if (this.#isOver) return;
    this.master.stdin.end();
    const timer = setTimeout(() => process.kill(-this.master.pid!, 'SIGKILL'), GOODBYE_MS);
    await this.closed;
    clearTimeout(timer);
  }

  #open(line: string): Running {
    // Without a way of its own: were the connection gone, ssh would quietly make a new one.
    const own = [
      '-F',
      'none',
      '-T',
      ...option('ControlPath', this.socket),
      ...option('ProxyCommand', 'false'),
      ...option('LogLevel', 'ERROR'),
    ];
    const child = startPiped({ program: 'ssh', args: [...own, '--', this.place.host, line] });
    let first = '';
    child.stderr.once('data', (chunk: Buffer) => (first = chunk.toString()));
    const ended = new Promise<{ code: number }>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        if (code !== 255) resolve({ code: code ?? 255 });
        else if (REFUSED.test(first)) reject(noSession(this.label, 'it takes no more sessions'));
        else void this.#isGoneSoon().then((isGone) => (isGone ? reject(this.#lost()) : resolve({ code })));
      });
    });
    return { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, ended, abandon: () => void child.kill() };
  }

  #isGoneSoon(): Promise<boolean> {
    let timer: NodeJS.Timeout;
    const stays = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), MOMENT_MS)));
    return Promise.race([this.closed.then(() => true), stays]).finally(() => clearTimeout(timer));
  }

  #lost(): ConnectionLost {
    return new ConnectionLost(this.label, this.#isOurWish ? 'it was closed' : undefined);
  }
}
