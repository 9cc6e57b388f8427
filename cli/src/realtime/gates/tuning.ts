import type { BudgetEntry, RealtimeEntry, Wish } from '../../../../src/assembly/realtime';
import type { HealthGate } from '../../deploy/health/gate';
import { fail, pass, warn } from '../../deploy/verdict';
import type { Connection } from '../../ssh/connection';
import { CHECKS, judge } from '../checks';
import { takeSnapshot } from '../probe/take-snapshot';
import { wantedFor } from '../probe/wanted';
import { remote } from '../run-program';
import type { Snapshot } from '../snapshot';
import type { CheckResult } from '../verdict';
import { notMeasured, pending, tuned, untuned } from './errors';

/** What the studio asked for, as the machine itself tells it. */
export const tuning = (realtime: RealtimeEntry, budget: Wish<BudgetEntry>): Omit<HealthGate, 'budget'> => ({
  id: 'realtime',
  title: 'that its realtime tuning took',
  async check({ plan, reach, signal }) {
    const { rights } = await reach();
    const snapshot = await snapshotFor(rights, realtime, signal).catch((error: Error) => error.message);
    if (typeof snapshot === 'string') return fail(notMeasured('Its tuning', snapshot, budget));
    const asked = judgeAsked(snapshot, realtime);
    const wrong = asked.filter(({ status }) => status === 'error');
    if (wrong.length > 0) return fail(untuned(wrong, plan.stack));
    const waiting = asked.filter(({ status }) => status === 'pending');
    const odd = asked.filter(({ status }) => status === 'warning');
    const rebootFollows = plan.steps.some(({ kind }) => kind === 'trial-reboot');
    if (odd.length > 0) return warn(untuned(odd, plan.stack));
    if (waiting.length > 0) return (rebootFollows ? pass : warn)(pending(waiting));
    return pass(tuned(asked.filter(({ status }) => status === 'ok').length));
  },
});

const snapshotFor = (connection: Connection, realtime: RealtimeEntry, signal: AbortSignal): Promise<Snapshot> =>
  takeSnapshot(remote(connection, { signal }), wantedFor(realtime));

/** What of it was asked for: the rest is an opinion, which `cdk doctor` tells. */
function judgeAsked(is: Snapshot, asked: RealtimeEntry): readonly CheckResult[] {
  const ids = new Set(CHECKS.filter((check) => check.look({ is, asked }).wish !== undefined).map(({ id }) => id));
  return judge(is, asked).filter(({ id }) => ids.has(id));
}
