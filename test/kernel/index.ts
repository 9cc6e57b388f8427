/** A machine with a PREEMPT_RT kernel: what tests import. See README.md. */
export { describeOnKernel } from './describe';
export { whyNoKernel } from './installed';
export { KernelMachine, type KernelMachineOptions } from './machine';
