import type { Wish } from '../../../../src/assembly/realtime';
import type { Snapshot } from '../snapshot';
import { absent, info, ok, unknown, warning, type Facts, type Finding, type Severity } from './check';
import { differs, placeText } from './compare';

/** A service that should run, or should not. */
export interface UnitRule {
  readonly unit: string;
  readonly wish?: Wish<boolean>;
  /** What is said where it is not there, and nobody asked for it. */
  readonly without: string;
  /** Why it should not run, where it should not. */
  readonly objection?: string;
  /** How bad it is then. @default 'info' */
  readonly otherwise?: Severity;
}

export const unitState = ({ units }: Snapshot, unit: string): string | undefined =>
  units !== undefined && Object.hasOwn(units, unit) ? units[unit] : undefined;

export const isActive = (snapshot: Snapshot, unit: string): boolean =>
  ['active', 'activating', 'reloading'].includes(unitState(snapshot, unit) ?? '');

/** A process of that name counts where there is no systemd to ask. */
const runs = (snapshot: Snapshot, unit: string): boolean =>
  snapshot.units ? isActive(snapshot, unit) : snapshot.processes.includes(unit.replace(/\.service$/, ''));

/** What every snapshot tells of: absent there means that the machine has no such unit. Of any other it means that nobody looked. */
const ALWAYS_LOOKED_AT = new Set(
  'irqbalance tlp auto-cpufreq power-profiles-daemon tuned tuned-ppd rtirq das_watchdog rtkit-daemon jack'
    .split(' ')
    .map((name) => `${name}.service`),
);

export function lookAtUnit(facts: Facts, { unit, wish: own, without, objection, otherwise = 'info' }: UnitRule): Finding {
  const { is, asked } = facts;
  const wish = own ?? asked.services?.[unit];
  const state = unitState(is, unit);
  const isRunning = runs(is, unit);
  // without systemd a process says that it runs, and none that it does not; what runs only once leaves none behind
  const isLookedAt = ALWAYS_LOOKED_AT.has(unit) ? is.units !== undefined || wish?.value === false : state !== undefined;
  if (wish && !isLookedAt && !isRunning) return unknown('was not looked at', `Look at it by hand: systemctl status ${unit}`);
  if (wish && wish.value !== isRunning)
    return differs({
      now: isRunning ? 'runs' : `does not run (${state ?? 'not there'})`,
      wish,
      asked: wish.value ? 'a running one' : 'none',
    });
  if (state === 'failed') return warning('failed');
  if (isRunning && objection !== undefined) {
    if (wish) return { ...info(`runs, as asked for${placeText(wish)}; ${objection}`), wish };
    return { status: otherwise, found: `runs; ${objection}` };
  }
  if (isRunning) return wish ? { ...ok('runs, as asked for'), wish } : ok('runs');
  if (wish) return { ...ok('does not run, as asked for'), wish };
  return objection === undefined ? absent(without) : ok(without);
}
