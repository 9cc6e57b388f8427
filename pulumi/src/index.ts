/** A machine of a studio in a Pulumi program. */
export { StudioMachine } from './studio-machine';
export type { GateResult, MachineOutcome, MachineResult, SkippedGate, StudioMachineArgs } from './args';
