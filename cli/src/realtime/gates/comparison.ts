import type { BudgetEntry, Wish } from '../../../../src/assembly/realtime';
import type { HealthContext, HealthGate } from '../../deploy/health/gate';
import { fail, pass, warn, type Verdict } from '../../deploy/verdict';
import { changeText, compare } from '../measure';
import { incomparable, noWorse, notMeasured, nothingToCompare, worse } from './errors';
import { measured, unlessRebootIsDue } from './measured';

/** What was measured now against what the former system was measured with. */
export const comparison = (budget: Wish<BudgetEntry>, margin: number): Omit<HealthGate, 'budget'> => ({
  id: 'comparison',
  title: `that it is not over ${margin} % worse than before`,
  check: (context) => unlessRebootIsDue(context, () => judge(context, budget, margin)),
});

async function judge(context: HealthContext, budget: Wish<BudgetEntry>, margin: number): Promise<Verdict> {
  const now = await measured(context).catch((error: Error) => error.message);
  if (typeof now === 'string') return fail(notMeasured('The new system', now, budget));
  const former = await context.figures?.former();
  if (!former) return warn(nothingToCompare()); // somebody has to be the first
  const { verdict, changes, reasons } = compare(former, now, margin);
  if (verdict === 'incomparable') return warn(incomparable(reasons));
  const texts = (which: string): readonly string[] => changes.filter((change) => change.verdict === which).map(changeText);
  if (verdict === 'worse') return (budget.value.worse === 'fail' ? fail : warn)(worse(texts('worse'), margin, budget));
  return pass(noWorse(changes.map(changeText)[0]));
}
