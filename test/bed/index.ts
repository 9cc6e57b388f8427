/** A bed of real machines: what tests import. See README.md. */
export { Bed, type BedOptions } from './bed';
export { describeOnBed } from './describe';
export type { MachineSpec, UserSpec } from './hardware';
export { BedMachine } from './machine';
export { Operator } from './operator';
export { Running, type Ran, type RunOptions } from './process';
export type { MachineState } from './state';
export { whyNoBed, type BedKind } from './why-no-bed';
export { CDK, Studio, studio, type StudioMachine, type StudioOptions } from './studio';
