/** The namespaces that a bed is in: where its wires are, the disks of its machines, and the operator. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { leave, runOrFail, until } from './process';
import { NIX_CONFIG, SCRIPTS } from './seed';

/** The operator is the switch itself. */
export const OPERATOR_ADDRESS = '10.77.0.1';

export class Hub {
  /** The bed's folder: the same path inside and outside, but the disks are seen inside only. */
  public readonly state = join(tmpdir(), `studio-cdk-bed-${randomBytes(4).toString('hex')}`);
  /** The control group of the bed, for machines with systemd; made when one needs it. */
  public readonly controlGroup = join(controlGroups(), basename(this.state));
  private caretaker: ChildProcess | undefined;
  private firstProcess: number | undefined;

  /** @param machines names and addresses */
  public async start(machines: readonly { readonly name: string; readonly address: string }[]): Promise<void> {
    mkdirSync(this.state, { mode: 0o700 });
    for (const folder of ['disks', 'outer-proc', 'operator']) mkdirSync(join(this.state, folder));
    const names = [
      ['127.0.0.1', 'localhost'],
      ['::1', 'localhost'],
      [OPERATOR_ADDRESS, 'operator'],
      ...machines.map((m) => [m.address, m.name]),
    ];
    writeFileSync(join(this.state, 'hosts'), names.map((line) => `${line.join(' ')}\n`).join(''));

    // Its input is how the caretaker learns that we are gone, even where we are killed.
    const script = [join(SCRIPTS, 'caretaker.sh'), this.state, this.controlGroup];
    this.caretaker = spawn('sh', script, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    leave(this.caretaker);
    const file = join(this.state, 'hub.pid');
    const started = until('the bed has wires', () => existsSync(file) || this.caretaker!.exitCode !== null);
    await started.catch((error: Error) =>
      Promise.reject(new Error(`${error.message}\n${readFileSync(join(this.state, 'hub.log'), 'utf8')}`)),
    );
    this.firstProcess = Number(readFileSync(file, 'utf8'));
  }

  /** Ends everything that runs in the bed; nothing of it is left. */
  public async stop(): Promise<void> {
    const { caretaker } = this;
    if (!caretaker || caretaker.exitCode !== null) return;
    const gone = new Promise((resolve) => caretaker.once('exit', resolve));
    caretaker.ref();
    caretaker.stdin!.end();
    await gone;
  }

  /** The command that runs a command in the bed. */
  public enter(argv: readonly string[], folder = '/'): string[] {
    return ['nsenter', '--target', `${this.pid}`, '--mount', '--net', '--pid', `--wdns=${folder}`, '--', ...argv];
  }

  /** Runs a command in the bed, as root of the wires. */
  public async run(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    return runOrFail(this.enter(argv), { env: { ...this.environment, ...env } });
  }

  public get environment(): Record<string, string> {
    return { PATH: `${process.env.PATH}:/usr/sbin:/sbin`, BED_STATE: this.state, BED_SCRIPTS: SCRIPTS, NIX_CONFIG };
  }

  /** A path of the bed, as it is seen from outside. */
  public outside(path: string): string {
    return join(`/proc/${this.pid}/root`, path);
  }

  private get pid(): number {
    if (this.firstProcess === undefined) throw new Error('The bed does not stand yet.');
    return this.firstProcess;
  }
}

/** Where control groups of ours can be: below the one that we are in, in the second version's tree. */
function controlGroups(): string {
  const mount = /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/mounts', 'utf8'))?.[1] ?? '/sys/fs/cgroup';
  const own = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '/';
  return join(mount, own);
}
