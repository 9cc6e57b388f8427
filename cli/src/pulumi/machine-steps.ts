import { remote } from '@pulumi/command';
import { asset, runtime, type Output, type Resource } from '@pulumi/pulumi';
import { AsyncLocalStorage } from 'node:async_hooks';
import { pack } from '../deploy/archive';
import type { GuardCall } from '../deploy/guard-client';
import type { Payload } from '../deploy/payload';
import { abortable } from '../ssh/abort';
import type { RemoteResult } from '../ssh/connection';
import type { Reach } from './reach';
import { resultOf, StepFailed, type StepFailures } from './failures';
import { confirmScript, incoming, receiveScript, startScript, type StepCall } from './step-scripts';

/** The verbs of the guard that change a machine. All others look, or stay in touch. */
export const STEPS = ['receive', 'start', 'confirm'] as const;
export type StepVerb = (typeof STEPS)[number];

export interface MachineStepsOptions {
  readonly payload: Payload;
  readonly fingerprint: string;
  /** Keeps the archive in a file for as long as the run lasts. @returns its path */
  readonly keep: (name: string, archive: NodeJS.ReadableStream) => Promise<string>;
  readonly failures: StepFailures;
  /** The machine. */
  readonly parent: Resource;
}

/**
 * What is done to one machine, in Pulumi's words: a resource for each step that changes something.
 *
 * What triggers them is the fingerprint and the ID of the deployment, as the machine itself remembers them: one that runs the configuration gives
 * those of before, so nothing is done; one that somebody changed, or that went back, gets a new deployment.
 */
export class MachineSteps {
  /** Resources belong to the run of a program, which Node carries along; what a socket wakes up may come from elsewhere. */
  readonly #here = AsyncLocalStorage.snapshot();
  readonly #made = new Map<string, number>();
  readonly #resources: Resource[] = [];
  #isOver = false;

  public constructor(
    private readonly name: string,
    private readonly options: MachineStepsOptions,
  ) {}

  /** The second word, after a trial boot, is given by us: a step of the same name would be gone at the next run. */
  public wants(verb: StepVerb): boolean {
    return !this.#isOver && !(verb === 'confirm' && this.#made.has(verb));
  }

  /** A step hangs on a link that is cut, and would for minutes: what is left to do goes another way, and the next run makes up for it. */
  public abandon(): void {
    this.#isOver = true;
  }

  /** A call of the guard, made by Pulumi. Its result is that of the program on the machine, also where the step failed with it. */
  public async run(verb: StepVerb, { guard, args: [id = '', ...settings], input, signal }: GuardCall, reach: Reach): Promise<RemoteResult> {
    const call = { guard: reach.asRoot(guard), id };
    const step = async (): Promise<RemoteResult> => {
      if (verb === 'receive')
        return this.#receive(call, await this.options.keep(`${this.name}.tar.gz`, input as NodeJS.ReadableStream), reach);
      return this.#command(verb, verb === 'start' ? startScript(call, settings) : confirmScript(call), id, reach);
    };
    return abortable(step(), signal);
  }

  /** The steps of a deployment that was made already, or, in a preview, of one that would be. Nothing of it is waited for. */
  public async declare(
    deployed: { readonly id: string; readonly fingerprint: string },
    guard: readonly string[],
    reach: Reach,
    isConfirmed: boolean,
  ): Promise<void> {
    const { payload, keep } = this.options;
    const call = { guard: reach.asRoot(guard), id: deployed.id };
    const triggers = [deployed.fingerprint, deployed.id];
    this.#upload(call, await keep(`${this.name}.tar.gz`, await pack(payload)), reach, triggers);
    this.#make('receive', receiveScript(call), reach, triggers);
    this.#make('start', startScript(call, []), reach, triggers);
    if (isConfirmed) this.#make('confirm', confirmScript(call), reach, triggers);
  }

  /** In the order in which they were made. */
  public get resources(): readonly Resource[] {
    return this.#resources;
  }

  /** An engine that was killed never says that it is over; what leads to it would keep the command from ending. */
  public hangUp(): void {
    this.#isOver = true;
    this.#here(() => runtime.disconnectSync());
  }

  async #receive(call: StepCall, file: string, reach: Reach): Promise<RemoteResult> {
    const files = this.#upload(call, file, reach, this.#triggers(call.id));
    await this.#settled(files.remotePath, this.#nameOf('files'));
    return this.#command('receive', receiveScript(call), call.id, reach);
  }

  async #command(verb: StepVerb, script: string, id: string, reach: Reach): Promise<RemoteResult> {
    const command = this.#make(verb, script, reach, this.#triggers(id));
    const name = this.#nameOf(verb);
    try {
      const stdout = await this.#settled(command.stdout, name);
      return { code: 0, stdout, stderr: '' };
    } catch (error) {
      const result = error instanceof StepFailed ? resultOf(error.message) : undefined;
      if (result) return result;
      throw error;
    }
  }

  #upload({ id }: StepCall, file: string, { connection }: Reach, triggers: readonly string[]): remote.CopyToRemote {
    return this.#resource('files', (name, options) => {
      const source = new asset.FileArchive(file);
      return new remote.CopyToRemote(name, { connection, source, remotePath: incoming(id), triggers: [...triggers] }, options);
    });
  }

  #make(verb: StepVerb, create: string, { connection }: Reach, triggers: readonly string[]): remote.Command {
    return this.#resource(verb, (name, options) => {
      const args = { connection, create, triggers: [...triggers], logging: remote.Logging.None, addPreviousOutputInEnv: false };
      return new remote.Command(name, args, options);
    });
  }

  /** Each behind the one before. What they are made with differs from run to run; what triggers them says whether that matters. */
  #resource<T extends Resource>(what: string, make: (name: string, options: object) => T): T {
    const count = this.#made.get(what) ?? 0;
    this.#made.set(what, count + 1);
    const dependsOn = this.#resources.slice(-1);
    const resource = this.#here(() =>
      make(this.#nameOf(what), { parent: this.options.parent, ignoreChanges: UNIMPORTANT, ...(dependsOn.length > 0 && { dependsOn }) }),
    );
    this.#resources.push(resource);
    return resource;
  }

  /** As it was made last. Only somebody who waited for a take needs a second of a kind. */
  #nameOf(what: string): string {
    const count = this.#made.get(what) ?? 0;
    return `${this.name}-${what}${count > 1 ? `-${count}` : ''}`;
  }

  #triggers(id: string): readonly string[] {
    return [this.options.fingerprint, id];
  }

  #settled<T>(output: Output<T>, name: string): Promise<T> {
    const value = new Promise<T>((resolve) => this.#here(() => output.apply(resolve)));
    return Promise.race([value, this.options.failures.of(name)]);
  }
}

/** Everything but the triggers. */
const UNIMPORTANT = ['connection', 'source', 'remotePath', 'create', 'logging', 'addPreviousOutputInEnv'];
