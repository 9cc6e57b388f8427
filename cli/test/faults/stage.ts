import { studio, type Bed, type BedMachine, type Studio } from '../../../test/bed';
import type { Fault } from './fault';
import { Scene, type MachineLook, type Seen } from './scene';

/** Short, for tests wait for what a machine does without us. */
const OPTIONS = ['--ci', '--confirm-timeout', '5', '--activation-timeout', '20', '--patience', '30'];

/** In every program: a construct whose line Nix has to name, and health checks, where a test asks for them by a file of this name. */
const CODE = `const isWanted = (file: string): boolean => require('node:fs').existsSync(file);
const within = cdk.Duration.seconds(1);
if (isWanted('wrong-option')) new cdk.NixosOption(stack, 'Wrong', { path: 'services.no-such-service.enable', value: true });
if (isWanted('failing-check')) stack.addHealthCheck(cdk.HealthCheck.command('mixer', ['sh', '-c', 'echo it is off >&2; exit 1'], { within }));
if (isWanted('blind-check')) stack.addHealthCheck(cdk.HealthCheck.http('page', 'http://localhost/', { within }));`;

/** Until nobody works on the machine any more: neither a deployment nor its undo. A change that could not be undone stays marked. */
const SETTLED = `
marker=/var/lib/studio-cdk/armed lock=/run/studio-cdk/lock
until { [ ! -e "$marker" ] || grep -qx phase=undo-failed "$marker"; } && { [ ! -e "$lock" ] || flock -n -s "$lock" true; }; do sleep 0.3; done`;

/** A trial is two. */
const REBOOTS = 3;

/** What carries out the deployments that are looked at: how the command line is told, and what it needs. */
export interface Engine {
  readonly options: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** A machine with a project, on which one fault after the other is played. */
export class Stage {
  private readonly projects = new Map<string, Studio>();
  private count = 0;
  /** Whether it runs what its project says; after some faults it does not. */
  private isOurs = false;

  public constructor(
    private readonly bed: Bed,
    public readonly machine: BedMachine,
    private readonly engine: Engine = { options: [], env: {} },
  ) {}

  public async play(fault: Fault): Promise<Seen> {
    const scene = new Scene(this.bed, this.machine, await this.projectOf(fault.user ?? 'root'));
    try {
      await this.prepare(fault);
      return await this.playOn(scene, fault);
    } catch (error) {
      await this.mend(scene); // the next fault must not suffer from this one
      throw error;
    }
  }

  /** The machine runs a system that was deployed by us: how the last fault left it, if that is one. */
  private async prepare({ former }: Fault): Promise<void> {
    if (this.isOurs && former === undefined) return;
    const project = await this.projectOf('root');
    project.setModule(this.machine.name, settings(`before-${this.count}`, former));
    const ran = await project.cdk(['deploy', ...OPTIONS, '--adopt', '--tolerate-unit', 'broken.service'], { timeoutMs: 90_000 });
    if (ran.code !== 0) throw new Error(`«${this.machine.name}» could not be made ready:\n${ran.stderr}`);
    const { runningSystem, profileSystem } = await this.machine.state();
    if (runningSystem === profileSystem) return;
    await this.machine.crash(); // it could not be switched to live
    await this.machine.powerOn();
  }

  private async playOn(scene: Scene, fault: Fault): Promise<Seen> {
    this.isOurs = false;
    this.count += 1;
    const wanted = `after-${this.count}`;
    scene.project.setModule(this.machine.name, settings(wanted, fault.change));
    const before = await this.look();
    await fault.before?.(scene);
    scene.begin([...OPTIONS, ...this.engine.options, ...(fault.options ?? [])], this.engine.env);
    await fault.during?.(scene);
    const ran = await scene.deployment.ended;
    const lock = await this.lock();
    await fault.after?.(scene);
    await scene.end();
    await this.settled();
    const after = await this.look();
    await this.machine.crash();
    await this.machine.powerOn();
    await this.settled();
    const afterReboot = await this.look();
    this.isOurs = fault.ends.runs !== 'other' && fault.former === undefined && fault.ends.boots === undefined;
    return { ran, wanted: scene.wanted ?? wanted, before, lock, after, afterReboot };
  }

  /** As if nothing had been played: whatever a fault did to the machine is taken back, where it did that. */
  private async mend(scene: Scene): Promise<void> {
    const { machine } = this;
    this.isOurs = false;
    await scene.end().catch(() => undefined);
    await machine.restoreLink();
    await machine.rate(undefined);
    await machine.latency(undefined);
    await machine.crash();
    await machine.powerOn();
    await scene.letsUsIn();
    await scene.clears();
    await scene.learnHostKey();
    await machine.freeNix();
    await machine.freeBoot();
    await machine.clock(0);
    await scene.clearsAway();
    await this.settled();
  }

  private async projectOf(user: string): Promise<Studio> {
    const { name } = this.machine;
    const machines = [{ machine: name, target: `user: '${user}',`, code: CODE }];
    const project = this.projects.get(user) ?? (await studio(this.bed, { machines, folder: `${name}-by-${user}` }));
    this.projects.set(user, project);
    return project;
  }

  private async look(): Promise<MachineLook> {
    const script = `cat /etc/fault 2>/dev/null; echo; sed -n 's/^system=//p' /var/lib/studio-cdk/deployed`;
    const [configuration = '', verifiedSystem = ''] = (await this.machine.console(script)).split('\n');
    return { ...(await this.machine.state()), configuration, verifiedSystem };
  }

  /** Between taking it and naming itself, and at its end, a guard needs a moment. */
  private async lock(): Promise<MachineLook['lock']> {
    const { lock } = await this.machine.state();
    if (!lock || 'id' in lock) return lock;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return (await this.machine.state()).lock;
  }

  /** Until the machine has done what it does by itself. */
  private async settled(): Promise<void> {
    for (let reboots = 0; ; reboots++)
      try {
        await this.machine.console(SETTLED, { timeoutMs: 120_000 });
        return;
      } catch (error) {
        if (reboots === REBOOTS) throw error; // the console went with the machine, which goes back by a reboot
        await this.machine.waitForSsh().catch(() => undefined);
      }
  }
}

const settings = (which: string, body = ''): string =>
  `{ lib, pkgs, ... }: let which = "${which}"; in { environment.etc.fault.text = which;\n${body} }\n`;
