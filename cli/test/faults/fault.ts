import type { BedKind } from '../../../test/bed';
import type { Scene } from './scene';

/** Something that goes wrong while a machine is deployed to, and how that has to end. */
export interface Fault {
  /** As a sentence without its end: `the link is cut in the copy`. */
  readonly title: string;
  /** @default light */
  readonly on?: Ground;
  /** Who logs in. @default root */
  readonly user?: string;
  /** What the new configuration has beside the usual: the body of a NixOS module. */
  readonly change?: string;
  /** The same for the configuration that the machine runs before. */
  readonly former?: string;
  /** What `cdk deploy` is told. */
  readonly options?: readonly string[];
  /** Programs of this computer that it is played with. */
  readonly needs?: readonly string[];
  /** The machine goes back by itself after its time to wait: such faults are played first, because they take longest. */
  readonly isLong?: boolean;
  /** Done before the deployment is started. */
  readonly before?: (scene: Scene) => Promise<void>;
  /** Done while it runs. */
  readonly during?: (scene: Scene) => Promise<void>;
  /** Repaired after it has ended, before the machine is looked at: a cable is plugged in again, power comes back. */
  readonly after?: (scene: Scene) => Promise<void>;
  readonly ends: Ending;
}

/** On what a fault is played: a bed's kind, with systemd-boot, or a light one with GRUB. */
export type Ground = BedKind | 'grub';

export interface Ending {
  /** The exit code of `cdk deploy`: 137 where it was killed. */
  readonly exit: 0 | 1 | 130 | 137;
  /** Which configuration the machine runs in the end; `other` is one that somebody else made. */
  readonly runs: Which;
  /** Which one it boots. @default the same */
  readonly boots?: Which;
  /** What the last lines say. */
  readonly says: RegExp;
}

export type Which = 'old' | 'new' | 'other';

/** Faults of one sort, a section of the table. */
export interface FaultGroup {
  readonly title: string;
  readonly faults: readonly Fault[];
}

export const UNTOUCHED = { exit: 1, runs: 'old', says: /was not changed/ } as const;
export const PUT_BACK = { exit: 1, runs: 'old', says: /was put back/ } as const;
export const SWITCHED = { exit: 0, runs: 'new', says: /runs the new system/ } as const;
export const OUT_OF_REACH = { exit: 1, runs: 'old', says: /did not answer again/ } as const;
