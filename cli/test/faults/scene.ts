import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { studio, type Bed, type BedMachine, type MachineState, type Ran, type Running, type Studio } from '../../../test/bed';
import type { Phase } from '../../src/deploy/events';
import { PHASE_TEXT } from '../../src/deploy/view/phase-text';

/** What somebody saw of a fault. */
export interface Seen {
  readonly ran: Ran;
  /** The name of the configuration that it runs: what the test wrote into it. */
  readonly wanted: string;
  readonly before: MachineLook;
  /** Who held the lock when the command ended. */
  readonly lock: MachineState['lock'];
  readonly after: MachineLook;
  readonly afterReboot: MachineLook;
}

export interface MachineLook extends MachineState {
  readonly configuration: string;
  /** What was confirmed last. */
  readonly verifiedSystem: string;
}

/** How long the slowest step may take on a computer that is busy. */
const LIMIT = { timeoutMs: 60_000 };

/** What the faults of the catalogue act on. */
export class Scene {
  /** The configuration of the deployment that is looked at, where that is not ours. */
  public wanted: string | undefined;
  private running: Running | undefined;
  private isOver = false;
  private rival: Studio | undefined;
  private other: Running | undefined;
  private readonly written: string[] = [];

  public constructor(
    private readonly bed: Bed,
    public readonly machine: BedMachine,
    public readonly project: Studio,
  ) {}

  public get deployment(): Running {
    if (!this.running) throw new Error('The deployment has not begun.');
    return this.running;
  }

  public begin(options: readonly string[], env: NodeJS.ProcessEnv = {}): void {
    this.running = this.project.start(['deploy', ...options], { timeoutMs: 120_000, env });
    void this.running.ended.catch(() => undefined).then(() => (this.isOver = true));
  }

  /** Nothing of it runs any more, and its files are gone. */
  public async end(): Promise<void> {
    for (const file of this.written.splice(0)) rmSync(file);
    if (this.running && !this.isOver) for (const signal of ['SIGKILL', 'SIGCONT'] as const) this.running.signal(signal);
    await this.other?.ended;
  }

  // --- the deployer ---------------------------------------------------------------------------------------------------

  /** Until the deployment says that it is in this phase. */
  public async reaches(phase: Phase): Promise<void> {
    const text = PHASE_TEXT[phase];
    await this.deployment.waitFor(new RegExp(`^${text.charAt(0).toUpperCase()}${text.slice(1)}`, 'm'), LIMIT.timeoutMs);
  }

  /** Stops the deployer's clock in the activation, and waits until the machine waits for its word. Nothing is confirmed before `release`. */
  public async holdsWhileTheMachineWaits(): Promise<void> {
    await this.guardReaches('activate'); // before that, the guard would wait for a sign of life
    this.deployment.signal('SIGSTOP');
    await this.guardReaches('wait');
  }

  public release(): void {
    this.deployment.signal('SIGCONT');
  }

  /** The word has arrived at the machine, whose guard is held: it has not acted on it, and does when it is let go. */
  public async holdsTheConfirmation(): Promise<void> {
    await this.holdsWhileTheMachineWaits();
    await this.machine.console(`kill -STOP $(cat ${GUARD}/pid)`);
    this.release();
    await this.machine.console(`until [ -L ${GUARD}/decision ]; do sleep 0.05; done`, LIMIT);
  }

  public async letsTheGuardGo(): Promise<void> {
    await this.machine.console(`kill -CONT $(cat ${GUARD}/pid)`);
  }

  /** Everything that the project says of its machine is different now, on the disk of the deployer. */
  public async synthesiseSomethingElse(): Promise<void> {
    this.project.setModule(this.machine.name, '{ environment.etc.fault.text = "something else"; }\n');
    await this.project.cdk(['synth']);
  }

  /** Writes files beside the project's own; they go away after the fault. */
  public writes(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(this.project.folder, name), text, { mode: 0o600 });
      this.written.push(join(this.project.folder, name));
    }
  }

  /** As after `ssh-keygen -R` and a first contact. */
  public async learnHostKey(): Promise<void> {
    const { name, address, hostKey } = this.machine;
    for (const host of [name, address]) await this.bed.operator.run(['ssh-keygen', '-R', host]);
    this.bed.operator.trust([name, address], hostKey);
  }

  public pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  // --- the machine ----------------------------------------------------------------------------------------------------

  /** Until the guard is in this phase, seen from the machine itself. */
  public async guardReaches(phase: string): Promise<void> {
    const seen = this.machine.console(`until grep -qsx phase=${phase} /run/studio-cdk/owner; do sleep 0.05; done`, LIMIT);
    const { deployment } = this;
    await Promise.race([
      seen,
      deployment.ended.then(() => Promise.reject(new Error(`It ended before the phase «${phase}»:\n${deployment.output}`))),
    ]);
    seen.catch(() => undefined);
  }

  /** Until somebody has started a program there. */
  public async programRuns(line: string): Promise<void> {
    await this.machine.console(`until pgrep -f "^[^ ]*${line}" >/dev/null; do sleep 0.05; done`, LIMIT);
  }

  /** Until the profile is another generation than before: the boot loader comes next. */
  public async profileMoves(): Promise<void> {
    const link = '/nix/var/nix/profiles/system';
    await this.machine.console(
      `was=$(sed -n 's/^former_generation=//p' /var/lib/studio-cdk/armed)
      until [ "$(readlink ${link})" != "system-$was-link" ]; do sleep 0.02; done`,
      LIMIT,
    );
  }

  public async powerFails(): Promise<void> {
    await this.machine.crash();
    await this.machine.powerOn();
  }

  /** From now on everybody who looks at the machine has to wait, because a file that is looked at does not answer. */
  public async keepsLookersWaiting(): Promise<void> {
    await this.machine.console('[ ! -e /etc/fstab ] || mv /etc/fstab /etc/fstab.away; mkfifo /etc/fstab');
  }

  public async clears(): Promise<void> {
    await this.machine.console('[ ! -p /etc/fstab ] || rm /etc/fstab; [ ! -e /etc/fstab.away ] || mv /etc/fstab.away /etc/fstab');
  }

  public async locksUsOut(): Promise<void> {
    await this.machine.console(`for file in ${KEYS}; do [ ! -e "$file" ] || mv "$file" "$file.away"; done`);
  }

  public async letsUsIn(): Promise<void> {
    await this.machine.console(`for file in ${KEYS}; do [ ! -e "$file.away" ] || mv "$file.away" "$file"; done`);
  }

  /** What a build has left that the disk was too small for. (Nix itself would delete the stand-ins, too, which nothing holds.) */
  public async clearsAway(): Promise<void> {
    await this.machine.console('rm -rf /nix/store/*-large /nix/store/*-large.drv.chroot');
  }

  // --- sound ----------------------------------------------------------------------------------------------------------

  /** A sound server without a sound card, and nobody who plays. */
  public async soundServerRuns(): Promise<void> {
    await this.machine.console(
      `setsid env JACK_NO_AUDIO_RESERVATION=1 /usr/bin/jackd -r -d dummy >/var/log/jackd.log 2>&1 &
      until jack_lsp >/dev/null 2>&1; do sleep 0.1; done`,
      LIMIT,
    );
  }

  public async somebodyPlays(): Promise<void> {
    await this.machine.console(
      'setsid /usr/bin/jack_metro -b 120 >/dev/null 2>&1 & until jack_lsp | grep -q metro; do sleep 0.1; done',
      LIMIT,
    );
  }

  public async nobodyPlays(): Promise<void> {
    await this.machine.console('pkill -x jack_metro; while jack_lsp | grep -q metro; do sleep 0.1; done', LIMIT);
  }

  // --- somebody else --------------------------------------------------------------------------------------------------

  /** A second deployer, with a project of its own, is in the middle of a switch. */
  public async somebodyElseDeploys(module: string): Promise<void> {
    await this.invitesRival(module);
    this.other = this.rival!.start(['deploy', '--ci', '--adopt'], { timeoutMs: 60_000 });
    await this.other.waitFor(/^Switching/m, LIMIT.timeoutMs);
  }

  /** A second deployer starts at the same time. What is looked at from then on is the deployment that did not win. */
  public async rivalStartsToo(): Promise<void> {
    const rival = this.rival!.start(['deploy', '--ci', '--adopt'], { timeoutMs: 60_000 });
    const [ours, theirs] = await Promise.all([this.deployment.ended, rival.ended]);
    const story = `\n${ours.stderr}${ours.stdout}\n--- the other ---\n${theirs.stderr}${theirs.stdout}`;
    if ([ours.code, theirs.code].sort().join() !== '0,1') throw new Error(`Not one of them came through, and one only.${story}`);
    if (ours.code === 1) return;
    this.running = rival;
    this.wanted = 'what the rival wants';
  }

  /** Somebody else has a project for this machine, too. */
  public async invitesRival(body: string): Promise<void> {
    const { name } = this.machine;
    const module = `{ pkgs, ... }: { environment.etc.fault.text = "what the rival wants"; ${body} }\n`;
    this.rival = await studio(this.bed, { machines: [{ machine: name, module }], folder: `other-${name}` });
  }

  /** As if somebody had sat down at the machine: its first generation again, as a new one. */
  public async somebodyElseSwitches(): Promise<void> {
    const script = 'top=$(readlink -f /nix/var/nix/profiles/system-1-link) && nix-env -p /nix/var/nix/profiles/system --set "$top"';
    await this.machine.console(`${script} && "$top"/bin/switch-to-configuration switch`);
  }
}

/** The folder of the deployment that has the lock. */
const GUARD = `"/run/studio-cdk/$(sed -n 's/^id=//p' /run/studio-cdk/owner)"`;

const KEYS = '/root/.ssh/authorized_keys /etc/ssh/authorized_keys.d/root';
