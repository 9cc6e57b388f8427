import { PassThrough, type Readable } from 'node:stream';
import { GUARD_PROGRAM } from '../access/documents';
import type { Connection, RemoteCommand, RemoteResult } from '../ssh/connection';
import { guardNotInstalled, guardNotUnderstood, guardRefused } from './errors';
import { freezeIn, lockIn, parseAnswers, parseFacts, reader, type Facts, type Lock } from './facts';
import { frozenMeanwhile } from './freeze';
import { parseResult, type GuardResult } from './guard-result';
import type { GuardScript } from './guard-script';
import type { Goal } from './plan';

const FOLDER = '/var/lib/studio-cdk';

/** What `start` is told. Seconds for times. */
export interface StartRequest {
  readonly goal: Goal;
  readonly attribute?: string;
  /** A system that is there already. */
  readonly system?: string;
  /** An existing generation to go to. */
  readonly generation?: number;
  readonly fingerprint?: string;
  readonly stack: string;
  readonly by: string;
  readonly confirm?: number;
  readonly activate?: number;
  /** Refuse when the machine is on another generation by then. */
  readonly expect?: number;
  /** As a trial. */
  readonly reboot?: 'if-needed';
  readonly adopt?: boolean;
  /** Why it goes on where the machine is frozen. */
  readonly despite?: string;
  readonly tolerate?: readonly string[];
  /** End before anything is changed when the deployer is gone. */
  readonly watch?: boolean;
}

export type Started = { readonly kind: 'started' } | { readonly kind: 'locked'; readonly lock?: Lock };

export interface Following {
  /** The first line of the log that is wanted, counted from 1. */
  readonly from: number;
  readonly onLog: (line: string) => void;
  readonly onPhase: (phase: string) => void;
  /** How often the guard is told that somebody is here. */
  readonly heartbeatMs: number;
  /** Whether it is told nothing for now. @default never */
  readonly isSilent?: () => boolean;
}

/** These say much; what the others say fits on a few pages. */
const BULKY: readonly string[] = ['closure', 'files', 'logs'];
const BULKY_BYTES = 128 * 1024 * 1024;

/** No verb that only answers takes so long, also where it first has to undo what an earlier deployment left. */
const ANSWER_WITHIN_MS = 20 * 60_000;
const PATIENT: readonly string[] = ['follow', 'receive', 'unlock'];

/** Exit codes of the guard that mean something. */
const NOBODY_WAITS = 3;
const UNKNOWN = 4;
const LOCKED = 75;
const FROZEN = 76;
const NOT_INSTALLED = 97;

/**
 * Connections whose user may run nothing as root but the guard that the machine's own configuration has brought. Nobody tells that beforehand,
 * so it is noticed when the first call is refused.
 */
const CONFINED = new WeakSet<Connection>();

/** What sudo says to somebody who may not run this program, or not without a password. It is not the guard's own no. */
const NOT_ALLOWED = /^sudo: |is not allowed to /m;

/** One call of the guard. */
export interface GuardCall extends Omit<RemoteCommand, 'argv'> {
  /** What starts it. */
  readonly guard: readonly string[];
  readonly verb: string;
  readonly args: readonly string[];
}

/** How the guard of a machine is spoken with. */
export type OpenGuard = (connection: Connection, guard: GuardScript, signal?: AbortSignal) => GuardClient;

/** The guard of one machine, over one connection that has root's rights. */
export class GuardClient {
  public constructor(
    public readonly connection: Connection,
    private readonly guard: GuardScript,
    private readonly signal?: AbortSignal,
  ) {}

  /** With no more rights than who logged in has. */
  public get login(): Connection {
    return this.connection.login ?? this.connection;
  }

  /** With root's rights, where there are any for more than the guard alone, which is known after the first verb; otherwise as above. */
  public get rights(): Connection {
    return CONFINED.has(this.connection) ? this.login : this.connection;
  }

  public async inspect(): Promise<Facts> {
    const { stdout } = await this.succeed('inspect', []);
    const facts = parseFacts(stdout, Date.now() / 1000);
    if (!facts) throw guardNotUnderstood(this.connection.label, 'inspect', stdout);
    return facts;
  }

  /** The assembly, whole or not at all. It may be sent again. */
  public async receive(id: string, archive: () => Promise<Readable>): Promise<void> {
    await this.succeed('receive', [id], archive);
  }

  public async start(id: string, request: StartRequest): Promise<Started> {
    const result = await this.call('start', [id, ...settings(request)]);
    if (result.code === 0) return { kind: 'started' };
    const answers = parseAnswers(result.stdout);
    const lock = lockIn(answers);
    const freeze = freezeIn(answers);
    if (result.code === FROZEN && freeze) throw frozenMeanwhile(request.stack, freeze, result.code);
    if (result.code === LOCKED) return { kind: 'locked', ...(lock && { lock }) };
    throw guardRefused(this.connection.label, 'start', result);
  }

  /** Tells what happens, until the end or until the guard stops telling. How it ended, `result` says. */
  public async follow(id: string, { from, onLog, onPhase, heartbeatMs, isSilent }: Following): Promise<void> {
    const alive = heartbeat(heartbeatMs, isSilent);
    const onLine = (line: string, stream: 'out' | 'err'): void => {
      if (stream === 'err') return;
      if (line.startsWith('|')) onLog(line.slice(1));
      else if (line.startsWith('=phase ')) onPhase(line.slice('=phase '.length).trim());
    };
    try {
      await this.call('follow', [id, String(from)], async () => alive.input, onLine);
    } finally {
      alive.stop();
    }
  }

  /** @returns false when nobody waits for it, or no longer */
  public async confirm(id: string): Promise<boolean> {
    const result = await this.call('confirm', [id]);
    if (result.code === 0 || result.code === NOBODY_WAITS) return result.code === 0;
    throw guardRefused(this.connection.label, 'confirm', result);
  }

  /** @returns false when there is nothing to cancel */
  public async cancel(id: string): Promise<boolean> {
    const result = await this.call('cancel', [id]);
    if (result.code === 0 || result.code === NOBODY_WAITS || result.code === UNKNOWN) return result.code === 0;
    throw guardRefused(this.connection.label, 'cancel', result);
  }

  /** How a deployment ended, in which phase it is, or `unknown`: it never began. */
  public async result(id: string): Promise<GuardResult | { readonly phase: string } | 'unknown'> {
    const result = await this.call('result', [id]);
    if (result.code === UNKNOWN) return 'unknown';
    if (result.code !== 0) throw guardRefused(this.connection.label, 'result', result);
    const ended = parseResult(result.stdout);
    return ended ?? { phase: reader(parseAnswers(result.stdout)).text('phase') ?? 'unknown' };
  }

  /** The lock that the build of a deployment took. */
  public async lockfile(id: string): Promise<string> {
    return (await this.succeed('lockfile', [id])).stdout;
  }

  /** The machine's public host keys: a line each, as in the files of sshd. Not a verb of the guard. */
  public async hostKeys(): Promise<readonly string[]> {
    const { stdout } = await this.connection.run({ argv: ['sh', '-c', 'cat /etc/ssh/ssh_host_*_key.pub'] });
    return stdout.split('\n').filter((line) => /^(ssh|ecdsa|sk)-\S+ \S+/.test(line));
  }

  /** A verb that prints what its caller knows how to read: `generations`, `closure`, `files`, `hardware`, `logs`, `unlock`, `pin`, `freeze` and their like. */
  public async ask(verb: string, args: readonly string[] = []): Promise<RemoteResult> {
    return this.call(verb, args);
  }

  private async succeed(verb: string, args: readonly string[], input?: () => Promise<Readable>): Promise<RemoteResult> {
    const result = await this.call(verb, args, input);
    if (result.code !== 0) throw guardRefused(this.connection.label, verb, result);
    return result;
  }

  /** The guard is installed where it is missing, or the machine's own is taken: one more exec on first contact, none afterwards. */
  private async call(
    verb: string,
    args: readonly string[],
    input?: () => Promise<Readable>,
    onLine?: (line: string, stream: 'out' | 'err') => void,
  ): Promise<RemoteResult> {
    const attempt = async (): Promise<RemoteResult> =>
      this.run({
        guard: this.program,
        verb,
        args,
        ...(input && { input: await input() }),
        ...(onLine && { onLine }),
        ...(BULKY.includes(verb) && { mostOutput: BULKY_BYTES }),
        ...(!PATIENT.includes(verb) && { timeoutMs: ANSWER_WITHIN_MS }),
        ...(this.signal && { signal: this.signal }),
      });
    const result = await attempt();
    if (result.code === NOT_INSTALLED) await this.install();
    else if (result.code === 1 && NOT_ALLOWED.test(result.stderr) && !CONFINED.has(this.connection)) CONFINED.add(this.connection);
    else return result;
    return attempt();
  }

  /** Another engine may carry out some verbs by its own means. */
  protected run({ guard, verb, args, ...rest }: GuardCall): Promise<RemoteResult> {
    return this.connection.run({ argv: [...guard, verb, ...args], ...rest });
  }

  /** What starts it: the machine's own where nothing else is allowed, or ours where it was installed. */
  public get program(): readonly string[] {
    if (CONFINED.has(this.connection)) return [GUARD_PROGRAM];
    return ['sh', '-c', `[ -f "$1" ] || exit ${NOT_INSTALLED}; exec sh "$@"`, 'sh', this.path];
  }

  private get path(): string {
    return `${FOLDER}/guard-${this.guard.hash}`;
  }

  private async install(): Promise<void> {
    const argv = ['sh', '-c', INSTALL, 'sh', FOLDER, this.path, this.guard.hash];
    const result = await this.connection.run({ argv, input: this.guard.text });
    if (result.code !== 0) throw guardNotInstalled(this.connection.label, result);
  }
}

/**
 * Under another name first, for two deployers may do it at once; and whole or not at all, for a transfer that breaks looks like its end from
 * there. The folder is root's own, or it is not used.
 */
const INSTALL = `
umask 077
mkdir -p "$1" || exit
[ -O "$1" ] && [ ! -L "$1" ] || { echo "that folder is a link, or somebody else's" >&2; exit 1; }
trap 'rm -f "$2.$$"' EXIT
chmod 700 "$1" && cat >"$2.$$" && sum=$(sha256sum "$2.$$") || exit
case $sum in "$3"*) ;; *) echo "it did not arrive whole" >&2; exit 1 ;; esac
chmod 700 "$2.$$" && mv -f "$2.$$" "$2"`;

function settings(request: StartRequest): readonly string[] {
  const { adopt, watch, tolerate, ...texts } = request;
  const flag = (key: string, value: boolean | undefined): string[] => (value === undefined ? [] : [`${key}=${value ? 'yes' : 'no'}`]);
  return [
    ...Object.entries(texts).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`])),
    ...flag('adopt', adopt),
    ...flag('watch', watch),
    ...(tolerate ?? []).map((unit) => `tolerate=${unit}`),
  ];
}

/** A line now, and one again and again: the guard knows by it that somebody is here. After a silence it comes at once. */
function heartbeat(everyMs: number, isSilent = (): boolean => false): { readonly input: Readable; readonly stop: () => void } {
  const input = new PassThrough();
  let next = 0;
  const beat = (): void => {
    if (isSilent()) next = 0;
    else if (performance.now() >= next && input.writableLength === 0) {
      next = performance.now() + everyMs; // over a dead link they would pile up
      input.write('.\n');
    }
  };
  const timer = setInterval(beat, Math.min(everyMs, SOON_MS));
  beat();
  return { input, stop: () => (clearInterval(timer), input.end()) };
}

const SOON_MS = 100;
