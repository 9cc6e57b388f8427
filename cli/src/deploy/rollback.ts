import { harmlessData } from '../ssh/harmless';
import { Deployment } from './deployment';
import type { DeployEvent, Listener } from './events';
import type { Executor } from './executor';
import { formerPlan } from './former-plan';
import type { Ways } from './open-machine';
import type { Outcome } from './outcome';
import { PATIENCE, type Patience } from './patience';
import type { MachinePlan } from './plan';
import { deployer } from './start-request';

/** The plan of a deployment without what brings a new system to the machine. What is gone back to may be anybody's work. */
export function rollbackPlan(plan: MachinePlan): MachinePlan {
  const steps = plan.steps
    .filter(({ kind }) => kind !== 'upload' && kind !== 'build' && kind !== 'copy')
    .map((step) => (step.kind === 'preflight' ? { ...step, gates: step.gates.filter((gate) => !NEEDLESS.includes(gate)) } : step));
  return formerPlan({ ...plan, steps });
}

/** They are about what is to be built, or who made what runs now. */
const NEEDLESS = ['generation', 'platform', 'version', 'store-space', 'memory'];

/** Goes to a generation or a system that a machine has, with the same undo and the same checks as any deployment. */
export class RollbackExecutor implements Executor {
  public constructor(
    private readonly ways: Ways,
    private readonly to: { readonly generation: number } | { readonly system: string },
    private readonly patience: Partial<Patience> = {},
  ) {}

  public async deploy(plan: MachinePlan, listen: Listener, signal: AbortSignal): Promise<Outcome> {
    const { guard, open } = this.ways;
    const deployment = new Deployment({
      plan,
      by: deployer(),
      guard,
      signal,
      ...this.to,
      patience: { ...PATIENCE, ...this.patience },
      listen: (event: DeployEvent) => void (isBuilding(event) || listen(harmlessData(event))),
      open: (stop) => open(plan.target, stop && { signal: stop }),
    });
    const outcome = harmlessData((await deployment.run()).outcome);
    return outcome.kind === 'switched' || outcome.kind === 'staged' ? { ...outcome, isFormer: true } : outcome;
  }

  /** One machine alone is put back, so there is none to bring back for another's sake. */
  public undo(_plan: MachinePlan, outcome: Outcome): Promise<Outcome> {
    return Promise.resolve(outcome);
  }
}

/** The guard's first phase; but there is nothing to build. */
const isBuilding = (event: DeployEvent): boolean => event.type === 'phase' && event.phase === 'building';
