/** Where the deployer sits: on the same network as the machines, with a home, keys and a Nix store of its own. */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hub } from './hub';
import { runOrFail, Running, type Ran, type RunOptions } from './process';
import { NIX_CONFIG } from './seed';

const SSH_CONFIG = `Host *
  IdentityFile ~/.ssh/id_ed25519
  ConnectTimeout 5
`;

export class Operator {
  /** Its home; tests may write here, it is the same path inside and outside. */
  public readonly home: string;

  public constructor(private readonly hub: Hub) {
    this.home = join(hub.state, 'operator');
  }

  /** Its home as it is before there are any machines: one key, nobody known. */
  public async furnish(): Promise<void> {
    mkdirSync(join(this.home, '.ssh'), { recursive: true, mode: 0o700 });
    await runOrFail(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'operator', '-f', join(this.home, '.ssh', 'id_ed25519')]);
    writeFileSync(join(this.home, '.ssh', 'config'), SSH_CONFIG);
    writeFileSync(join(this.home, '.ssh', 'known_hosts'), '');
  }

  /** Gives it a Nix store with the stand-ins. */
  public async stock(seed: string): Promise<void> {
    await this.run(['cp', '-a', `${seed}/.`, '/nix/'], { cwd: '/' });
  }

  /** Its public key, as one line. */
  public get publicKey(): string {
    return readFileSync(join(this.home, '.ssh', 'id_ed25519.pub'), 'utf8').trim();
  }

  /** Writes a machine's host key down, as after a first contact. */
  public trust(names: readonly string[], hostKey: string): void {
    appendFileSync(join(this.home, '.ssh', 'known_hosts'), `${names.join(',')} ${hostKey}\n`);
  }

  /** Runs a program to its end, at home if nothing else is said. */
  public run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return this.spawn(argv, options).ended;
  }

  /** Starts a program. It ends with the bed at the latest. */
  public spawn(argv: readonly string[], options: RunOptions = {}): Running {
    const { cwd = this.home, env, ...rest } = options;
    // A session of its own, so that a signal reaches the program and its children, as from a terminal.
    const command = this.hub.enter(['setsid', ...argv], cwd);
    return new Running(command, { ...rest, env: { ...this.environment(), ...env }, shows: argv });
  }

  private environment(): Record<string, string | undefined> {
    return { PATH: this.hub.environment.PATH, HOME: this.home, USER: 'root', LANG: 'C.UTF-8', NIX_CONFIG, NIX_REMOTE: 'local' };
  }
}
