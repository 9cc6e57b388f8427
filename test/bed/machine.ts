/** One machine of a bed, and everything that can happen to it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hardwareOf, type MachineSpec } from './hardware';
import type { Hub } from './hub';
import { Cable } from './network';
import type { Operator } from './operator';
import { leave, runOrFail, until } from './process';
import { SCRIPTS } from './seed';
import { look, type MachineState } from './state';
import type { BedKind } from './why-no-bed';

/** Where a machine stands. */
export interface Place {
  readonly hub: Hub;
  readonly operator: Operator;
  readonly kind: BedKind;
}

const ENVIRONMENT = {
  PATH: '/run/wrappers/bin:/run/current-system/sw/bin:/run/current-system/sw/sbin:/usr/bin:/usr/sbin',
  HOME: '/root',
  USER: 'root',
  LANG: 'C.UTF-8',
};

export class BedMachine {
  public readonly name: string;
  /** The text of its hardware.nix: what makes a system one for this machine. */
  public readonly hardware: string;
  /** Its folder in the bed: `root` is the disk. */
  private readonly disk: string;
  private readonly cable: Cable;
  private supply: ChildProcess | undefined;

  public constructor(
    private readonly place: Place,
    public readonly spec: MachineSpec,
    public readonly address: string,
  ) {
    this.name = spec.name;
    if (!/^[a-z][a-z0-9-]{0,14}$/.test(this.name) || this.name === 'hub')
      throw new Error(`«${this.name}» is no name for a machine of a bed.`);
    this.hardware = hardwareOf(address, spec);
    this.disk = join(place.hub.state, 'disks', this.name);
    this.cable = new Cable(place.hub, this, this.disk);
  }

  // --- looking --------------------------------------------------------------------------------------------------------

  /** Runs shell script on the machine as on its console: as root, and without ssh. Rejects on an exit code other than 0. */
  public async console(script: string, options: { readonly timeoutMs?: number; readonly input?: string } = {}): Promise<string> {
    const pid = await until(`«${this.name}» has a console`, () => existsSync(this.outside('up')) && this.pid());
    const enter = ['nsenter', '--target', `${pid}`, '--all', '--root', '--wdns=/root', '--', '/bin/sh', '-c', script];
    return runOrFail(enter, { env: ENVIRONMENT, ...options });
  }

  /** How it is, seen from its console; only whether root can log in is tried over the network, whatever its host key. */
  public async state(): Promise<MachineState> {
    const options = ['BatchMode=yes', 'ConnectTimeout=2', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null'];
    const ssh = ['ssh', ...options.flatMap((option) => ['-o', option]), `root@${this.name}`, 'true'];
    const answer = this.isPowered ? this.place.operator.run(ssh, { timeoutMs: 10_000 }).catch(() => ({ code: 255 })) : { code: 255 };
    return { ...(await look(this.outside('root'), this.pid())), sshReachable: (await answer).code === 0 };
  }

  public get isPowered(): boolean {
    return this.supply !== undefined && this.supply.exitCode === null && this.supply.signalCode === null;
  }

  // --- power ----------------------------------------------------------------------------------------------------------

  /** Installs the first generation. For the bed, which does it once. */
  public async install(seed: string, system: string): Promise<void> {
    const { nixSizeMb = 256, bootSizeMb = 32, users = [] } = this.spec;
    const accounts = users.map(({ name, password = '' }) => `${name}:${password}`);
    await this.inHub(['sh', script('install.sh'), this.disk, seed, system, `${nixSizeMb}`, `${bootSizeMb}`, ...accounts]);
    this.place.operator.trust([this.name, this.address], this.hostKey);
  }

  /** Presses the button, and waits until one can log in. */
  public async powerOn({ waitForSsh = true }: { readonly waitForSsh?: boolean } = {}): Promise<void> {
    if (!this.isPowered) {
      const cgroup = this.place.kind === 'systemd' ? join(this.place.hub.controlGroup, this.name) : '';
      const [program, ...args] = this.place.hub.enter(['sh', script('supervisor.sh'), this.disk, cgroup]);
      this.supply = spawn(program!, args, { env: { ...this.place.hub.environment, ...this.environment }, stdio: 'ignore', detached: true });
      leave(this.supply);
    }
    await until(`«${this.name}» is on`, () => this.pid());
    if (waitForSsh) await this.waitForSsh();
  }

  /** Pulls the plug: no goodbye on the network, and nothing is written any more. */
  public async crash(): Promise<void> {
    const { supply } = this;
    if (!supply || !this.isPowered) return;
    await this.cable.unplug().catch(() => undefined); // it may be on its way down by itself, or have no cable
    // Between two boots there is nothing to end: then the next one is.
    await until(`«${this.name}» is off`, () => {
      const pid = this.pid();
      if (pid !== undefined) endNow(pid);
      return !this.isPowered;
    });
  }

  /** Has it reboot by its own `reboot`, and waits until one can log in again. */
  public async reboot(): Promise<void> {
    const again = this.nextBoot();
    await this.console('reboot').catch(() => undefined); // the console goes with the machine
    await again;
    await this.waitForSsh();
  }

  /** Settles when another boot has begun than the one of now. */
  public async nextBoot(timeoutMs = 20_000): Promise<void> {
    const before = this.pid();
    await until(`«${this.name}» boots again`, () => ![undefined, before].includes(this.pid()), timeoutMs);
  }

  /** Settles when something listens on port 22. */
  public async waitForSsh(timeoutMs = 20_000): Promise<void> {
    const listening = /^\s*\d+: \d{8}:0016 00000000:0000 0A /m;
    const seen = (pid = this.pid()): boolean => pid !== undefined && listening.test(read(`/proc/${pid}/net/tcp`));
    await until(`sshd of «${this.name}» listens`, () => seen(), timeoutMs).catch((error: Error) => {
      const logs = ['power.log', 'root/var/log/boot.log', 'root/var/log/sshd.log'];
      throw new Error([error.message, ...logs.map((log) => `${log}: ${read(this.outside(log))}`)].join('\n'));
    });
  }

  // --- network --------------------------------------------------------------------------------------------------------

  /** Pulls the cable out. */
  public cutLink(): Promise<void> {
    return this.cable.cut();
  }

  public restoreLink(): Promise<void> {
    return this.cable.restore();
  }

  /** How fast the cable is: `256kbit`, in both directions; `undefined` as fast as it can be. */
  public rate(rate: string | undefined): Promise<void> {
    return this.cable.rate(rate);
  }

  /** How many milliseconds each direction takes, for ssh connections that the operator opens from now on. */
  public latency(ms: number | undefined): Promise<void> {
    return this.cable.latency(ms);
  }

  // --- sshd -----------------------------------------------------------------------------------------------------------

  /** Ends sshd and all sessions. */
  public async stopSshd(): Promise<void> {
    const stop = this.place.kind === 'systemd' ? 'systemctl stop sshd' : ': >/run/sshd.off';
    await this.console(`${stop}; pkill -KILL -x sshd || true`);
  }

  public async startSshd(): Promise<void> {
    await this.console(this.place.kind === 'systemd' ? 'systemctl start sshd' : 'rm -f /run/sshd.off');
    await this.waitForSsh();
  }

  /** Gives it another host key, which nobody knows. */
  public async rekey(): Promise<void> {
    const key = '/etc/ssh/ssh_host_ed25519_key';
    await this.console(`rm ${key} ${key}.pub && ssh-keygen -q -t ed25519 -N '' -f ${key} && pkill -HUP --oldest -x sshd`);
    await this.waitForSsh();
  }

  /** Its public host key, as one line. */
  public get hostKey(): string {
    return readFileSync(this.outside('root/etc/ssh/ssh_host_ed25519_key.pub'), 'utf8').split(' ').slice(0, 2).join(' ').trim();
  }

  // --- disks and clock ------------------------------------------------------------------------------------------------

  public fillNix(): Promise<void> {
    return this.fill('/nix');
  }

  public freeNix(): Promise<void> {
    return this.free('/nix');
  }

  public fillBoot(): Promise<void> {
    return this.fill('/boot');
  }

  public freeBoot(): Promise<void> {
    return this.free('/boot');
  }

  /** Moves the clock that programs of the machine see, from the next one on that starts; 0 sets it right. */
  public async clock(offsetSeconds: number): Promise<void> {
    await this.console(`set -- ${Math.round(offsetSeconds)}\n${read(script('clock.sh'))}`);
    await this.waitForSsh();
  }

  private async fill(folder: string): Promise<void> {
    await this.console(`cat /dev/zero >${folder}/.filler 2>/dev/null || true`);
  }

  private async free(folder: string): Promise<void> {
    await this.console(`rm -f ${folder}/.filler`);
  }

  // --- inside ---------------------------------------------------------------------------------------------------------

  /** Its first process, as we know it out here; nothing while it is off. */
  private pid(): number | undefined {
    return Number(read(this.outside('pid'))) || undefined;
  }

  private outside(path: string): string {
    return this.place.hub.outside(join(this.disk, path));
  }

  private inHub(argv: readonly string[]): Promise<string> {
    return this.place.hub.run(argv, this.environment);
  }

  private get environment(): Record<string, string> {
    const hex = this.address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
    return { BED_KIND: this.place.kind, BED_NAME: this.name, BED_ADDRESS: this.address, BED_MAC: `02:${hex.join(':')}:00` };
  }
}

const script = (name: string): string => join(SCRIPTS, name);

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A file that may not be there (any more). */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
