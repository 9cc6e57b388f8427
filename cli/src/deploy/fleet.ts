import { setMaxListeners } from 'node:events';
import type { DeployEvent, Listener } from './events';
import type { Executor } from './executor';
import { isFine, type Outcome } from './outcome';
import type { MachinePlan } from './plan';
import { due, type Turn } from './waves';

export interface FleetRun {
  readonly plans: readonly MachinePlan[];
  readonly turns: readonly Turn[];
  readonly executor: Executor;
  /** How many machines at once. */
  readonly concurrency: number;
  /** When one fails, bring back those that this run has switched. */
  readonly undoDone: boolean;
  readonly listen: Listener;
  /** Asks all to stop: what runs is undone by its executor, what has not begun is skipped. */
  readonly signal: AbortSignal;
}

export interface MachineResult {
  readonly stack: string;
  readonly outcome: Outcome;
  readonly seconds: number;
}

/** Runs an executor over many machines. What happens to one is no matter to the others, but for dependencies and stages. */
export async function deployFleet(run: FleetRun): Promise<readonly MachineResult[]> {
  const fleet = new Fleet(run);
  await fleet.deployAll();
  if (run.undoDone && fleet.failed !== undefined) await fleet.undoAll(fleet.failed);
  return fleet.results();
}

class Fleet {
  private readonly plans: ReadonlyMap<string, MachinePlan>;
  private readonly progress = new Map<string, 'running' | Outcome>();
  private readonly seconds = new Map<string, number>();
  private readonly giveUp = new AbortController();
  private readonly signal: AbortSignal;

  public constructor(private readonly run: FleetRun) {
    this.plans = new Map(run.plans.map((plan) => [plan.stack, plan]));
    this.signal = AbortSignal.any([run.signal, this.giveUp.signal]);
    setMaxListeners(0, this.signal); // every machine listens, which is no leak
  }

  /** The first machine that something went wrong with. */
  public get failed(): string | undefined {
    return this.run.turns.find(({ name }) => isFailure(this.progress.get(name)))?.name;
  }

  public async deployAll(): Promise<void> {
    const { turns, concurrency, executor, undoDone } = this.run;
    const running = new Map<string, Promise<void>>();
    const begin = async (name: string): Promise<void> => {
      const outcome = await this.act(name, (plan, listen) => executor.deploy(plan, listen, this.signal));
      if (undoDone && isFailure(outcome)) this.giveUp.abort(); // all go back, so there is no use in going on
      running.delete(name);
    };
    for (;;) {
      const { start, skip } = due(turns, this.progress, this.signal.aborted ? 0 : concurrency);
      for (const { name, reason } of skip) this.end(name, { kind: 'skipped', reason }, 0);
      for (const name of start) {
        this.progress.set(name, 'running');
        running.set(name, begin(name));
      }
      if (running.size === 0) break;
      await Promise.race(running.values());
    }
    for (const { name } of turns) if (!this.progress.has(name)) this.end(name, { kind: 'skipped', reason: this.whyNotBegun() }, 0);
  }

  /** The last one first, so that nothing runs for a while without what it depends on. */
  public async undoAll(because: string): Promise<void> {
    const switched = this.run.turns.filter(({ name }) => isUndoable(this.progress.get(name)));
    const order = [...switched]
      .reverse()
      .map(({ name }) => ({ name, after: switched.filter((turn) => turn.after.includes(name)).map((turn) => turn.name) }));
    const undone = new Map<string, Promise<void>>();
    for (const { name, after } of order) {
      const undo = async (): Promise<void> => {
        await Promise.all(after.map((dependent) => undone.get(dependent)));
        await this.undo(name, because);
      };
      undone.set(name, undo());
    }
    await Promise.all(undone.values());
  }

  public results(): readonly MachineResult[] {
    return this.run.turns.map(({ name }) => ({
      stack: name,
      outcome: this.progress.get(name) as Outcome,
      seconds: this.seconds.get(name) ?? 0,
    }));
  }

  private async undo(name: string, because: string): Promise<void> {
    const before = this.progress.get(name) as Outcome;
    await this.act(name, async (plan, listen) => {
      const outcome = await this.run.executor.undo(plan, before, listen);
      return outcome.kind === 'undone'
        ? { ...outcome, reason: `${because} did not come through, and --undo-done brings all back` }
        : outcome;
    });
  }

  /** What should never happen, an executor that throws, is that machine's matter alone. */
  private async act(name: string, work: (plan: MachinePlan, listen: Listener) => Promise<Outcome>): Promise<Outcome> {
    const began = performance.now();
    const listen = (event: DeployEvent): void => void (event.type !== 'outcome' && this.run.listen(event));
    const outcome = await work(this.plans.get(name)!, listen).catch((error: Error): Outcome => ({
      kind: 'unknown',
      reason: error.message,
    }));
    this.end(name, outcome, (performance.now() - began) / 1000);
    return outcome;
  }

  private end(name: string, outcome: Outcome, seconds: number): void {
    const total = Math.round(((this.seconds.get(name) ?? 0) + seconds) * 1000) / 1000;
    this.progress.set(name, outcome);
    this.seconds.set(name, total);
    this.run.listen({ type: 'outcome', stack: name, outcome, seconds: total });
  }

  private whyNotBegun(): string {
    return this.run.signal.aborted
      ? 'you stopped before its turn came'
      : `${this.failed} did not come through, and with --undo-done no other begins`;
  }
}

const isUndoable = (state: 'running' | Outcome | undefined): boolean =>
  typeof state === 'object' && (state.kind === 'switched' || state.kind === 'staged');

const isFailure = (state: 'running' | Outcome | undefined): boolean =>
  typeof state === 'object' && state.kind !== 'skipped' && !isFine(state);
