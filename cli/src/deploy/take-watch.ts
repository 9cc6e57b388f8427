import { interrupted, nobodyPlays, sentence, stillPlaying } from '../realtime/take/errors';
import { lookForTakes, type Sighting } from '../realtime/take/look';
import type { DeployEvent, Phase } from './events';
import type { Lifeline } from './lifeline';
import { pause, type Patience } from './patience';
import type { MachinePlan, Step } from './plan';
import { fail, pass, warn, type Verdict } from './verdict';
import { duration } from './words';

export interface TakeWatchOptions {
  readonly plan: MachinePlan;
  readonly lifeline: Lifeline;
  readonly patience: Patience;
  readonly listen: (event: DeployEvent) => void;
  readonly show: (phase: Phase, note?: string) => void;
  readonly signal: AbortSignal;
}

/** So many looks one after the other have to find silence: between two takes there is a breath. */
const QUIET_LOOKS = 2;

/**
 * Sees to it that nobody is interrupted who records or plays.
 *
 * The first look is before anything is sent and built, which alone could make a take crackle. A build takes its time, and somebody may have begun
 * to play meanwhile. So where a machine can make sound at all, the deployer is silent while it builds; then the guard waits for a sign of life before
 * it activates anything, and is given it after a second look. What was seen is then no older than that sign.
 */
export class TakeWatch {
  /** What was seen last. */
  public sighting: Sighting | undefined;
  private isSure = true;
  private readonly step: Extract<Step, { kind: 'take' }> | undefined;

  public constructor(private readonly options: TakeWatchOptions) {
    this.step = options.plan.steps.find((step) => step.kind === 'take');
  }

  /** Whether the machine is to hear nothing of us for now, and so does not begin. */
  public get isSilent(): boolean {
    return !this.isSure;
  }

  public get waits(): boolean {
    return this.step !== undefined && this.step.whenBusy !== 'refuse';
  }

  /** @returns why it must not begin, where it must not */
  public async settle(): Promise<string | undefined> {
    if (!this.step) return undefined;
    const { takes, hasAudio } = await this.look();
    this.isSure = !hasAudio;
    if (takes.length === 0) return this.tell(pass(nobodyPlays()));
    if (this.step.whenBusy === 'refuse') return this.tell(fail(interrupted(takes)));
    return this.waitUntilIdle(takes, this.step.whenBusy);
  }

  /** Right before the activation. @returns who has begun to play since; undefined: nobody, and the machine may go on */
  public async lookAgain(): Promise<string | undefined> {
    if (this.isSure) return undefined;
    const { takes } = await this.look();
    if (takes.length > 0) return this.tell((this.waits ? warn : fail)(interrupted(takes)));
    this.isSure = true;
    return undefined;
  }

  private async waitUntilIdle(takes: readonly string[], whenBusy: 'wait' | { readonly waitFor: number }): Promise<string | undefined> {
    const { patience, show, signal } = this.options;
    const seconds = whenBusy === 'wait' ? Infinity : whenBusy.waitFor;
    const end = performance.now() + seconds * 1000;
    let last = takes;
    for (let quiet = 0; quiet < QUIET_LOOKS;) {
      show('waiting', sentence(last).slice(0, -1));
      await pause(Math.min(patience.look, Math.max(0, end - performance.now())), signal);
      signal.throwIfAborted();
      const { takes: now } = await this.look();
      quiet = now.length === 0 ? quiet + 1 : 0;
      if (now.length > 0) last = now;
      if (quiet < QUIET_LOOKS && performance.now() >= end) return this.tell(fail(stillPlaying(last, duration(seconds))));
    }
    return this.tell(pass(nobodyPlays()));
  }

  private async look(): Promise<Sighting> {
    const { lifeline, signal } = this.options;
    this.sighting = await lifeline.use((guard) => lookForTakes(guard), { signal });
    return this.sighting;
  }

  private tell({ verdict, text }: Verdict): string | undefined {
    const { listen, plan } = this.options;
    listen({ type: 'gate', stack: plan.stack, gate: 'take', verdict, text });
    return verdict === 'pass' ? undefined : text;
  }
}
