import type { BudgetEntry, Wish } from '../../../../src/assembly/realtime';
import type { HealthContext, HealthGate } from '../../deploy/health/gate';
import { fail, pass, warn, type Verdict } from '../../deploy/verdict';
import { summarise } from '../measure';
import { inTime, measuredBeforeReboot, notMeasured, tooLate } from './errors';
import { isRebootDue, measured, unlessRebootIsDue } from './measured';

/** The latest wake-up of a realtime thread, against the one that is allowed. */
export const latency = (budget: Wish<BudgetEntry>, allowed: number): Omit<HealthGate, 'budget'> => ({
  id: 'latency',
  title: `that no wake-up takes longer than ${allowed} µs`,
  check: (context) => unlessRebootIsDue(context, () => judge(context, budget, allowed)),
});

async function judge(context: HealthContext, budget: Wish<BudgetEntry>, allowed: number): Promise<Verdict> {
  const measurement = await measured(context).catch((error: Error) => error.message);
  if (typeof measurement === 'string') return fail(notMeasured('The latency', measurement, budget));
  if (!measurement.threads.some(({ samples }) => samples > 0))
    return fail(notMeasured('The latency', 'not one wake-up was measured', budget));
  const { max, worstCpu } = summarise(measurement);
  if (!(max <= allowed)) return fail(tooLate(max, allowed, budget, worstCpu, context.plan.stack));
  const found = inTime(max, allowed);
  return !context.before && (await isRebootDue(context)) ? warn(measuredBeforeReboot(found)) : pass(found);
}
