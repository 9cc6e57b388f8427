import type { Facts } from '../deploy/facts';
import { GuardClient, type GuardCall, type OpenGuard } from '../deploy/guard-client';
import { isLost } from '../deploy/lifeline';
import type { RemoteResult } from '../ssh/connection';
import { STEPS, type MachineSteps, type StepVerb } from './machine-steps';
import type { Reach } from './reach';

export interface StepWays {
  readonly steps: MachineSteps;
  /** How the provider gets to the machine that a client is connected to. */
  readonly reach: (client: GuardClient) => Promise<Reach>;
  /** Told what was seen, before anything is done. */
  readonly onLook: (facts: Facts, client: GuardClient) => Promise<void>;
}

/** Speaks with the guard as ever, but has a Pulumi engine do what changes something. */
export class StepClient extends GuardClient {
  public constructor(
    private readonly ways: StepWays,
    ...call: ConstructorParameters<typeof GuardClient>
  ) {
    super(...call);
  }

  public override async inspect(): Promise<Facts> {
    const facts = await super.inspect();
    await this.ways.onLook(facts, this);
    return facts;
  }

  protected override async run(call: GuardCall): Promise<RemoteResult> {
    const { verb } = call;
    const { steps, reach } = this.ways;
    if (!isStep(verb) || !steps.wants(verb)) return super.run(call);
    try {
      return await Promise.race([steps.run(verb, call, await reach(this)), this.lost()]);
    } catch (error) {
      if (isLost(error)) steps.abandon(); // while this step was under way, and not after it
      throw error;
    }
  }

  /** Pulumi's provider would notice much later than our own connection does. */
  private async lost(): Promise<never> {
    const why = (await this.connection.closed) ?? new Error('it was closed');
    throw Object.assign(new Error(why.message, { cause: why }), { failure: 'lost' });
  }
}

const isStep = (verb: string): verb is StepVerb => (STEPS as readonly string[]).includes(verb);

export const speakThrough =
  (ways: StepWays): OpenGuard =>
  (...call) =>
    new StepClient(ways, ...call);
