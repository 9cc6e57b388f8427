import type { Phase } from './events';
import type { GuardClient } from './guard-client';
import { isArming, isTrial, isWaiting, phaseOf } from './guard-phases';
import type { GuardResult } from './guard-result';
import type { Lifeline } from './lifeline';
import { pause, type Patience } from './patience';
import type { MachinePlan } from './plan';
import { confirmWithin } from './start-request';

export interface WatchOptions {
  readonly id: string;
  readonly plan: MachinePlan;
  readonly patience: Patience;
  /** The boot that the machine was in when it was told to begin. */
  readonly bootId: string;
  readonly onLog: (line: string) => void;
  readonly onPhase: (phase: Phase) => void;
  /** It is built, and the machine waits until it hears of us. */
  readonly onBuilt: () => void;
  /** Whether it is to hear nothing of us for now. */
  readonly isSilent: () => boolean;
  /** The machine waits for the word: once, and once more after a trial boot. */
  readonly onWaiting: () => void;
}

/** So many lines of the log are kept, to explain what went wrong. */
const KEPT_LINES = 500;

/** The machine needs a moment to say that it is done, and how. */
const MOMENT_S = 10;

/** Follows a deployment on the machine to its end, over as many connections as that takes. No line and no phase comes twice. */
export class Watch {
  /** The guard's last phase. Undefined: it has not been heard of. */
  public phase: string | undefined;
  /** The end of the log. */
  public readonly log: string[] = [];
  private bootId: string;
  private lines = 0;
  private phases = 0;
  private listened = false;

  public constructor(private readonly options: WatchOptions) {
    this.bootId = options.bootId;
  }

  /**
   * @returns the machine's own record of how it ended, and not what was heard on the way: a program could have printed that
   * @throws OutOfReach when the machine stays away
   */
  public async toTheEnd(lifeline: Lifeline): Promise<GuardResult> {
    for (;;) {
      await lifeline.use((guard) => this.listenTo(guard), { patience: () => this.patience() });
      const result = await lifeline.use((guard) => guard.result(this.options.id), { patience: () => this.patience() });
      if (result === 'unknown') throw new Error('The machine answers, and knows nothing of this deployment any more.');
      if ('outcome' in result) return result;
      await pause(this.options.patience.firstPause);
    }
  }

  /** Long enough to see how the machine helps itself, in milliseconds, if nobody asked for less. */
  public patience(): number {
    const { patience, plan } = this.options;
    const reboot = isTrial(this.phase) ? patience.reboot : 0;
    const alone = patience.isFirm ? 0 : (confirmWithin(plan) + MOMENT_S) * 1000;
    return Math.max(patience.reconnect, alone) + reboot;
  }

  private async listenTo(guard: GuardClient): Promise<void> {
    if (this.listened) await this.noticeReboot(guard);
    this.listened = true;
    let phases = 0; // the guard tells all of them to each who asks
    await guard.follow(this.options.id, {
      from: this.lines + 1,
      heartbeatMs: this.options.patience.heartbeat,
      isSilent: this.options.isSilent,
      onLog: (line) => this.heard(line),
      onPhase: (phase) => {
        phases += 1;
        if (phases > this.phases) this.entered(phase, phases);
      },
    });
  }

  /** A new boot begins a new log, and new phases. */
  private async noticeReboot(guard: GuardClient): Promise<void> {
    const { bootId } = await guard.inspect();
    if (bootId === this.bootId) return;
    this.bootId = bootId;
    this.lines = 0;
    this.phases = 0;
  }

  private heard(line: string): void {
    this.lines += 1;
    this.log.push(line);
    if (this.log.length > KEPT_LINES) this.log.shift();
    this.options.onLog(line);
  }

  private entered(phase: string, count: number): void {
    this.phases = count;
    this.phase = phase;
    const shown = phaseOf(phase);
    if (shown) this.options.onPhase(shown);
    if (isArming(phase)) this.options.onBuilt();
    if (isWaiting(phase)) this.options.onWaiting();
  }
}
