import type { CheckResult } from '../verdict';
import { formerGeneration, THIS_COMPUTER } from '../measure';
import { shellWord } from '../../render/paths';
import type { Measurement } from '../measurement';
import type { Snapshot } from '../snapshot';

/** All that a report is made of. Nothing in it is trusted: texts may be the machine's own, or from a file that came with the project. */
export interface ReportData {
  readonly stack: string;
  /** When the report is made: ISO 8601, UTC. */
  readonly madeAt: string;
  /** Oldest first. */
  readonly measurements: readonly Measurement[];
  /** The machine as it is now, and what is to be said of it. Absent: it was not asked, or not reached. */
  readonly machine?: { readonly snapshot: Snapshot; readonly checks: readonly CheckResult[] };
  /** Why it was not reached. */
  readonly unreached?: string;
}

/** The measurement that a report is about, and the one that it is held against: the last one of another generation. */
export interface Pair {
  readonly now?: Measurement;
  readonly former?: Measurement;
}

export function pairOf(measurements: readonly Measurement[]): Pair {
  const measured = measurements.filter(hasSamples);
  const now = measured.at(-1);
  if (now === undefined) return {};
  const others = measured.filter(({ settings }) => settings.load === now.settings.load);
  const former = formerGeneration(others, now) ?? formerGeneration(measured, now);
  return { now, ...(former && { former }) };
}

/** A measurement without a single one says nothing, least of all that nothing was late. */
export const hasSamples = ({ threads }: Measurement): boolean => threads.some(({ samples }) => samples > 0);

/** What people call it. */
export const nameOf = (stack: string): string => (stack === THIS_COMPUTER ? 'this computer' : stack);

/** What stands for it in a command. */
export const wordFor = (stack: string): string => (stack === THIS_COMPUTER ? '--local' : shellWord(stack));
