import type { HealthGate } from './gate';
import { ssh } from './ssh';
import { units } from './units';

export type { HealthContext, HealthGate } from './gate';

/** In the order in which they run. A new gate is a file here and a line below. */
export const HEALTH_GATES: readonly HealthGate[] = [ssh, units];
