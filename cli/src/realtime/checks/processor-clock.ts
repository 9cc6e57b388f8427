import type { CpuState } from '../snapshot';
import { absent, info, ok, type Facts, type Finding } from './check';
import { compare, differs } from './compare';
import { cpusText, frequencyText } from './units';
import { few, nameText } from './words';

/** How fast the CPUs run. Those that are offline have no files that could be read, and none that count. */
const online = (cpus: readonly CpuState[]): readonly CpuState[] => cpus.filter(({ isOnline }) => isOnline);

/** `powersave` where all agree; otherwise who runs what: `powersave (CPUs 0-3), performance (CPUs 4-7)`. */
function shared(cpus: readonly CpuState[], valueOf: (cpu: CpuState) => string): string {
  const groups = new Map<string, number[]>();
  for (const cpu of cpus) groups.set(valueOf(cpu), [...(groups.get(valueOf(cpu)) ?? []), cpu.id]);
  const [only] = groups.keys();
  return groups.size === 1 ? only! : few([...groups].map(([value, ids]) => `${value} (${cpusText(ids)})`));
}

export function lookAtGovernor({ is, asked }: Facts): Finding {
  const cpus = online(is.cpus).filter(({ governor }) => governor !== undefined);
  if (cpus.length === 0)
    return absent(
      `the CPUs have no governor${is.virtualization === undefined || is.virtualization === 'none' ? '' : ', as in most virtual machines'}`,
    );
  const runs = shared(cpus, ({ governor }) => nameText(governor!));
  const all = (value: string): boolean => cpus.every(({ governor }) => governor === value);
  return compare({
    runs,
    wish: asked.governor,
    isAsAsked: all,
    isGood: all('performance'),
    otherwise: 'error',
    opinion: '«performance» keeps the clock up',
  });
}

export function lookAtFrequencies({ is, asked }: Facts): Finding {
  const cpus = online(is.cpus).filter(({ minFrequency, maxFrequency }) => minFrequency !== undefined && maxFrequency !== undefined);
  if (cpus.length === 0) return absent('the CPUs do not tell their clock');
  const range = shared(cpus, ({ minFrequency, maxFrequency }) => `${frequencyText(minFrequency!)} to ${frequencyText(maxFrequency!)}`);
  for (const [name, limit] of [
    ['minFrequency', asked.minFrequency],
    ['maxFrequency', asked.maxFrequency],
  ] as const) {
    // the driver takes the nearest step that the CPU has
    if (limit && !cpus.every((cpu) => Math.abs(cpu[name]! - limit.value) <= limit.value * 0.02))
      return differs({
        now: `runs ${range}`,
        wish: limit,
        asked: `${name === 'minFrequency' ? 'at least' : 'at most'} ${frequencyText(limit.value)}`,
      });
  }
  const wish = asked.minFrequency ?? asked.maxFrequency;
  if (wish) return { ...ok(`${range}, as asked for`), wish };
  const capped = cpus.filter(
    ({ maxFrequency, hardwareMaxFrequency }) => hardwareMaxFrequency !== undefined && maxFrequency! < hardwareMaxFrequency * 0.98,
  );
  return capped.length === 0
    ? ok(range)
    : info(`${range}, though it could run at ${frequencyText(Math.max(...capped.map((cpu) => cpu.hardwareMaxFrequency!)))}`, WITHOUT_CAP);
}

const WITHOUT_CAP = {
  construct: "new RealtimeKernel(laptop, 'Kernel', { maxFrequency: 4200000 });",
  option: 'powerManagement.cpufreq.max = 4200000;',
  elsewhere: 'sudo cpupower frequency-set -u 4.2GHz; on a laptop see also whether it runs on battery',
  place: 'kernel',
} as const;

export function lookAtEach<T>(
  all: readonly CpuState[],
  valueOf: (cpu: CpuState) => T | undefined,
  isGood: (value: T) => boolean,
  none: string,
): Finding {
  const cpus = online(all).filter((cpu) => valueOf(cpu) !== undefined);
  if (cpus.length === 0) return absent(none);
  const found = shared(cpus, (cpu) => nameText(String(valueOf(cpu))));
  return cpus.every((cpu) => isGood(valueOf(cpu)!)) ? ok(found) : info(found);
}
