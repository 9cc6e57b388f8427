import type { RealtimeEntry } from '../../../../src/assembly/realtime';
import type { HealthGate } from '../../deploy/health/gate';
import { comparison } from './comparison';
import { latency } from './latency';
import { tuning } from './tuning';
import { xruns } from './xruns';

/** Seconds: to look at the machine, and to begin and to end a measurement. */
const TO_LOOK = 20;
const AROUND = 25;
/** Seconds to judge what was measured already. */
const TO_JUDGE = 10;

/**
 * The gates of a machine whose latency has a budget. One measurement serves all that judge one, so the first of them that is wanted is given the
 * time for it.
 */
export function realtimeGates(realtime: RealtimeEntry | undefined, isWanted: (id: string) => boolean): readonly HealthGate[] {
  const budget = realtime?.budget;
  if (!budget) return [];
  const { maxLatency, maxXruns, margin, measureFor } = budget.value;
  const source = budget.source === undefined ? {} : { source: budget.source };
  const measuring = [
    ...(maxLatency === undefined ? [] : [latency(budget, maxLatency)]),
    ...(maxXruns === undefined ? [] : [xruns(budget, maxXruns)]),
    ...(margin === undefined ? [] : [comparison(budget, margin)]),
  ];
  const first = measuring.find(({ id }) => isWanted(id));
  return [
    { ...tuning(realtime, budget), ...source, budget: TO_LOOK },
    ...measuring.map((gate) => ({
      ...gate,
      ...source,
      ...(gate === first ? { budget: measureFor + AROUND, measures: measureFor } : { budget: TO_JUDGE }),
    })),
  ];
}
