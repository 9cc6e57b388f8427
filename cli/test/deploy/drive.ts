/**
 * Deploys one machine with the executor alone, where the operator of a bed sits: `node -r tsx/cjs drive.ts REQUEST`, the request being a
 * DriveRequest as JSON. Prints every event as a line of JSON. Ctrl-C asks it to stop.
 */
import { join } from 'node:path';
import { readManifest } from '../../../src/assembly';
import { GUARD_PROGRAM } from '../../src/access/documents';
import { buildElsewhere } from '../../src/deploy/build-elsewhere';
import { figuresIn } from '../../src/deploy/figures-in';
import { readGuard } from '../../src/deploy/guard-script';
import { keepLock } from '../../src/deploy/keep-lock';
import type { Patience } from '../../src/deploy/patience';
import { readPayloads } from '../../src/deploy/payload';
import type { MachinePlan, Step } from '../../src/deploy/plan';
import { planMachine, type PlanOptions } from '../../src/deploy/plan-machine';
import { SshExecutor } from '../../src/deploy/ssh-executor';
import { Nix } from '../../src/nix/nix';
import { openSsh } from '../../src/ssh/connect';
import { elevated } from '../../src/ssh/elevate';

export interface DriveRequest {
  /** The project's folder; its studio was synthesised to `cdk.out`. */
  readonly project: string;
  readonly stack: string;
  readonly options: PlanOptions;
  /** Seconds, in place of what the plan says: tests have no time. */
  readonly confirmWithin?: number;
  readonly patience?: Partial<Patience>;
  readonly by?: string;
  /** Bring it back right after it was deployed. */
  readonly undo?: boolean;
}

async function drive({ project, stack, options, confirmWithin, patience, by, undo }: DriveRequest): Promise<void> {
  const folder = join(project, 'cdk.out');
  const manifest = readManifest(folder);
  const entry = manifest.stacks.find(({ name }) => name === stack)!;
  const payloads = readPayloads({ folder, home: project, manifest }, [entry]);
  const payload = payloads.get(stack)!;
  const { fingerprint } = payload;
  const plan = hurried(planMachine({ stack: entry, fingerprint, files: entry.files, inputs: manifest.inputs }, options), confirmWithin);
  const { connect, secrets } = openSsh({});
  const keep = (text: string): string | undefined => keepLock(project, payload.lock, text);
  const executor = new SshExecutor({
    connect: async (destination, how) => elevated(await connect(destination, how), { secrets, allowed: [GUARD_PROGRAM, 'version'] }),
    guard: readGuard(),
    payloads,
    keepLock: keep,
    provide: async (build) => buildElsewhere(build, { nix: await Nix.find('a test'), connect, keepLock: keep }),
    figures: figuresIn(project),
    ...(by !== undefined && { by }),
    ...(patience && { patience }),
  });
  const stop = new AbortController();
  process.on('SIGINT', () => stop.abort());
  const print = (event: object): void => console.log(JSON.stringify(event));
  const outcome = await executor.deploy(plan, print, stop.signal);
  if (undo) await executor.undo(plan, outcome, print);
}

function hurried(plan: MachinePlan, confirmWithin: number | undefined): MachinePlan {
  if (confirmWithin === undefined) return plan;
  const hurry = (step: Step): Step => ('confirmWithin' in step ? { ...step, confirmWithin } : step);
  return { ...plan, steps: plan.steps.map(hurry) };
}

void drive(JSON.parse(process.argv[2]!) as DriveRequest);
