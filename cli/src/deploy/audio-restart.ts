import { lookForTakes, type Sighting } from '../realtime/take/look';
import { changedSettings, restartServers } from '../realtime/take/restart';
import { goesOnWithOld, notRestarted, playsMeanwhile } from '../realtime/take/restart-errors';
import type { Facts } from './facts';
import type { GuardResult } from './guard-result';
import type { Lifeline } from './lifeline';
import type { MachinePlan } from './plan';

export interface AudioRestartOptions {
  readonly plan: MachinePlan;
  readonly lifeline: Lifeline;
  readonly warn: (text: string) => void;
}

/**
 * PipeWire belongs to the session of a user, and no switch restarts it: new settings lie there, and the old ones are in force. Where that was asked
 * for, it is restarted before the checks, so that they see what there will be; and again when the change is undone.
 */
export class AudioRestart {
  private restarted: string | undefined;
  private isDone = false;

  public constructor(private readonly options: AudioRestartOptions) {}

  public async afterActivation(before: Facts, sighting: Sighting | undefined, signal: AbortSignal): Promise<void> {
    if (this.isDone) return; // after a trial boot everything is new
    this.isDone = true;
    const { lifeline } = this.options;
    const wanted = this.options.plan.steps.some(({ kind }) => kind === 'restart-audio');
    if (!wanted && !sighting?.snapshot?.pipewire) return;
    const within = AbortSignal.any([signal, AbortSignal.timeout(RESTART_WITHIN * 1000)]);
    try {
      await lifeline.use(
        async (guard) => {
          const { rights } = guard;
          const [now, changed] = await Promise.all([wanted ? lookForTakes(guard) : sighting!, changedSettings(rights, before.system)]);
          const user = now.snapshot?.pipewire?.user;
          if (user === undefined || !changed) return;
          if (!wanted) return this.options.warn(goesOnWithOld(user));
          if (now.takes.length > 0 && this.options.plan.steps.some(({ kind }) => kind === 'take'))
            return this.options.warn(playsMeanwhile(user, now.takes));
          const trouble = await restartServers(rights, user);
          if (trouble === undefined) this.restarted = user;
          else this.options.warn(notRestarted(user, trouble, rights.user !== 'root'));
        },
        { signal: within },
      );
    } catch {
      // The connection is gone, which the checks will see.
    }
  }

  public async afterTheEnd({ outcome }: GuardResult): Promise<void> {
    const user = this.restarted;
    if (user === undefined || outcome !== 'undone') return;
    const trouble = await this.options.lifeline.use(({ rights }) => restartServers(rights, user)).catch((error: Error) => error.message);
    if (trouble !== undefined) this.options.warn(notRestarted(user, trouble, false));
  }
}

/** Seconds: so much longer the machine waits for the word. */
export const RESTART_WITHIN = 15;
