import { formerGeneration } from '../realtime/measure';
import type { Measurement } from '../realtime/measurement';
import { measuringDisturbs } from '../realtime/take/errors';
import { lookForTakes } from '../realtime/take/look';
import type { DeployEvent } from './events';
import type { Facts } from './facts';
import type { FigureBook } from './former-figures';
import { runGates } from './gate-round';
import { healthGatesOf, type Figures, type HealthGate } from './health';
import { NewWay } from './new-way';
import type { Ways } from './open-machine';
import { PATIENCE } from './patience';
import { planMachine, wantedOf } from './plan-machine';
import type { Machine } from './select-machines';

export interface VerifyOptions {
  readonly ways: Ways;
  readonly book: FigureBook;
  /** Which gates. @default all */
  readonly only?: readonly string[];
  /** Measure with other work going on also when somebody records or plays. */
  readonly interrupt?: boolean;
  readonly show: (note: string) => void;
  readonly listen: (event: DeployEvent) => void;
  readonly signal: AbortSignal;
}

/** Runs the gates of a machine as it is. Nothing is changed, so nothing is undone. @returns what is not well */
export async function verifyMachine(machine: Machine, options: VerifyOptions): Promise<readonly string[]> {
  const { ways, book, signal, show, listen, only, interrupt = false } = options;
  const plan = planMachine({ stack: machine, fingerprint: '', files: [], inputs: {} }, { goal: 'test' });
  const gates = gatesOfMachine(machine, only);
  const way = new NewWay({ guard: ways.guard, patience: PATIENCE, open: (stop) => ways.open(machine.target, stop && { signal: stop }) });
  const reach = (stop: AbortSignal): ReturnType<NewWay['reach']> => way.reach(stop);
  try {
    const guard = await connected(ways, machine, way, signal);
    const facts = await guard.inspect();
    if (plan.realtime?.budget?.value.load && !interrupt && gates.some(({ measures }) => measures !== undefined)) {
      const { takes } = await lookForTakes(guard);
      if (takes.length > 0) return [measuringDisturbs(takes)];
    }
    const figures = figuresOf(machine.name, facts, book);
    return (await runGates({ plan, gates, reach, figures, show, listen, signal, toTheEnd: true })).failures;
  } finally {
    way.close();
  }
}

/** One attempt: here nobody restarts an sshd. */
async function connected(
  { open }: Ways,
  { target }: Machine,
  way: NewWay,
  signal: AbortSignal,
): Promise<Awaited<ReturnType<NewWay['reach']>>> {
  way.keep(await open(target, { signal }));
  return way.reach(signal);
}

/** With the time that each of them gets when only these run. */
export function gatesOfMachine(machine: Machine, only?: readonly string[]): readonly HealthGate[] {
  const all = healthGatesOf(wantedOf(machine));
  if (!only) return all;
  const skipped = all.filter(({ id }) => !only.includes(id)).map(({ id: gate }) => ({ gate, because: '' }));
  return healthGatesOf({ ...wantedOf(machine), skipped });
}

function figuresOf(stack: string, { system, generation }: Facts, book: FigureBook): Figures {
  let now: Measurement | undefined;
  return {
    former: () => Promise.resolve(now && formerGeneration(book.list(stack), now)),
    take: (measurement) => {
      const machine = { ...measurement.machine, system, ...(generation !== undefined && { generation }) };
      now = { ...measurement, machine };
      book.keep(now);
    },
  };
}
