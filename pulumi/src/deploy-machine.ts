import { runtime, type ComponentResource } from '@pulumi/pulumi';
import { unknown } from '@pulumi/pulumi/output';
import { figuresIn } from '../../cli/src/deploy/figures-in';
import { readGuard } from '../../cli/src/deploy/guard-script';
import { keepLock } from '../../cli/src/deploy/keep-lock';
import { MachineRun } from '../../cli/src/pulumi/machine-run';
import type { MachineResult, StudioMachineArgs } from './args';
import { openWay, targetOf, type Way } from './connection';
import { onEngineEnd } from './engine-end';
import { engineGone, notSeen } from './errors';
import { knownValue, settled } from './known-value';
import { readMachine, type Machine } from './read-machine';
import { resultOf } from './result';
import { RunLog } from './run-log';

/**
 * Deploys a machine in a run of a Pulumi program, or says in a preview what that would do.
 *
 * @returns undefined where the engine ended meanwhile: nobody waits for an answer any more
 * @throws UserError when the machine did not come to what it was to be
 */
export async function deployMachine(
  component: ComponentResource,
  name: string,
  args: StudioMachineArgs,
): Promise<MachineResult | undefined> {
  const machine = readMachine(args);
  const given = args.connection === undefined ? undefined : await knownValue(args.connection);
  const isHere = args.connection === undefined || given !== undefined;
  const target = given ? targetOf(given) : isHere ? undefined : NOWHERE;
  const way = await openWay(given, !runtime.isDryRun());
  const run = runOf(component, name, machine, machine.planFor(target), way);
  const log = new RunLog(component);
  const stop = new AbortController();
  const forget = onEngineEnd(() => {
    log.end();
    stop.abort(); // what can be undone is undone, over our own connection
    run.failures.end(engineGone());
  });
  const work = isHere ? (runtime.isDryRun() ? preview : deploy) : foretell;
  try {
    const result = await work({ run, log, stack: args.stack, signal: stop.signal });
    await settled(run.resources, stop.signal);
    return result;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return undefined;
  } finally {
    forget();
    run.close();
    way.close();
  }
}

interface Work {
  readonly run: MachineRun;
  readonly log: RunLog;
  readonly stack: string;
  /** The engine has ended. */
  readonly signal: AbortSignal;
}

function runOf(
  component: ComponentResource,
  name: string,
  { home, payload }: Machine,
  plan: ReturnType<Machine['planFor']>,
  { open, door }: Way,
): MachineRun {
  return new MachineRun({
    plan,
    payload,
    name,
    door,
    component: () => component,
    ssh: {
      connect: open,
      guard: readGuard(),
      payloads: new Map([[plan.stack, payload]]),
      keepLock: (text) => keepLock(home, payload.lock, text),
      figures: figuresIn(home),
    },
  });
}

async function deploy({ run, log, stack, signal }: Work): Promise<MachineResult> {
  return resultOf(stack, await run.deploy(log.listen, signal), log);
}

async function preview({ run, log, stack, signal }: Work): Promise<MachineResult> {
  try {
    const facts = await run.preview(signal);
    return facts ? { system: facts.system, generation: facts.generation, gates: [], outcome: 'unchanged' } : UNKNOWN;
  } catch (error) {
    log.warn(notSeen(stack, (error as Error).message));
    return foretell({ run });
  }
}

async function foretell({ run }: Pick<Work, 'run'>): Promise<MachineResult> {
  await run.foresee();
  return UNKNOWN;
}

/** Stands for a machine that is not made yet. Nobody is asked there. */
const NOWHERE = { host: 'not-made-yet', user: 'root' };

const UNKNOWN = { system: unknown, generation: unknown, gates: unknown, outcome: unknown } as unknown as MachineResult;
