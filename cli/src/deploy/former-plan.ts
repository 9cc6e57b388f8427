import type { MachinePlan, Step } from './plan';

/**
 * The plan of a way back. What the studio asks for by now is about the system that it describes now: a service that the former one does not have
 * must not keep a machine from going back. That it can be reached and that no service fails is wanted of any.
 */
export function formerPlan(plan: MachinePlan): MachinePlan {
  const { healthChecks = [], realtime: _, skipped: __, ...rest } = plan;
  const own = [...healthChecks.map(({ id }) => id), ...OF_A_BUDGET];
  const steps = rest.steps.map((step): Step =>
    step.kind === 'gates' ? { ...step, gates: step.gates.filter((id) => !own.includes(id)) } : step,
  );
  return { ...rest, steps };
}

const OF_A_BUDGET: readonly string[] = ['realtime', 'latency', 'xruns', 'comparison'];
