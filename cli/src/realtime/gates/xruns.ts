import type { BudgetEntry, Wish } from '../../../../src/assembly/realtime';
import type { HealthContext, HealthGate } from '../../deploy/health/gate';
import { fail, pass, type Verdict } from '../../deploy/verdict';
import { brokenOff, nobodyCounts, notMeasured, unbroken, uncounted } from './errors';
import { measured, unlessRebootIsDue } from './measured';

/** How often the sound broke off while it was measured. */
export const xruns = (budget: Wish<BudgetEntry>, allowed: number): Omit<HealthGate, 'budget'> => ({
  id: 'xruns',
  title: `that the sound breaks off ${allowed === 0 ? 'at no time' : `at most ${allowed} times`}`,
  check: (context) => unlessRebootIsDue(context, () => judge(context, budget, allowed)),
});

async function judge(context: HealthContext, budget: Wish<BudgetEntry>, allowed: number): Promise<Verdict> {
  const measurement = await measured(context).catch((error: Error) => error.message);
  if (typeof measurement === 'string') return fail(notMeasured('The xruns', measurement, budget));
  const { xruns: counted, seconds, notes = [] } = measurement;
  const why = notes.find((note) => note.startsWith('Xruns '));
  if (counted === undefined)
    return fail(notMeasured('The xruns', why === undefined ? nobodyCounts() : uncounted(why, context.plan.stack), budget));
  return counted > allowed ? fail(brokenOff(counted, allowed, seconds, budget)) : pass(unbroken(counted, seconds));
}
