import type { Connection } from '../ssh/connection';
import { pack } from './archive';
import { AudioRestart } from './audio-restart';
import { consequences } from './consequences';
import { checkedAfterReboot, logsHint, stopped } from './errors';
import type { DeployEvent, Phase } from './events';
import { explainNix } from './explain-nix';
import type { Facts } from './facts';
import { FormerFigures, type FigureBook } from './former-figures';
import type { OpenGuard } from './guard-client';
import type { GuardResult } from './guard-result';
import type { GuardScript } from './guard-script';
import type { HealthGate } from './health';
import { Lifeline, OutOfReach } from './lifeline';
import { nothingToDoWith } from './nothing-to-do';
import type { Outcome } from './outcome';
import { outcomeOf } from './outcome-of';
import type { Patience } from './patience';
import type { Payload } from './payload';
import type { MachinePlan } from './plan';
import { PREFLIGHT_GATES, type PreflightGate } from './preflight';
import { runPreflight } from './preflight/run-preflight';
import { start } from './start';
import { TakeWatch } from './take-watch';
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
  readonly speak?: OpenGuard;
  readonly listen: (event: DeployEvent) => void;
  readonly signal: AbortSignal;
  /** What is sent. Undefined: nothing, because an existing generation is gone to. */
  readonly payload?: Payload;
  readonly generation?: number;
  /** The same, where it is no generation: a system that the machine has. */
  readonly system?: string;
  /** Builds elsewhere and copies the system to the machine, where the plan wants that. */
  readonly provide?: (report: (phase: Phase, note?: string) => void, hostKeys: () => Promise<readonly string[]>) => Promise<string>;
  /** Where figures of the machine's generations are kept. */
  readonly figures?: FigureBook;
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
  private readonly takes: TakeWatch;
  /** Somebody began to play while it was built: it is begun again when that is over. */
  private isPutOff = false;
  private readonly audio: AudioRestart;
  private readonly former: FormerFigures;
  private readonly checks: Promise<void>[] = [];
  private readonly over = new AbortController();

  public constructor(private readonly options: DeploymentOptions) {
    const { guard, open, patience, speak } = options;
    // That a machine goes away when it reboots is no news.
    const onLost = (why: Error): void => void (this.watch && this.watch.phase !== 'reboot' && this.warn(why.message));
    this.lifeline = new Lifeline({ guard, open, patience, onLost, ...(speak && { speak }) });
    const { plan, listen, signal } = options;
    const show = (phase: Phase, note?: string): void => this.show(phase, note);
    this.takes = new TakeWatch({ plan, lifeline: this.lifeline, patience, listen, show, signal });
    const warn = (text: string): void => this.warn(text);
    this.audio = new AudioRestart({ plan, lifeline: this.lifeline, warn });
    this.former = new FormerFigures({
      plan,
      lifeline: this.lifeline,
      show,
      warn,
      signal,
      ...(options.figures && { book: options.figures }),
    });
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
    const { signal } = this.options;
    signal.throwIfAborted();
    this.show('connecting');
    await this.lifeline.open(signal);
    this.show('checking');
    const facts = await this.lifeline.use((guard) => guard.inspect(), { signal });
    const nothing = await this.isKnown(facts);
    if (nothing) return { outcome: nothing };
    const { plan, listen, preflightGates = PREFLIGHT_GATES } = this.options;
    const { obstacles, warnings } = runPreflight(preflightGates, facts, plan, listen);
    this.warnings.push(...warnings);
    if (obstacles.length > 0) return { outcome: { kind: 'untouched', reason: obstacles.join('\n') } };
    for (;;) {
      const ready = await this.prepare(facts);
      if ('obstacle' in ready) return { outcome: { kind: 'untouched', reason: ready.obstacle } };
      const ended = await this.onTheMachine(facts, ready.source);
      if (!this.isPutOff) return ended;
      this.isPutOff = false;
      this.objection = this.watch = undefined;
    }
  }

  /** An upload disturbs nobody, so it goes on while it is seen who plays. What is built elsewhere may be in vain, and measuring would be heard. */
  private async prepare(facts: Facts): Promise<{ readonly source: Source } | { readonly obstacle: string }> {
    const idle = this.takes.settle().then(async (obstacle) => {
      if (obstacle === undefined) await this.foretell();
      return obstacle;
    });
    idle.catch(() => undefined); // it is awaited below, if nothing else fails first
    const isToBeMeasured = this.former.isToBeMeasured(facts);
    if (this.options.provide || isToBeMeasured) {
      const obstacle = await idle;
      if (obstacle !== undefined) return { obstacle };
      if (isToBeMeasured) await this.former.measure(facts, this.takes.sighting?.snapshot);
    }
    const [obstacle, source] = await Promise.all([idle, this.provide()]);
    this.options.signal.throwIfAborted();
    return obstacle === undefined ? { source } : { obstacle };
  }

  private async onTheMachine(facts: Facts, source: Source): Promise<Ended> {
    const { plan, by, listen, signal } = this.options;
    this.watch = new Watch({
      id: this.id,
      plan,
      patience: this.options.patience,
      bootId: facts.bootId,
      onLog: (line) => listen({ type: 'log', stack: plan.stack, line }),
      onPhase: (phase) => this.show(phase),
      onBuilt: () => void this.checks.push(this.lookAgain()),
      isSilent: () => this.takes.isSilent,
      onWaiting: () => void this.checks.push(this.check(facts)),
    });
    const refusal = await start(this.lifeline, this.id, startRequest(plan, facts, source, by), facts);
    if (refusal !== undefined) return { outcome: { kind: 'untouched', reason: refusal } };
    if (signal.aborted) this.cancel(stopped());
    const result = await this.watch.toTheEnd(this.lifeline);
    return this.ended(result);
  }

  /** It is built, and the machine waits for a sign of life before it changes anything. */
  private async lookAgain(): Promise<void> {
    try {
      const obstacle = await this.takes.lookAgain();
      if (obstacle === undefined || this.over.signal.aborted) return;
      this.isPutOff = this.takes.waits;
      this.cancel(obstacle);
    } catch {
      // The connection went for good, or the user stopped: either is seen where the deployment is followed.
    }
  }

  private async foretell(): Promise<void> {
    const { payload, plan } = this.options;
    const { sighting } = this.takes;
    if (!payload || !sighting?.snapshot) return;
    const { snapshot } = sighting;
    for (const text of await this.lifeline.use((guard) => consequences(guard, payload, snapshot, plan)).catch(() => [])) this.warn(text);
  }

  private async ended(result: GuardResult): Promise<Ended> {
    const { plan, payload } = this.options;
    const lock = await this.bringLock(result);
    await this.audio.afterTheEnd(result);
    this.former.keep(result);
    if (result.outcome === 'staged' && (plan.healthChecks ?? plan.realtime)) this.warn(checkedAfterReboot(plan.stack));
    const explained = explainNix(this.watch!.log, payload?.files);
    const outcome = outcomeOf(result, {
      warnings: this.warnings,
      ...(plan.skipped && { skipped: plan.skipped }),
      ...(this.objection !== undefined && { objection: this.objection }),
      ...(explained !== undefined && { nixSays: `${explained}\n${logsHint(plan.stack)}` }),
    });
    return { outcome, result, ...(lock !== undefined && { lock }) };
  }

  private async isKnown(facts: Facts): Promise<Outcome | undefined> {
    const { plan, payload, signal } = this.options;
    return payload && nothingToDoWith(payload, facts, plan, (id) => this.lifeline.use((guard) => guard.lockfile(id), { signal }));
  }

  /** The files are sent in any case: the machine keeps them for the next comparison. */
  private async provide(): Promise<Source> {
    const { payload, generation, system: former, provide, signal } = this.options;
    if (generation !== undefined) return { generation };
    if (former !== undefined) return { system: former };
    const hostKeys = (): Promise<readonly string[]> => this.lifeline.use((guard) => guard.hostKeys(), { signal });
    const system = await provide?.((phase, note) => this.show(phase, note), hostKeys);
    signal.throwIfAborted();
    this.show('uploading');
    await this.lifeline.use((guard) => ((this.id = newId()), guard.receive(this.id, () => pack(payload!))), { signal });
    return system === undefined ? undefined : { system };
  }

  /** The machine runs the new system and waits: here it is decided whether it may stay. */
  private async check(before: Facts): Promise<void> {
    const { plan, guard, open, patience, speak, listen, signal, healthGates: gates } = this.options;
    this.wordUnderWay = false; // it may have been given before a trial boot
    const stop = AbortSignal.any([signal, this.over.signal]);
    const onWord = (): void => {
      this.wordUnderWay = true;
      this.show('confirming');
    };
    await this.audio.afterActivation(before, this.takes.sighting, stop);
    const { objection, warnings } = await verify({
      id: this.id,
      plan,
      before,
      guard,
      open,
      patience,
      listen,
      onWord,
      figures: this.former.figures,
      show: (note) => this.show('verifying', note),
      signal: stop,
      ...(speak && { speak }),
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
