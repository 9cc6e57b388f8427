import type { RealtimeEntry } from '../../../../src/assembly/realtime';
import type { Snapshot } from '../snapshot';
import type { CheckResult } from '../verdict';
import { CHECKS } from './all';
import { rankOf, type Check, type Facts } from './check';
import { fixOf } from './fix';
import { oneLine } from './words';

/** What all checks say about a machine, the worst first. Pure: the same machine and the same wishes give the same words. */
export function judge(snapshot: Snapshot, intent: RealtimeEntry = {}): readonly CheckResult[] {
  const facts: Facts = { is: snapshot, asked: intent };
  return CHECKS.map((check) => resultOf(check, facts)).sort((a, b) => rankOf(a.status) - rankOf(b.status));
}

/** Whether it is about what the studio asked for, and no general opinion. */
export const isAskedFor = ({ isAskedFor: isAsked }: CheckResult): boolean => isAsked === true;

function resultOf(check: Check, facts: Facts): CheckResult {
  const { id, title, group, meaning, see, source } = check;
  const finding = check.look(facts);
  const result = { id, status: finding.status, found: oneLine(finding.found), meaning, see, title, group, source };
  return { ...result, ...(finding.wish && { isAskedFor: true as const }), ...fixOf(check, finding, facts.asked) };
}
