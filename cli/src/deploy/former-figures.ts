import { measureForBudget } from '../realtime/gates/measured';
import type { Measurement } from '../realtime/measurement';
import type { Snapshot } from '../realtime/snapshot';
import type { Facts } from './facts';
import type { GuardResult } from './guard-result';
import type { Figures } from './health';
import type { Lifeline } from './lifeline';
import type { Phase } from './events';
import type { MachinePlan } from './plan';
import { formerNotMeasured, notKept } from '../realtime/gates/errors';

/** Where measurements are kept from one deployment to the next. */
export interface FigureBook {
  readonly list: (stack: string) => readonly Measurement[];
  readonly keep: (measurement: Measurement) => void;
}

export interface FormerFiguresOptions {
  readonly plan: MachinePlan;
  readonly lifeline: Lifeline;
  readonly book?: FigureBook;
  readonly show: (phase: Phase, note?: string) => void;
  readonly warn: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * What the new system is compared with: a measurement of the one that runs before. One that was kept does; otherwise it is measured before
 * the switch, for afterwards it is too late.
 */
export class FormerFigures {
  private former: Measurement | undefined;
  private now: Measurement | undefined;

  public constructor(private readonly options: FormerFiguresOptions) {}

  public readonly figures: Figures = {
    former: () => Promise.resolve(this.former),
    take: (measurement) => void (this.now = measurement),
  };

  /** Looks for one that was kept. @returns whether there is none, and one is wanted */
  public isToBeMeasured({ system }: Facts): boolean {
    const { plan, book } = this.options;
    if (this.former || !plan.steps.some((step) => step.kind === 'gates' && step.gates.includes('comparison'))) return false;
    this.former = book
      ?.list(plan.stack)
      .findLast(({ machine, settings }) => machine.system === system && settings.load === plan.realtime?.budget?.value.load);
    return this.former === undefined;
  }

  /** Without it there is nothing to compare, which is no reason not to deploy. */
  public async measure({ system, generation }: Facts, seen?: Snapshot): Promise<void> {
    if (seen?.tools.cyclictest === false) return; // the new system brings it
    const { plan, lifeline, show, warn, signal } = this.options;
    show('checking', 'measuring the system of now, to compare');
    try {
      const measured = await lifeline.use(({ rights }) => measureForBudget(rights, plan, signal), { signal });
      this.former = ofSystem(measured, system, generation);
      this.keepSafely(this.former);
    } catch (error) {
      signal.throwIfAborted();
      warn(formerNotMeasured((error as Error).message));
    }
  }

  /** The machine has a number for the new system only now. */
  public keep({ outcome, system, generation }: GuardResult): void {
    if (!this.now || system === undefined || (outcome !== 'switched' && outcome !== 'tested')) return;
    this.keepSafely(ofSystem(this.now, system, generation));
  }

  private keepSafely(measurement: Measurement): void {
    try {
      this.options.book?.keep(measurement);
    } catch (error) {
      this.options.warn(notKept((error as Error).message));
    }
  }
}

function ofSystem(measurement: Measurement, system: string, generation: number | undefined): Measurement {
  const { generation: _, ...machine } = measurement.machine;
  return { ...measurement, machine: { ...machine, system, ...(generation !== undefined && { generation }) } };
}
