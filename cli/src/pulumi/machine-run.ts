import { output, type ComponentResource, type Resource } from '@pulumi/pulumi';
import { unknown } from '@pulumi/pulumi/output';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { GUARD_PROGRAM } from '../access/documents';
import type { Listener } from '../deploy/events';
import type { Facts } from '../deploy/facts';
import { GuardClient } from '../deploy/guard-client';
import { nothingToDoWith } from '../deploy/nothing-to-do';
import type { Outcome } from '../deploy/outcome';
import type { Payload } from '../deploy/payload';
import type { MachinePlan } from '../deploy/plan';
import { SshExecutor, type SshExecutorOptions } from '../deploy/ssh-executor';
import { newId } from '../deploy/start-request';
import type { Destination } from '../ssh/connection';
import type { Door } from '../ssh/door';
import { StepFailures } from './failures';
import { MachineSteps } from './machine-steps';
import { reachThrough, type Reach } from './reach';
import { speakThrough } from './step-client';

export interface RunOptions {
  readonly plan: MachinePlan;
  readonly payload: Payload;
  /** What deploys without an engine: all that looks, waits and judges is the same. */
  readonly ssh: SshExecutorOptions;
  /** A way for Pulumi's provider, which brings an ssh of its own. */
  readonly door: (destination: Destination) => Promise<Door>;
  /** The machine in Pulumi's words. Called inside of the program that Pulumi runs. */
  readonly component: () => ComponentResource;
  /** What the names of its resources begin with. @default the stack's name */
  readonly name?: string;
}

/** One machine in one run of a Pulumi program. */
export class MachineRun {
  public readonly failures = new StepFailures();
  private readonly folder = mkdtempSync(join(tmpdir(), 'cdk-archive-'));
  private steps: MachineSteps | undefined;
  private seen: { readonly facts: Facts; readonly program: readonly string[] } | undefined;
  private way: Promise<Reach> | undefined;
  private door: Door | undefined;
  private over: SshExecutor | undefined;

  public constructor(private readonly options: RunOptions) {}

  /** Has Pulumi do what changes the machine. Called by the program that Pulumi runs. */
  public async deploy(listen: Listener, signal: AbortSignal): Promise<Outcome> {
    const { plan, ssh } = this.options;
    const steps = this.open();
    const onLook = async (facts: Facts, client: GuardClient): Promise<void> => {
      this.seen = { facts, program: client.program };
      await this.reach(client);
    };
    const speak = speakThrough({ steps, reach: (client) => this.reach(client), onLook });
    this.over = new SshExecutor({ ...ssh, speak });
    const outcome = await this.over.deploy(plan, listen, signal);
    const deployed = this.seen?.facts.deployed;
    if (outcome.kind === 'unchanged' && deployed) await this.declare(deployed);
    return outcome;
  }

  /**
   * Says what would be done. Nothing is changed, and nothing sent.
   *
   * @returns how the machine is, where that is what it would be: then nothing would be done
   */
  public async preview(signal: AbortSignal): Promise<Facts | undefined> {
    const { plan, payload, ssh } = this.options;
    this.open();
    const connect = async () => {
      const connection = await ssh.connect(plan.target, { signal });
      return ssh.elevate ? ssh.elevate(connection) : connection;
    };
    const connection = await connect();
    try {
      const guard = new GuardClient(connection, ssh.guard, signal);
      const facts = await guard.inspect();
      await this.reach(guard);
      const isKnown = await nothingToDoWith(payload, facts, plan, (id) => guard.lockfile(id));
      this.seen = { facts, program: guard.program };
      const deployed = isKnown && facts.deployed;
      await this.declare(deployed || { id: newId(), fingerprint: plan.fingerprint });
      return deployed ? facts : undefined;
    } finally {
      await connection.close();
    }
  }

  /** Says the same of a machine that cannot be looked at, as far as that can be known: it is not made yet, or does not answer. */
  public async foresee(): Promise<void> {
    const { plan } = this.options;
    if (!this.steps) this.open();
    const reach: Reach = { connection: { host: output<string>(unknown as never) }, asRoot: (words) => words };
    await this.declare({ id: newId(), fingerprint: plan.fingerprint }, [GUARD_PROGRAM], reach);
  }

  /** Puts back what was switched, without Pulumi: its run is over, and the machine tells the next one. */
  public get undoer(): SshExecutor | undefined {
    return this.over;
  }

  /** What was declared so far. Pulumi may still have to do it: until then, this is to stay open. */
  public get resources(): readonly Resource[] {
    return this.steps?.resources ?? [];
  }

  public close(): void {
    this.steps?.hangUp();
    this.door?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private open(): MachineSteps {
    const { plan, payload, component, name = plan.stack } = this.options;
    const { failures } = this;
    const keep = async (fileName: string, archive: NodeJS.ReadableStream): Promise<string> => {
      const file = join(this.folder, fileName);
      await pipeline(archive, createWriteStream(file));
      return file;
    };
    return (this.steps = new MachineSteps(name, { payload, fingerprint: plan.fingerprint, keep, failures, parent: component() }));
  }

  private async declare(
    { id, fingerprint }: { readonly id: string; readonly fingerprint?: string },
    program = this.seen!.program,
    reach?: Reach,
  ): Promise<void> {
    const { plan } = this.options;
    const isConfirmed = plan.steps.some(({ kind }) => kind === 'confirm');
    const deployment = { id, fingerprint: fingerprint ?? plan.fingerprint };
    await this.steps!.declare(deployment, program, reach ?? (await this.way!), isConfirmed);
  }

  private reach(client: GuardClient): Promise<Reach> {
    this.way ??= (async () => {
      this.door ??= await this.options.door(this.options.plan.target);
      return reachThrough(client.connection, await client.hostKeys(), this.door);
    })();
    this.way.catch(() => (this.way = undefined)); // a connection may break, and be opened again
    return this.way;
  }
}
