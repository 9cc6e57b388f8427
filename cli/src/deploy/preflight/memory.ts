import { sizeText } from '../../render/size';
import type { MachinePlan } from '../plan';
import { fail, pass, warn } from '../verdict';
import type { PreflightGate } from './gate';

/** Kilobytes. Nix needs about half a gigabyte to evaluate a machine; with less than the first, an activation fails as well. */
const TOO_LITTLE = 48 * 1024;
const TO_EVALUATE = 600 * 1024;

export const memory: PreflightGate = {
  id: 'memory',
  title: 'the memory',
  check({ memAvailableKb }, plan) {
    if (memAvailableKb === undefined) return warn('The machine did not tell how much memory is available.');
    const free = `${sizeText(memAvailableKb * 1024)} of memory available`;
    if (memAvailableKb < TOO_LITTLE) return fail(`There is only ${free}. End something there, or restart the machine.`);
    if (memAvailableKb < TO_EVALUATE && buildsThere(plan))
      return warn(`There is ${free}, and to build there needs more than that. «--build-on here» builds on this computer.`);
    return pass(free);
  },
};

const buildsThere = ({ steps }: MachinePlan): boolean => steps.some((step) => step.kind === 'build' && step.on === 'target');
