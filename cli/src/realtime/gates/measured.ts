import type { Connection } from '../../ssh/connection';
import type { MachinePlan } from '../../deploy/plan';
import type { HealthContext } from '../../deploy/health/gate';
import type { Verdict } from '../../deploy/verdict';
import { pass, warn } from '../../deploy/verdict';
import { duration } from '../../deploy/words';
import { measure } from '../measure';
import type { Measurement } from '../measurement';
import { afterReboot, onlyAfterReboot } from './errors';

/** Measured once for all gates that judge it. Rejects with why it could not be. */
export const measured = ({ plan, reach, once, signal, figures, show }: HealthContext): Promise<Measurement> =>
  once('measurement', async () => {
    const { rights } = await reach();
    show?.(`measuring for ${duration(plan.realtime!.budget!.value.measureFor)}`);
    const measurement = await measureForBudget(rights, plan, signal);
    figures?.take(measurement);
    return measurement;
  });

/** As long as the budget says, and with what it says going on meanwhile. */
export function measureForBudget(connection: Connection, { stack, realtime }: MachinePlan, signal: AbortSignal): Promise<Measurement> {
  const { measureFor, load } = realtime!.budget!.value;
  return measure((command) => connection.run(command), { stack, seconds: measureFor, load, intent: realtime!, signal });
}

/** A kernel, its modules and its parameters are in force only after a reboot: to measure before would tell of the old ones. */
export async function unlessRebootIsDue(context: HealthContext, judge: () => Promise<Verdict>): Promise<Verdict> {
  const { plan, before } = context;
  if (!before || !(await isRebootDue(context))) return judge();
  return plan.steps.some(({ kind }) => kind === 'trial-reboot') ? pass(afterReboot()) : warn(onlyAfterReboot(plan.stack));
}

export const isRebootDue = ({ reach, once }: HealthContext): Promise<boolean> =>
  once('reboot', async () => (await (await reach()).inspect()).pendingReboot === 'yes');
