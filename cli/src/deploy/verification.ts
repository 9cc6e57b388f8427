import type { Connection } from '../ssh/connection';
import type { DeployEvent } from './events';
import type { Facts } from './facts';
import { GuardClient } from './guard-client';
import type { GuardScript } from './guard-script';
import { HEALTH_GATES, type HealthContext, type HealthGate } from './health';
import { pause, type Patience } from './patience';
import type { MachinePlan } from './plan';
import { fail, type Verdict } from './verdict';

export interface VerificationOptions {
  readonly id: string;
  readonly plan: MachinePlan;
  readonly before: Facts;
  readonly guard: GuardScript;
  readonly open: (signal?: AbortSignal) => Promise<Connection>;
  readonly patience: Patience;
  readonly listen: (event: DeployEvent) => void;
  /** All is well, and the word is about to be given. */
  readonly onWord: () => void;
  readonly signal: AbortSignal;
  /** All that there are, for tests that have gates of their own. @default the registry */
  readonly gates?: readonly HealthGate[];
}

export interface Verified {
  /** Undefined: all is well, and the word was given (or nobody waited for it any more). */
  readonly objection?: string;
  readonly warnings: readonly string[];
}

/**
 * Looks whether the machine is well with the new system, and gives the word over a connection of its own.
 *
 * Never rejects: what goes wrong is an objection. The word counts only when the machine says in its result that it does.
 */
export async function verify(options: VerificationOptions): Promise<Verified> {
  const way = new NewWay(options);
  try {
    const { objection, warnings } = await runGates(options, way);
    if (objection !== undefined) return { objection, warnings };
    options.onWord();
    await confirm(options, way);
    return { warnings };
  } catch (error) {
    return { objection: `The word could not be given: ${(error as Error).message}`, warnings: [] };
  } finally {
    way.close();
  }
}

async function runGates(options: VerificationOptions, way: NewWay): Promise<Verified> {
  const { plan, before, listen, gates: all = HEALTH_GATES } = options;
  const wanted = new Set(plan.steps.flatMap((step) => (step.kind === 'gates' ? step.gates : [])));
  const warnings: string[] = [];
  for (const gate of all.filter(({ id }) => wanted.has(id))) {
    const { verdict, text } = await withinBudget(gate, { plan, before }, way, options.signal);
    listen({ type: 'gate', stack: plan.stack, gate: gate.id, verdict, text });
    if (verdict === 'fail') return { objection: text, warnings };
    if (verdict === 'warn') warnings.push(text);
  }
  return { warnings };
}

async function withinBudget(
  gate: HealthGate,
  context: Pick<HealthContext, 'plan' | 'before'>,
  way: NewWay,
  stopped: AbortSignal,
): Promise<Verdict> {
  const signal = AbortSignal.any([stopped, AbortSignal.timeout(gate.budget * 1000)]);
  const overtime = pause(gate.budget * 1000 + 1000, stopped).then(() =>
    fail(`The check ${gate.title} was not done within ${gate.budget} s.`),
  );
  const check = gate
    .check({ ...context, signal, reach: () => way.reach(signal) })
    .catch((error: Error) => fail(`The check ${gate.title} could not be made: ${error.message}`));
  return Promise.race([check, overtime]);
}

/** A connection can break while the word is under way. To say it twice does no harm. */
async function confirm({ id, signal, patience }: VerificationOptions, way: NewWay): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience.reconnect)]);
  for (;;) {
    try {
      await (await way.reach(limit)).confirm(id);
      return;
    } catch (error) {
      if (limit.aborted || (error as { failure?: unknown }).failure !== 'lost') throw error;
      way.close();
    }
  }
}

/** The connection that proves that the machine can be reached: opened when it is first asked for, and kept. */
class NewWay {
  private connection: Connection | undefined;

  public constructor(private readonly options: VerificationOptions) {}

  public async reach(signal: AbortSignal): Promise<GuardClient> {
    const { guard, patience, open } = this.options;
    let last: Error | undefined;
    for (let wait = patience.firstPause; !this.connection; wait = Math.min(2 * wait, patience.longestPause)) {
      try {
        const connection = await open(signal);
        if (signal.aborted) void connection.close().catch(() => undefined); // nobody waits for it any more
        signal.throwIfAborted();
        this.connection = connection;
      } catch (error) {
        if (signal.aborted) throw last ?? error;
        last = error as Error;
        await pause(wait, signal); // sshd may be restarting
      }
    }
    return new GuardClient(this.connection, guard, signal);
  }

  public close(): void {
    void this.connection?.close().catch(() => undefined);
    this.connection = undefined;
  }
}
