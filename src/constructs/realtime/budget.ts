import { LARGEST_MARGIN, LONGEST_LATENCY, LONGEST_MEASUREMENT, MOST_XRUNS, isWithin, type BudgetEntry } from '../../assembly';
import { Nix } from '../../nix';
import { badLatency, badMargin, badMeasureFor, badXruns, marginUnused, measuredForNothing, notMeasurable } from './errors';
import { Worse, type LatencyBudget } from './latency-budget';

/** The packages that measure: cyclictest is in the first. */
export const LATENCY_TOOLS = ['rt-tests', 'stress-ng'] as const;

const SECONDS = 20;
const MARGIN = 50;

/** Whether anything has to be kept. */
export const hasBudget = ({ maxLatency, maxXruns, worseThanBefore = Worse.ALLOW }: LatencyBudget): boolean =>
  maxLatency !== undefined || maxXruns !== undefined || worseThanBefore !== Worse.ALLOW;

/** Whether the machine brings what measures it. */
export const bringsTools = (budget: LatencyBudget): boolean => budget.latencyTest ?? hasBudget(budget);

/** What the manifest says; undefined where there is nothing to keep. */
export function budgetEntry(budget: LatencyBudget): BudgetEntry | undefined {
  if (!hasBudget(budget)) return undefined;
  const { margin = MARGIN, maxLatency, maxXruns, measureFor, measureUnderLoad = false, worseThanBefore = Worse.WARN } = budget;
  return {
    ...(maxLatency && { maxLatency: maxLatency.toMicros() }),
    ...(maxXruns !== undefined && { maxXruns }),
    measureFor: measureFor?.toSeconds() ?? SECONDS,
    load: measureUnderLoad,
    ...(worseThanBefore !== Worse.ALLOW && { margin }),
    worse: worseThanBefore === Worse.FAIL ? 'fail' : 'warn',
  };
}

export function toolOptions(budget: LatencyBudget): Record<string, unknown> {
  return { 'environment.systemPackages': bringsTools(budget) ? LATENCY_TOOLS.map((name) => Nix.pkgs(name)) : undefined };
}

/**
 * What somebody who may not become root needs for a measurement: a realtime priority, and memory that stays where it is. That is what members of the
 * group audio may do, without the devices that the group opens.
 */
export function measuringRights(user: string): Record<string, unknown> {
  const limit = (item: string, value: string) => ({ domain: user, item, type: '-', value });
  return { 'security.pam.loginLimits': [limit('rtprio', '99'), limit('memlock', 'unlimited')] };
}

export function budgetProblems({ margin, maxLatency, maxXruns, measureFor }: LatencyBudget): string[] {
  const problems: string[] = [];
  if (maxLatency && !isWithin(maxLatency.toMicros(), 1, LONGEST_LATENCY)) problems.push(badLatency(maxLatency.toString()));
  if (maxXruns !== undefined && !isWithin(maxXruns, 0, MOST_XRUNS)) problems.push(badXruns(maxXruns));
  if (measureFor && !isWithin(measureFor.toSeconds(), 1, LONGEST_MEASUREMENT)) problems.push(badMeasureFor(measureFor.toString()));
  if (margin !== undefined && !(margin >= 0 && margin <= LARGEST_MARGIN)) problems.push(badMargin(margin));
  return problems;
}

export function budgetWarnings(budget: LatencyBudget): string[] {
  const { latencyTest, margin, measureFor, measureUnderLoad, worseThanBefore } = budget;
  if (!hasBudget(budget)) return measureFor || measureUnderLoad || margin !== undefined ? [measuredForNothing()] : [];
  return [
    ...(latencyTest === false ? [notMeasurable()] : []),
    ...(margin !== undefined && worseThanBefore === Worse.ALLOW ? [marginUnused()] : []),
  ];
}
