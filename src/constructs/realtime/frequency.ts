import { Nix } from '../../nix';
import { badFrequency, minAboveMax } from './errors';

/**
 * What decides how fast the CPU runs.
 *
 * Intel's own driver (`intel_pstate`, active) offers PERFORMANCE and POWERSAVE only; the others need `intel_pstate=passive`.
 */
export enum Governor {
  /** As fast as it can, always. The steady clock that small buffers need; the fan will be heard. */
  PERFORMANCE = 'performance',

  /** As slow as it can; under `intel_pstate`, as fast as needed with a preference for saving. */
  POWERSAVE = 'powersave',

  /** By the scheduler's own figures of the load. */
  SCHEDUTIL = 'schedutil',

  /** By the load, in large steps. */
  ONDEMAND = 'ondemand',

  /** By the load, in small steps. */
  CONSERVATIVE = 'conservative',
}

/** What was asked for about the clock of the CPU. */
export interface FrequencyWishes {
  readonly governor?: Governor;
  readonly minFrequency?: number;
  readonly maxFrequency?: number;
}

/**
 * The governor and its limits. musnix says `performance` as an ordinary definition, so another one must be forced.
 *
 * A fixed governor has no use for daemons that set it again when the charger is plugged in. All of them are named: desktops bring
 * power-profiles-daemon by default, and where it is off, the hardware profiles of laptops turn TLP on instead. These are ordinary definitions,
 * so whoever enables one of them is told of the contradiction.
 */
export function frequencyOptions(wishes: FrequencyWishes, musnix: boolean): Record<string, unknown> {
  return {
    'powerManagement.cpuFreqGovernor': governorValue(wishes.governor, musnix),
    'powerManagement.cpufreq.min': wishes.minFrequency,
    'powerManagement.cpufreq.max': wishes.maxFrequency,
    'services.auto-cpufreq.enable': false,
    'services.power-profiles-daemon.enable': false,
    'services.tlp.enable': false,
  };
}

function governorValue(governor: Governor | undefined, musnix: boolean): unknown {
  if (!musnix) return governor ?? Governor.PERFORMANCE;
  return governor === undefined || governor === Governor.PERFORMANCE ? governor : Nix.mkForce(governor);
}

export function frequencyProblems({ minFrequency, maxFrequency }: FrequencyWishes): string[] {
  const problems = [minFrequency, maxFrequency].filter((khz) => khz !== undefined && !isFrequency(khz)).map((khz) => badFrequency(khz!));
  if (problems.length === 0 && minFrequency !== undefined && maxFrequency !== undefined && minFrequency > maxFrequency)
    problems.push(minAboveMax(minFrequency, maxFrequency));
  return problems;
}

/** 100 MHz to 10 GHz: whatever lies outside was meant in another unit. */
const isFrequency = (khz: number): boolean => Number.isInteger(khz) && khz >= 100_000 && khz <= 10_000_000;
