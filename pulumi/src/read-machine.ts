import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Manifest, StackEntry } from '../../src/assembly/manifest';
import { readManifest } from '../../src/assembly/read';
import { readPayloads, type Payload } from '../../cli/src/deploy/payload';
import type { MachinePlan, PlannedTarget } from '../../cli/src/deploy/plan';
import { planMachine } from '../../cli/src/deploy/plan-machine';
import { checkSkipped } from '../../cli/src/deploy/skip';
import { SETTINGS_FILE } from '../../cli/src/project/settings';
import { nearest } from '../../cli/src/suggest';
import type { StudioMachineArgs } from './args';
import { noStack } from './errors';
import { planOptionsOf } from './plan-options';

/** All that is known of a machine before it is asked. */
export interface Machine {
  /** The folder whose `flake.lock` counts, and which keeps measurements. */
  readonly home: string;
  readonly payload: Payload;
  /** What will be done, and where: at the target of the stack, unless another one is given. */
  readonly planFor: (target: PlannedTarget | undefined) => MachinePlan;
}

/** @throws UserError when there is no such machine, or what is wanted of it makes no sense */
export function readMachine(args: StudioMachineArgs): Machine {
  const options = planOptionsOf(args);
  const folder = resolve(args.assembly);
  const manifest = readManifest(folder);
  const stack = stackIn(manifest, args, folder);
  checkSkipped(
    [stack],
    (args.skipGates ?? []).map(({ gate }) => gate),
  );
  const home = existsSync(join(dirname(folder), SETTINGS_FILE)) ? dirname(folder) : folder;
  const payload = readPayloads({ folder, manifest, home }, [stack]).get(stack.name)!;
  const { fingerprint } = payload;
  const files = payload.files.map(({ name }) => name);
  const planFor = (target: PlannedTarget | undefined): MachinePlan =>
    planMachine({ stack: target ? { ...stack, target } : stack, fingerprint, files, inputs: manifest.inputs }, options);
  return { home, payload, planFor };
}

function stackIn({ stacks }: Manifest, { stack: name, assembly }: StudioMachineArgs, folder: string): StackEntry {
  const found = stacks.find((stack) => stack.name === name);
  const names = stacks.filter(({ kind }) => kind === 'nixos').map((stack) => stack.name);
  if (!found) throw noStack(name, assembly === '.' ? folder : assembly, nearest(name, names), names);
  return found;
}
