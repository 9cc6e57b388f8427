import type { CpuState, IdleState, Snapshot } from '../snapshot';
import type { Answer } from './answer';
import { cpuList, defined, integer, record } from './text';

const CPU = '/sys/devices/system/cpu';

/** Every CPU that is plugged in, whether it works or sleeps. */
export function cpusOf(answer: Answer): readonly CpuState[] {
  const present = cpuList(answer.file(`${CPU}/present`));
  const clocks = clocksOf(answer.fileLines('/proc/cpuinfo'));
  const ids = present.length > 0 ? present : [...clocks.keys()].sort((a, b) => a - b);
  const online = answer.file(`${CPU}/online`);
  const working = new Set(online === undefined ? ids : cpuList(online));
  return ids.map((id) => {
    const one = (name: string): string | undefined => answer.file(`${CPU}/cpu${id}/cpufreq/${name}`);
    return defined<CpuState>({
      id,
      isOnline: working.has(id),
      driver: one('scaling_driver'),
      governor: one('scaling_governor'),
      governors: one('scaling_available_governors')?.split(/\s+/),
      minFrequency: integer(one('scaling_min_freq')),
      maxFrequency: integer(one('scaling_max_freq')),
      hardwareMaxFrequency: integer(one('cpuinfo_max_freq')),
      frequency: clocks.get(id) ?? integer(one('scaling_cur_freq')),
      energyPreference: one('energy_performance_preference'),
      energyBias: integer(answer.file(`${CPU}/cpu${id}/power/energy_perf_bias`)),
    });
  });
}

/** The number of each processor, and its clock in kHz where /proc/cpuinfo tells. */
function clocksOf(lines: readonly string[]): ReadonlyMap<number, number | undefined> {
  const clocks = new Map<number, number | undefined>();
  let id: number | undefined;
  for (const line of lines) {
    const [, key, value] = /^([\w ]+?)\s*:\s*(.*)$/.exec(line) ?? [];
    if (key === 'processor') {
      id = integer(value);
      if (id !== undefined) clocks.set(id, undefined);
    } else if (key === 'cpu MHz' && id !== undefined && /^\d{1,6}(\.\d{1,6})?$/.test(value!))
      clocks.set(id, Math.round(Number(value) * 1000));
  }
  return clocks;
}

export const cpuModelOf = (answer: Answer): string | undefined =>
  answer
    .fileLines('/proc/cpuinfo')
    .map((line) => /^model name\s*:\s*(.+)$/.exec(line)?.[1])
    .find((name) => name !== undefined);

export function idleOf(answer: Answer): Snapshot['idle'] {
  const driver = answer.file(`${CPU}/cpuidle/current_driver`);
  const states = answer
    .files(/^\/sys\/devices\/system\/cpu\/cpu0\/cpuidle\/state(\d{1,3})\/name$/)
    .map(({ match, lines }) => ({ index: Number(match[1]), name: lines[0]?.trim() ?? '' }))
    .sort((a, b) => a.index - b.index)
    .map(({ index, name }): IdleState => {
      const one = (file: string): number | undefined => integer(answer.file(`${CPU}/cpu0/cpuidle/state${index}/${file}`));
      return { name, latency: one('latency') ?? 0, isDisabled: (one('disable') ?? 0) !== 0 };
    });
  const isThere = driver !== undefined && driver !== 'none';
  return isThere || states.length > 0 ? { ...(isThere && { driver }), states } : undefined;
}

/** What is read where nobody holds a request. */
const NO_REQUEST = 2_000_000_000;

export function dmaLatencyOf(answer: Answer): number | undefined {
  const value = integer(answer.lines('dma')[0]);
  return value === undefined || value < 0 || value >= NO_REQUEST ? undefined : value;
}

const SMT = ['on', 'off', 'forceoff', 'notsupported', 'notimplemented'] as const;

export const smtOf = (answer: Answer): Snapshot['smt'] => SMT.find((word) => word === answer.file(`${CPU}/smt/control`));

export const vulnerabilitiesOf = (answer: Answer): Readonly<Record<string, string>> =>
  record(
    answer.files(/^\/sys\/devices\/system\/cpu\/vulnerabilities\/(\w+)$/).map(({ match, lines }) => [match[1]!, lines[0]?.trim() ?? '']),
  );

export const isolatedOf = (answer: Answer): readonly number[] => cpuList(answer.file(`${CPU}/isolated`));
export const nohzFullOf = (answer: Answer): readonly number[] => cpuList(answer.file(`${CPU}/nohz_full`));
