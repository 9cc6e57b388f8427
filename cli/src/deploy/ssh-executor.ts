import type { Connect, Connection } from '../ssh/connection';
import { harmlessData } from '../ssh/harmless';
import { Deployment, type DeploymentOptions, type Ended } from './deployment';
import type { DeployEvent, Listener, Phase } from './events';
import type { Executor } from './executor';
import type { FigureBook } from './former-figures';
import { formerPlan } from './former-plan';
import type { OpenGuard } from './guard-client';
import type { GuardResult } from './guard-result';
import type { GuardScript } from './guard-script';
import type { HealthGate } from './health';
import type { Outcome } from './outcome';
import { PATIENCE, type Patience } from './patience';
import type { Payload } from './payload';
import type { Goal, MachinePlan } from './plan';
import type { PreflightGate } from './preflight';
import { deployer } from './start-request';

export interface SshExecutorOptions {
  readonly connect: Connect;
  /** Gives a connection root's rights. @default it has them, because root logged in */
  readonly elevate?: (connection: Connection) => Connection | Promise<Connection>;
  readonly guard: GuardScript;
  /** How the guard is spoken with. @default over the connection */
  readonly speak?: OpenGuard;
  /** What each stack is made of, as it was read before anything was done. */
  readonly payloads: ReadonlyMap<string, Payload>;
  /** Builds the system of a plan that is not built on the machine, and copies it there. */
  readonly provide?: (build: ElsewhereBuild) => Promise<string>;
  /** Takes a lock that a machine made home. @returns what is wrong with it, for people */
  readonly keepLock?: (text: string) => string | undefined;
  /** Who deploys, for those who find the machine locked. @default user@host of this computer */
  readonly by?: string;
  readonly patience?: Partial<Patience>;
  /** Where measurements of the machines are kept. */
  readonly figures?: FigureBook;
  readonly preflightGates?: readonly PreflightGate[];
  readonly healthGates?: readonly HealthGate[];
}

export interface ElsewhereBuild {
  readonly plan: MachinePlan;
  readonly payload: Payload;
  readonly report: (phase: Phase, note?: string) => void;
  /** The machine's public host keys, as it tells them over the connection that is open. */
  readonly hostKeys: () => Promise<readonly string[]>;
  readonly onLine: (line: string) => void;
  /** A connection on which nothing is heard for so long is lost. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/** Deploys over ssh, with the guard on the machine. */
export class SshExecutor implements Executor {
  /** What the machines said of how they ended: an undo goes back to what stands there. */
  private readonly results = new Map<string, GuardResult>();

  public constructor(private readonly options: SshExecutorOptions) {}

  public async deploy(plan: MachinePlan, listen: Listener, signal: AbortSignal): Promise<Outcome> {
    const payload = this.options.payloads.get(plan.stack);
    if (!payload) return { kind: 'untouched', reason: `Nothing was read for «${plan.stack}», so there is nothing to send.` };
    const isElsewhere = plan.steps.some((step) => step.kind === 'build' && step.on !== 'target');
    const { provide } = this.options;
    return this.run(plan, listen, signal, {
      payload,
      ...(isElsewhere && {
        provide: async (report, hostKeys) => {
          if (!provide) throw new Error('this command cannot build elsewhere');
          const onLine = (line: string): void => listen({ type: 'log', stack: plan.stack, line });
          return provide({ plan, payload, report, hostKeys, onLine, signal, silenceMs: this.patience.reconnect });
        },
      }),
    });
  }

  public async undo(plan: MachinePlan, outcome: Outcome, listen: Listener): Promise<Outcome> {
    const former = this.results.get(plan.stack);
    if (former?.formerGeneration === undefined || (outcome.kind !== 'switched' && outcome.kind !== 'staged')) return outcome;
    const goal: Goal = outcome.kind === 'staged' ? 'boot' : outcome.isDefault ? 'switch' : 'test';
    const steps = plan.steps.filter((step) => ['activate', 'gates', 'confirm'].includes(step.kind));
    const generation = former.formerGeneration;
    const called = (ended: Outcome): Outcome =>
      ended.kind === 'switched' || ended.kind === 'staged'
        ? { kind: 'undone', generation, system: ended.system, reason: 'It was brought back.' }
        : ended;
    return this.run(formerPlan({ ...plan, goal, steps }), listen, new AbortController().signal, { generation }, called);
  }

  private async run(
    plan: MachinePlan,
    heard: Listener,
    signal: AbortSignal,
    what: Pick<DeploymentOptions, 'payload' | 'generation' | 'provide'>,
    called: (outcome: Outcome) => Outcome = (outcome) => outcome,
  ): Promise<Outcome> {
    const { guard, speak, by = deployer(), figures, preflightGates, healthGates } = this.options;
    const { patience } = this;
    const listen: Listener = (event) => heard(harmlessData(event)); // much of it quotes the machine
    const began = performance.now();
    const deployment = new Deployment({
      plan,
      by,
      guard,
      listen,
      signal,
      open: (stop) => this.open(plan, stop),
      patience,
      ...what,
      ...(speak && { speak }),
      ...(figures && { figures }),
      ...(preflightGates && { preflightGates }),
      ...(healthGates && { healthGates }),
    });
    const ended = await deployment.run();
    this.remember(plan, ended, listen);
    const outcome = harmlessData(called(ended.outcome));
    listen({ type: 'phase', stack: plan.stack, phase: 'finished' });
    listen({ type: 'outcome', stack: plan.stack, outcome, seconds: (performance.now() - began) / 1000 });
    return outcome;
  }

  private get patience(): Patience {
    return { ...PATIENCE, ...this.options.patience };
  }

  private async open({ target }: MachinePlan, signal?: AbortSignal): Promise<Connection> {
    const { connect, elevate } = this.options;
    const connection = await connect(target, { silenceMs: this.patience.reconnect, ...(signal && { signal }) });
    return elevate ? elevate(connection) : connection;
  }

  private remember({ stack }: MachinePlan, { result, lock }: Ended, listen: (event: DeployEvent) => void): void {
    if (result) this.results.set(stack, result);
    const trouble = lock === undefined ? undefined : this.options.keepLock?.(lock);
    if (trouble !== undefined) listen({ type: 'warning', stack, text: trouble });
  }
}
