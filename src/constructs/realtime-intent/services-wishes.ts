import type { Wish } from '../../assembly';
import type { OptionPlace } from '../../core';
import { wish } from './wish';

/** Units that matter to realtime, by the option that switches them on or off. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  'auto-cpufreq.service': ['services', 'auto-cpufreq', 'enable'],
  'das_watchdog.service': ['services', 'das_watchdog', 'enable'],
  'irqbalance.service': ['services', 'irqbalance', 'enable'],
  'power-profiles-daemon.service': ['services', 'power-profiles-daemon', 'enable'],
  'rtirq.service': ['musnix', 'rtirq', 'enable'],
  'rtkit-daemon.service': ['security', 'rtkit', 'enable'],
  'thermald.service': ['services', 'thermald', 'enable'],
  'tlp.service': ['services', 'tlp', 'enable'],
  'tuned.service': ['services', 'tuned', 'enable'],
};

/** Services that were switched on or off, by unit. */
export function serviceWishes(root: OptionPlace): Readonly<Record<string, Wish<boolean>>> {
  const found = Object.entries(UNITS).map(([unit, option]) => [unit, wish(root.at(...option).plain, isFlag)] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, Wish<boolean>] => entry[1] !== undefined));
}

const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
