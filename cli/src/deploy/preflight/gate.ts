import type { Facts } from '../facts';
import type { Goal, MachinePlan } from '../plan';
import type { Verdict } from '../verdict';

/** A look at the machine before anything is changed. A gate that fails ends the deployment with the machine as it was. */
export interface PreflightGate {
  /** What plans and options call it: `boot-space`. */
  readonly id: string;
  /** For people, as the end of «checks …»: `that it runs NixOS`. */
  readonly title: string;
  /** Goals that it matters for. @default all */
  readonly only?: readonly Goal[];
  /** Pure: everything it may know was asked before. */
  check(facts: Facts, plan: MachinePlan): Verdict;
}

/** Goals that change what the machine runs or boots. */
export const CHANGING: readonly Goal[] = ['test', 'boot', 'switch'];
