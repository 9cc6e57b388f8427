import type { Connection } from '../ssh/connection';
import { pack } from './archive';
import { logsHint, stopped } from './errors';
import type { DeployEvent, Phase } from './events';
import { explainNix } from './explain-nix';
import type { Facts } from './facts';
import type { GuardResult } from './guard-result';
import type { GuardScript } from './guard-script';
import type { HealthGate } from './health';
import { Lifeline, OutOfReach } from './lifeline';
import { nothingToDo } from './nothing-to-do';
import type { Outcome } from './outcome';
import { outcomeOf } from './outcome-of';
import type { Patience } from './patience';
import type { Payload } from './payload';
import type { MachinePlan } from './plan';
import { PREFLIGHT_GATES, type PreflightGate } from './preflight';
import { start } from './start';
import { newId, startRequest, type Source } from './start-request';
import { unreached } from './unreached';
import { verify } from './verification';
import { Watch } from './watch';

export interface DeploymentOptions {
  readonly plan: MachinePlan;
  readonly by: string;
  readonly guard: GuardScript;
  /** A new connection with root's rights. */
  readonly open: (signal?: AbortSignal) => Promise<Connection>;
  readonly patience: Patience;
  readonly listen: (event: DeployEvent) => void;
  readonly signal: AbortSignal;
  /** What is sent. Undefined: nothing, because an existing generation is gone to. */
  readonly payload?: Payload;
  readonly generation?: number;
  /** Builds elsewhere and copies the system to the machine, where the plan wants that. */
  readonly provide?: (report: (phase: Phase, note?: string) => void, hostKeys: () => Promise<readonly string[]>) => Promise<string>;
  readonly preflightGates?: readonly PreflightGate[];
  readonly healthGates?: readonly HealthGate[];
}

export interface Ended {
  readonly outcome: Outcome;
  /** The machine's own word, where it gave one. */
  readonly result?: GuardResult;
  /** The lock that the machine took, where it had to make one. */
  readonly lock?: string;
}

/** One deployment of one machine, from the first connection to the truth about how it ended. */
export class Deployment {
  /** As the machine knows it. A transfer that broke is done again under another one. */
  private id = newId();
  private readonly lifeline: Lifeline;
  private readonly warnings: string[] = [];
  private shown: Phase | undefined;
  /** Undefined until the machine may have been told to begin. From then on its word counts, and nobody else's. */
  private watch: Watch | undefined;
  private wordUnderWay = false;
  private objection: string | undefined;
  private readonly checks: Promise<void>[] = [];
  private readonly over = new AbortController();

  public constructor(private readonly options: DeploymentOptions) {
    const { guard, open, patience } = options;
    // That a machine goes away when it reboots is no news.
    const onLost = (why: Error): void => void (this.watch && this.watch.phase !== 'reboot' && this.warn(why.message));
    this.lifeline = new Lifeline({ guard, open, patience, onLost });
  }

  /** Never rejects. */
  public async run(): Promise<Ended> {
    const { signal } = this.options;
    const stop = (): void => this.cancel(stopped());
    signal.addEventListener('abort', stop);
    try {
      return await this.deploy();
    } catch (error) {
      return { outcome: this.failure(error as Error) };
    } finally {
      signal.removeEventListener('abort', stop);
      this.over.abort();
      await Promise.all(this.checks);
      this.lifeline.close();
    }
  }

  private async deploy(): Promise<Ended> {
    const { plan, signal, by, listen } = this.options;
    signal.throwIfAborted();
    this.show('connecting');
    await this.lifeline.open(signal);
    this.show('checking');
    const facts = await this.lifeline.use((guard) => guard.inspect(), { signal });
    const nothing = await this.isKnown(facts);
    if (nothing) return { outcome: nothing };
    const obstacles = this.preflight(facts);
    if (obstacles.length > 0) return { outcome: { kind: 'untouched', reason: obstacles.join('\n') } };
    const source = await this.provide();
    signal.throwIfAborted();
    this.watch = new Watch({
      id: this.id,
      plan,
      patience: this.options.patience,
      bootId: facts.bootId,
      onLog: (line) => listen({ type: 'log', stack: plan.stack, line }),
      onPhase: (phase) => this.show(phase),
      onWaiting: () => void this.checks.push(this.check(facts)),
    });
    const refusal = await start(this.lifeline, this.id, startRequest(plan, facts, source, by), facts);
    if (refusal !== undefined) return { outcome: { kind: 'untouched', reason: refusal } };
    if (signal.aborted) this.cancel(stopped());
    const result = await this.watch.toTheEnd(this.lifeline);
    return this.ended(result);
  }

  private async ended(result: GuardResult): Promise<Ended> {
    const { plan, payload } = this.options;
    const lock = await this.bringLock(result);
    const explained = explainNix(this.watch!.log, payload?.files);
    const outcome = outcomeOf(result, {
      warnings: this.warnings,
      ...(this.objection !== undefined && { objection: this.objection }),
      ...(explained !== undefined && { nixSays: `${explained}\n${logsHint(plan.stack)}` }),
    });
    return { outcome, result, ...(lock !== undefined && { lock }) };
  }

  /** Also right after the lock was brought home: the machine made it itself, so it knows the configuration without it. */
  private async isKnown(facts: Facts): Promise<Outcome | undefined> {
    const { plan, payload, signal } = this.options;
    if (!payload) return undefined;
    const { lock, fingerprintWithoutLock: fingerprint } = payload;
    const nothing = nothingToDo(facts, plan);
    if (nothing || lock === undefined || facts.deployed?.fingerprint !== fingerprint) return nothing;
    const theirs = await this.lifeline.use((guard) => guard.lockfile(facts.deployed!.id), { signal }).catch(() => undefined); // kept for a while
    return theirs === lock ? nothingToDo(facts, { ...plan, fingerprint }) : undefined;
  }

  private preflight(facts: Facts): readonly string[] {
    const { plan, preflightGates = PREFLIGHT_GATES } = this.options;
    const wanted = new Set(plan.steps.flatMap((step) => (step.kind === 'preflight' ? step.gates : [])));
    const obstacles: string[] = [];
    for (const gate of preflightGates.filter(({ id }) => wanted.has(id))) {
      const { verdict, text } = gate.check(facts, plan);
      this.options.listen({ type: 'gate', stack: plan.stack, gate: gate.id, verdict, text });
      if (verdict === 'fail') obstacles.push(text);
      if (verdict === 'warn') this.warnings.push(text);
    }
    return obstacles;
  }

  /** The files are sent in any case: the machine keeps them for the next comparison. */
  private async provide(): Promise<Source> {
    const { payload, generation, provide, signal } = this.options;
    if (generation !== undefined) return { generation };
    const hostKeys = (): Promise<readonly string[]> => this.lifeline.use((guard) => guard.hostKeys(), { signal });
    const system = await provide?.((phase, note) => this.show(phase, note), hostKeys);
    signal.throwIfAborted();
    this.show('uploading');
    await this.lifeline.use((guard) => ((this.id = newId()), guard.receive(this.id, () => pack(payload!))), { signal });
    return system === undefined ? undefined : { system };
  }

  /** The machine runs the new system and waits: here it is decided whether it may stay. */
  private async check(before: Facts): Promise<void> {
    const { plan, guard, open, patience, listen, signal, healthGates: gates } = this.options;
    this.wordUnderWay = false; // it may have been given before a trial boot
    const stop = AbortSignal.any([signal, this.over.signal]);
    const onWord = (): void => {
      this.wordUnderWay = true;
      this.show('confirming');
    };
    const { objection, warnings } = await verify({
      id: this.id,
      plan,
      before,
      guard,
      open,
      patience,
      listen,
      onWord,
      signal: stop,
      ...(gates && { gates }),
    });
    this.warnings.push(...warnings);
    // What was cancelled before a reboot is forgotten by it, so it is said again.
    if (objection !== undefined && !this.over.signal.aborted) this.cancel(signal.aborted ? stopped() : objection);
  }

  /** The machine goes back, or does not begin. Where it cannot be told, it finds out by itself that nobody is here. */
  private cancel(objection: string): void {
    if (!this.watch) return; // then the step that is under way ends by the signal
    this.objection ??= objection;
    const patience = this.watch.patience();
    void this.lifeline.use((guard) => guard.cancel(this.id), { patience }).catch(() => undefined);
  }

  private async bringLock(result: GuardResult): Promise<string | undefined> {
    const { payload, provide } = this.options;
    if (!payload?.lockIsOpen || provide || result.outcome === 'untouched') return undefined;
    return this.lifeline
      .use((guard) => guard.lockfile(this.id))
      .catch((error: Error) => (this.warn(`The flake.lock that the machine made could not be brought here: ${error.message}`), undefined));
  }

  private failure(error: Error): Outcome {
    const { plan, signal } = this.options;
    if (!this.watch) return { kind: 'untouched', reason: signal.aborted ? stopped() : error.message };
    const tried = error instanceof OutOfReach ? error.seconds : 0;
    const reason = unreached({ plan, phase: this.watch.phase, wordUnderWay: this.wordUnderWay, why: error.message, tried });
    return { kind: 'unknown', reason };
  }

  private show(phase: Phase, note?: string): void {
    if (phase === this.shown && note === undefined) return;
    this.shown = phase;
    this.options.listen({ type: 'phase', stack: this.options.plan.stack, phase, ...(note !== undefined && { note }) });
  }

  private warn(text: string): void {
    this.options.listen({ type: 'warning', stack: this.options.plan.stack, text });
  }
}
