import type { Call } from '../command';
import { personBeside, type Aside, type Ways } from '../deploy/open-machine';
import type { Payload } from '../deploy/payload';
import type { MachinePlan } from '../deploy/plan';
import { openPerson } from '../terminal';
import { Engine } from './engine';
import type { PulumiExecutor, PulumiExecutorOptions } from './pulumi-executor';
import { previewOf, type Preview } from './preview';
import { openState } from './state';

export interface PreviewWork {
  readonly plan: MachinePlan;
  readonly payload: Payload;
  readonly ways: Pick<Ways, 'open' | 'guard' | 'door'>;
  readonly signal: AbortSignal;
}

export interface PulumiWork extends Omit<PulumiExecutorOptions, 'engine'> {
  /** The folder of `cdk.json`. */
  readonly home: string;
  /** Gives the screen to a question while somebody answers it. */
  readonly aside: Aside;
}

/** @throws UserError when something is missing that an engine needs */
export async function openPulumi(call: Pick<Call, 'options'>, { home, aside, ...rest }: PulumiWork): Promise<PulumiExecutor> {
  const engine = await openEngine(call, home, aside);
  const { PulumiExecutor: Executor } = await import('./pulumi-executor.js'); // only now is it known that Pulumi’s packages are there
  return new Executor({ ...rest, engine });
}

/** @throws UserError when something is missing that an engine needs */
export async function openPreview(call: Pick<Call, 'options'>, home: string): Promise<(work: PreviewWork) => Promise<Preview>> {
  const engine = await openEngine(call, home, (work) => work());
  const [{ MachineRun }, { MachineComponent }] = await Promise.all([import('./machine-run.js'), import('./machine-component.js')]);
  return async ({ plan, payload, ways: { open, guard, door }, signal }) => {
    const run = new MachineRun({
      plan,
      payload,
      door,
      component: () => new MachineComponent(plan.stack),
      ssh: { connect: open, guard, payloads: new Map([[plan.stack, payload]]) },
    });
    try {
      return previewOf(
        plan.stack,
        await engine.preview({ stack: plan.stack, program: async () => void (await run.preview(signal)), failures: run.failures, signal }),
      );
    } finally {
      run.close();
    }
  };
}

async function openEngine({ options }: Pick<Call, 'options'>, home: string, aside: Aside): Promise<Engine> {
  const state = await openState({
    home,
    backend: options['backend'] as string | undefined,
    env: process.env,
    person: personBeside(openPerson(), aside),
  });
  return Engine.open(state);
}
