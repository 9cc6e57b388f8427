import { realtimeGates } from '../../realtime/gates';
import type { MachinePlan } from '../plan';
import { healthCheck } from './health-check';
import type { HealthGate } from './gate';
import { ssh } from './ssh';
import { units } from './units';

export type { HealthContext, HealthGate } from './gate';
export type { Figures } from './figures';

/** Every machine has these. A new one is a file here and a name in this line. */
const FOR_ALL: readonly HealthGate[] = [ssh, units];

/** All gates of a machine in the order in which they run: the quick ones first, for whatever fails ends it. */
export const healthGatesOf = ({ healthChecks = [], realtime, skipped = [] }: Wanted): readonly HealthGate[] => {
  const isWanted = (id: string): boolean => skipped.every((skip) => skip.gate !== id);
  const all = [...FOR_ALL, ...healthChecks.map(healthCheck), ...realtimeGates(realtime, isWanted)];
  return all.filter(({ id }) => isWanted(id));
};

export type Wanted = Pick<MachinePlan, 'healthChecks' | 'realtime' | 'skipped'>;
