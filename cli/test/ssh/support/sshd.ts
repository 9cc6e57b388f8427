import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const SSHD = ['/usr/sbin/sshd', '/usr/lib/openssh/sshd', '/run/current-system/sw/bin/sshd'].find((path) => existsSync(path));

/** Why these tests cannot run here; undefined where they can. */
export function missing(): string | undefined {
  if (SSHD === undefined) return 'there is no sshd: install openssh-server';
  for (const program of ['ssh', 'ssh-keygen', 'ssh-agent', 'ssh-add'])
    if (spawnSync('which', [program]).status !== 0) return `there is no ${program}: install openssh-client`;
  return undefined;
}

/** Skips a whole suite, and says why. */
export function needsSshd(suite: Mocha.Context): void {
  const why = missing();
  if (why === undefined) return;
  console.log(`      skipped: ${why}`);
  suite.skip();
}

export const USER = userInfo().username;

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa';

export function makeKey(
  path: string,
  { type = 'ed25519', passphrase = '', comment = 'test' }: { type?: KeyType; passphrase?: string; comment?: string } = {},
): string {
  run('ssh-keygen', ['-q', '-t', type, ...(type === 'rsa' ? ['-b', '2048'] : []), '-N', passphrase, '-C', comment, '-f', path]);
  return path;
}

export function run(program: string, args: readonly string[], input = '', env: NodeJS.ProcessEnv = process.env): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: 'utf8', env, timeout: 20_000 });
  if (status !== 0) throw error ?? new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

export const publicKey = (path: string): string => readFileSync(`${path}.pub`, 'utf8').trim();
export const fingerprint = (path: string): string => run('ssh-keygen', ['-lf', `${path}.pub`]).split(' ')[1]!;

export interface SshdOptions {
  readonly address?: string;
  readonly hostKeys?: readonly KeyType[];
  /** Further lines of sshd_config. */
  readonly config?: readonly string[];
  readonly port?: number;
  /** A program that starts it, given its command line. */
  readonly within?: readonly string[];
}

/** A real sshd on a free port of this computer's loopback, with its own host keys, for the user who runs the tests. */
export class Sshd {
  #process: ChildProcess | undefined;
  public log = '';

  public static async start(folder: string, options: SshdOptions = {}): Promise<Sshd> {
    mkdirSync(folder, { recursive: true });
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    const { address = '127.0.0.1', hostKeys = ['ed25519'] } = options;
    const keys = hostKeys.map((type) => {
      const path = join(folder, `host_${type}`);
      return existsSync(path) ? path : makeKey(path, { type });
    });
    const sshd = new Sshd(folder, address, options.port ?? (await freePort(address)), keys, options.within ?? []);
    if (!existsSync(sshd.authorizedKeys)) writeFileSync(sshd.authorizedKeys, '', { mode: 0o600 });
    sshd.configure(options.config ?? []);
    await sshd.restart();
    return sshd;
  }

  private constructor(
    private readonly folder: string,
    public readonly address: string,
    public readonly port: number,
    public readonly hostKeys: readonly string[],
    private readonly within: readonly string[],
  ) {}

  public get authorizedKeys(): string {
    return join(this.folder, 'authorized_keys');
  }

  public allow(...keys: readonly string[]): void {
    writeFileSync(this.authorizedKeys, keys.map((key) => `${publicKey(key)}\n`).join(''));
  }

  /** What is said first counts in sshd_config. */
  public configure(lines: readonly string[]): void {
    const config = [
      ...lines,
      `ListenAddress ${this.address}`,
      `Port ${this.port}`,
      ...this.hostKeys.map((key) => `HostKey ${key}`),
      `AuthorizedKeysFile ${this.authorizedKeys}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'LogLevel VERBOSE',
      'SetEnv SHLVL=5', // bash must not read anybody's .bashrc
    ];
    writeFileSync(join(this.folder, 'sshd_config'), `${config.join('\n')}\n`);
  }

  public async restart(): Promise<void> {
    await this.stop();
    const [program, ...args] = [...this.within, SSHD!, '-D', '-e', '-f', join(this.folder, 'sshd_config')];
    const child = spawn(program!, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    this.#process = child;
    for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
      if (await answers(this.port, this.address)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`sshd does not start: ${this.log}`);
  }

  /** Only the listener: connections go on, as they do on a real machine. */
  public async stop(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }

  /** The processes that serve connections, so that a test can cut them. */
  public sessions(): readonly number[] {
    const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(this.#process?.pid)], { encoding: 'utf8' });
    return stdout.split(/\s+/).filter(Boolean).map(Number);
  }
}

export function freePort(address = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, address, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('data', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

/** A user's ~/.ssh, which is not the one of whoever runs the tests. */
export class Home {
  public readonly folder = mkdtempSync(join(tmpdir(), 'cdk-ssh-test-'));
  public readonly knownHosts = this.path('known_hosts');
  public readonly config = this.path('config');
  public readonly key = makeKey(this.path('id_ed25519'), { comment: 'anna@laptop' });

  public path(name: string): string {
    return join(this.folder, name);
  }

  /** @param lines come first, so they win */
  public configure(...lines: readonly string[]): void {
    const rest = [
      'Host *',
      `  User ${USER}`,
      `  UserKnownHostsFile ${this.knownHosts}`,
      '  GlobalKnownHostsFile none',
      ...(lines.some((line) => line.includes('IdentityFile')) ? [] : [`  IdentityFile ${this.key}`]),
      '  IdentityAgent none',
      '  ConnectTimeout 5',
    ];
    writeFileSync(this.config, `${[...lines, ...rest].join('\n')}\n`);
  }

  /** As ssh writes it, in the plain form. */
  public know(sshd: Sshd, name = sshd.address, keys = sshd.hostKeys): void {
    const place = sshd.port === 22 ? name : `[${name}]:${sshd.port}`;
    const before = existsSync(this.knownHosts) ? readFileSync(this.knownHosts, 'utf8') : '';
    writeFileSync(this.knownHosts, before + keys.map((key) => `${place} ${publicKey(key)}\n`).join(''));
  }

  public forgetAll(): void {
    rmSync(this.knownHosts, { force: true });
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A real agent. */
export async function startAgent(home: Home, keys: readonly string[]): Promise<{ readonly socket: string; stop(): void }> {
  const socket = home.path(`agent-${Math.random().toString(36).slice(2)}`);
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  for (let tries = 0; tries < 200 && !existsSync(socket); tries++) await new Promise((resolve) => setTimeout(resolve, 10));
  if (keys.length > 0) run('ssh-add', ['-q', ...keys], '', { ...process.env, SSH_AUTH_SOCK: socket });
  return { socket, stop: () => void child.kill() };
}
