import { CHECKS } from '../realtime/checks';
import type { CheckResult } from '../realtime/verdict';
import type { Examined } from '../realtime/render/examined';

/**
 * What the command ends with: 1 where something is wrong or could not be reached, 2 for warnings where they count, else 0. Of several
 * machines the worst wins, and 1 is worse than 2.
 */
export function exitCodeFor(examined: readonly Examined[], isStrict: boolean): number {
  if (examined.some(({ seen }) => seen === undefined || seen.results.some(({ status }) => status === 'error'))) return 1;
  return isStrict && examined.some(({ seen }) => seen?.results.some(isDoubtful)) ? 2 : 0;
}

/** Whether it is a warning, or may be one: a reboot that is missing, and what could not be seen though it matters. */
const isDoubtful = ({ id, status }: CheckResult): boolean =>
  status === 'warning' || status === 'pending' || (status === 'unknown' && MATTERS.has(id));

const MATTERS = new Set(CHECKS.filter(({ severity }) => severity !== 'info').map(({ id }) => id));
