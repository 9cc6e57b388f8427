import { log } from '@pulumi/pulumi';
import { harmlessData } from '../ssh/harmless';
import { stopped } from '../deploy/errors';
import type { Listener } from '../deploy/events';
import type { Executor } from '../deploy/executor';
import { isFine, type Outcome } from '../deploy/outcome';
import type { MachinePlan } from '../deploy/plan';
import type { SshExecutor } from '../deploy/ssh-executor';
import { limited } from '../limit';
import type { Engine } from './engine';
import { goneMeanwhile, lockTakenOver, notRecorded } from './errors';
import { MachineComponent } from './machine-component';
import { MachineRun, type RunOptions } from './machine-run';

export interface PulumiExecutorOptions extends Pick<RunOptions, 'ssh' | 'door'> {
  readonly engine: Engine;
}

/**
 * Deploys with a Pulumi engine: what changes a machine is done by resources of Pulumi, and recorded in its state. Everything else is done as ever,
 * over a connection of our own: preflight, following what happens, the checks, and the undo, which is the machine's.
 */
export class PulumiExecutor implements Executor {
  private readonly undoers = new Map<string, SshExecutor>();
  private readonly inTurn = limited(ENGINES_AT_ONCE);

  public constructor(private readonly options: PulumiExecutorOptions) {}

  public deploy(plan: MachinePlan, listen: Listener, signal: AbortSignal): Promise<Outcome> {
    return this.inTurn(async () => (signal.aborted ? untouched(plan, stopped(), listen) : this.deployNow(plan, listen, signal)));
  }

  public async undo(plan: MachinePlan, outcome: Outcome, listen: Listener): Promise<Outcome> {
    return this.undoers.get(plan.stack)?.undo(plan, outcome, listen) ?? outcome;
  }

  private async deployNow(plan: MachinePlan, listen: Listener, signal: AbortSignal): Promise<Outcome> {
    const { engine, ssh, door } = this.options;
    const { stack } = plan;
    const payload = ssh.payloads.get(stack);
    if (!payload) return untouched(plan, `Nothing was read for «${stack}», so there is nothing to send.`, listen);
    const warn = (text: string): void => listen({ type: 'warning', stack, text });
    const run = new MachineRun({ plan, payload, ssh, door, component: () => new MachineComponent(stack) });
    let deployed: Promise<Outcome> | undefined;
    const program = async (): Promise<Record<string, unknown>> => {
      deployed = run.deploy(listen, signal);
      return outputs(await deployed);
    };
    try {
      await engine.up({ stack, program, failures: run.failures, onLockTakenOver: () => warn(lockTakenOver(stack)) });
    } catch (error) {
      run.failures.end(goneMeanwhile()); // the program may still be waiting for a step
      if (!deployed) return untouched(plan, (error as Error).message, listen);
      if (isFine(await deployed)) warn(notRecorded(stack, (error as Error).message));
    } finally {
      await deployed?.catch(() => undefined);
      run.close();
    }
    if (run.undoer) this.undoers.set(stack, run.undoer);
    return deployed!;
  }
}

/** Each is a process with a provider beside it, 200 MB together; over ssh alone a machine costs next to nothing. */
const ENGINES_AT_ONCE = 8;

/** A machine that did not come to what it was to be is a run that failed: Pulumi is told, so that the state does not say otherwise. */
async function outputs(outcome: Outcome): Promise<Record<string, unknown>> {
  // An error that is thrown would be heard by the programs of all machines, for there is one process.
  if (!isFine(outcome)) await log.error('reason' in outcome ? outcome.reason : outcome.kind);
  const { kind } = outcome;
  return {
    outcome: kind,
    ...('system' in outcome && { system: outcome.system }),
    ...('generation' in outcome && { generation: outcome.generation }),
  };
}

function untouched({ stack }: MachinePlan, text: string, listen: Listener): Outcome {
  const outcome: Outcome = harmlessData({ kind: 'untouched', reason: text });
  listen({ type: 'phase', stack, phase: 'finished' });
  listen({ type: 'outcome', stack, outcome, seconds: 0 });
  return outcome;
}
