import type { Wish, BudgetEntry } from '../../../../src/assembly/realtime';
import type { CheckResult } from '../verdict';

/** What the realtime gates say. */

const asked = ({ source, path }: Pick<Wish<unknown>, 'source' | 'path'>): string => `(${source ?? path})`;

const micros = (value: number): string => `${Math.round(value)} µs`;

export const tooLate = (worst: number, allowed: number, budget: Wish<BudgetEntry>, cpu: number, stack: string): string =>
  `The worst wake-up took ${micros(worst)}, allowed are ${micros(allowed)} ${asked(budget)}. It was on CPU ${cpu}. «cdk doctor ${stack}» looks for what holds it up.`;

export const inTime = (worst: number, allowed: number): string => `the worst wake-up took ${micros(worst)}, allowed are ${micros(allowed)}`;

export const notMeasured = (what: string, why: string, budget: Wish<BudgetEntry>): string =>
  `${what} could not be measured, and ${budget.source ?? budget.path} asks for it: ${why.trim().replace(/\.$/, '')}.`;

export const brokenOff = (times: number, allowed: number, seconds: number, budget: Wish<BudgetEntry>): string =>
  `The sound broke off ${times === 1 ? 'once' : `${times} times`} within ${seconds} s (xruns), allowed ${allowed === 1 ? 'is 1' : `are ${allowed}`} ${asked(budget)}.`;

export const unbroken = (times: number, seconds: number): string =>
  times === 0 ? `the sound did not break off within ${seconds} s` : `${times} xruns within ${seconds} s, as is allowed`;

export const nobodyCounts = (): string =>
  'no sound server runs that counts its xruns. Log in there, so that PipeWire or JACK runs, and deploy again';

/** A server runs. PipeWire counts only while sound goes through it, and a deployment does not begin then by itself. */
export const uncounted = (why: string, stack: string): string =>
  `${why} Have something play there, and say «cdk verify ${stack} --only xruns», or deploy with --interrupt meanwhile`;

export const worse = (changes: readonly string[], margin: number, budget: Wish<BudgetEntry>): string =>
  `It is more than ${margin} % worse than the former system ${asked(budget)}: ${changes.join('; ')}.`;

export const noWorse = (figure: string | undefined): string =>
  `no worse than the former system${figure === undefined ? '' : ` (${figure})`}`;

export const nothingToCompare = (): string =>
  'There is no measurement of the former system, so the new one was compared with nothing. The next deployment can be compared with this one.';

export const incomparable = (reasons: readonly string[]): string =>
  `The new system could not be compared with the former one: ${reasons.join(' ')}`;

export const afterReboot = (): string => 'it is measured after the reboot, which brings the new kernel or its parameters';

export const onlyAfterReboot = (stack: string): string =>
  `The latency was not measured: what changes the kernel or its parameters is in force only after a reboot. «cdk verify ${stack}» measures it then; with --reboot the deployment does.`;

export const measuredBeforeReboot = (found: string): string =>
  `${found}; but the machine waits for a reboot, so this is the kernel that runs now, and not the one that it will boot`;

export const untuned = (results: readonly CheckResult[], stack: string): string =>
  [
    `The machine is not tuned as it was asked to be: ${results.map(({ title, id, found }) => `${title ?? id}: ${found}`).join('; ')}.`,
    `«cdk doctor ${stack}» says what each of them means.`,
  ].join(' ');

export const pending = (results: readonly CheckResult[]): string =>
  `In force only after a reboot: ${results.map(({ title, id }) => title ?? id).join(', ')}.`;

export const tuned = (count: number): string => `${count} of its settings are as they were asked for`;

export const formerNotMeasured = (why: string): string =>
  `The system of now could not be measured, so there is nothing to compare the new one with: ${why.trim().replace(/\.$/, '')}.`;

export const notKept = (why: string): string => `What was measured could not be kept: ${why}`;
