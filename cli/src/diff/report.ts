import type { ClosureChanges } from './closure';
import { isUnchanged, type DefinitionChanges } from './definitions';

/** All that `cdk diff` found out about one machine. */
export interface DiffReport {
  readonly stack: string;
  /** Who and where, as somebody would log in. */
  readonly machine: string;
  /** What runs there. */
  readonly running: RunningSystem;
  /** What of ours runs there. Undefined: nothing, it was never deployed to. */
  readonly deployed?: DeployedSystem;
  /** Somebody else switched the machine since: our last deployment is not what it runs. */
  readonly isChangedByHand: boolean;
  /** Undefined: there is nothing to compare with. */
  readonly definitions?: DefinitionChanges;
  /** Undefined: nothing was built, or it is what runs. */
  readonly closure?: ClosureChanges;
  /** The system that this studio makes, where it was built. */
  readonly system?: string;
}

export interface RunningSystem {
  readonly system: string;
  readonly generation?: number;
}

export interface DeployedSystem {
  readonly generation?: number;
  readonly system?: string;
  readonly fingerprint?: string;
  /** Seconds since 1970. */
  readonly at?: number;
  readonly by?: string;
  /** It takes effect with the next boot, or some of it does. */
  readonly needsReboot: boolean;
}

/** Whether a deployment would change what the machine runs. */
export function differs({ definitions, system, running }: DiffReport): boolean {
  return (definitions !== undefined && !isUnchanged(definitions)) || (system !== undefined && system !== running.system);
}

/** The machine has it already, and boots it next. */
export const isStaged = ({ deployed, running, system, isChangedByHand }: DiffReport): boolean =>
  !isChangedByHand && deployed?.needsReboot === true && deployed.system === system && system !== running.system;
