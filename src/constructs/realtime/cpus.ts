import {
  badCpu,
  badCpuCount,
  everyCpuIsolated,
  firstCpuIsolated,
  interruptsOnIsolated,
  isolationWithoutCount,
  mitigationsOff,
  needlessIrqCpus,
  noIrqCpus,
} from './errors';

/** Whether the kernel works around the known faults of CPUs (`mitigations=`). */
export enum Mitigations {
  /** What the CPU needs, hyper-threading untouched. The kernel's default. */
  AUTO = 'auto',

  /** What the CPU needs, hyper-threading switched off where that is part of it. */
  AUTO_NOSMT = 'auto,nosmt',

  /** None. Some per cent faster, and any web page may read what other programs hold in memory. */
  OFF = 'off',
}

/** How the machine's CPUs are shared out. A CPU here is what Linux counts: a hyper-thread is one. */
export interface CpuTuning {
  /**
   * How many CPUs the machine has (`nproc --all` prints it). Needed to isolate some of them; with `hyperThreading: false`, how many are left.
   *
   * @default - unknown
   */
  readonly count?: number;

  /**
   * CPUs that the scheduler leaves alone, by number from 0: they run only what is pinned to them, and handle no interrupts.
   *
   * Worth it for one program with a pinned thread. A DAW's own worker threads are not pinned: they never use these CPUs, and share the rest.
   * CPU 0 cannot be isolated. Parameters: `isolcpus`, `nohz_full`, `rcu_nocbs`, `irqaffinity`.
   *
   * @default - none
   */
  readonly isolated?: number[];

  /**
   * Whether an isolated CPU with one busy thread gets no timer tick (`nohz_full`).
   *
   * @default true
   */
  readonly tickless?: boolean;

  /**
   * The CPUs that handle interrupts (`irqaffinity`).
   *
   * @default - all that are not isolated
   */
  readonly irqCpus?: number[];

  /**
   * Hyper-threading: two threads that share a core also disturb each other. Switching it off costs throughput (`nosmt`).
   *
   * @default true
   */
  readonly hyperThreading?: boolean;

  /**
   * Workarounds for faults of the CPU. `Mitigations.OFF` needs `acceptMitigationRisk` too.
   *
   * @default - the kernel's own, Mitigations.AUTO
   */
  readonly mitigations?: Mitigations;

  /**
   * Says that this machine may be without mitigations: it runs no web browser and no program of strangers.
   *
   * @default false
   */
  readonly acceptMitigationRisk?: boolean;
}

export function cpuParams(cpu: CpuTuning): string[] {
  return [
    ...isolationParams(cpu),
    ...(cpu.hyperThreading === false ? ['nosmt'] : []),
    ...(cpu.mitigations === undefined ? [] : [`mitigations=${cpu.mitigations}`]),
  ];
}

export function cpuOptions(cpu: CpuTuning): Record<string, unknown> {
  // irqbalance would spread the interrupts over all CPUs again
  return isolates(cpu) || cpu.irqCpus !== undefined ? { 'services.irqbalance.enable': false } : {};
}

export const isolates = ({ isolated }: CpuTuning): boolean => isolated !== undefined && isolated.length > 0;

function isolationParams(cpu: CpuTuning): string[] {
  const affinity = interruptCpus(cpu);
  const irqaffinity = affinity.length === 0 ? [] : [`irqaffinity=${cpuList(affinity)}`];
  if (!isolates(cpu)) return irqaffinity;
  const list = cpuList(cpu.isolated!);
  // managed_irq: also the queues of disks and networks, which do not follow irqaffinity
  const nohz = cpu.tickless === false ? [] : [`nohz_full=${list}`];
  return [`isolcpus=domain,managed_irq,${list}`, ...nohz, `rcu_nocbs=${list}`, ...irqaffinity];
}

function interruptCpus({ count = 0, irqCpus, isolated = [] }: CpuTuning): number[] {
  if (irqCpus) return irqCpus;
  return isolated.length === 0 ? [] : Array.from({ length: count }, (_, cpu) => cpu).filter((cpu) => !isolated.includes(cpu));
}

/** The kernel's way to write CPUs: `0-2,6`. */
export function cpuList(cpus: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const cpu of [...new Set(cpus)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && cpu === last[1] + 1) last[1] = cpu;
    else ranges.push([cpu, cpu]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

export function cpuProblems(cpu: CpuTuning): string[] {
  const problems: string[] = [];
  if (cpu.mitigations === Mitigations.OFF && !cpu.acceptMitigationRisk) problems.push(mitigationsOff());
  if (cpu.count !== undefined && !isCount(cpu.count)) return [...problems, badCpuCount(cpu.count)];
  return [...problems, ...isolationProblems(cpu), ...interruptProblems(cpu)];
}

function isolationProblems({ count, isolated = [] }: CpuTuning): string[] {
  if (isolated.length === 0) return [];
  if (count === undefined) return [isolationWithoutCount()];
  const unknown = isolated.filter((cpu) => !exists(cpu, count));
  if (unknown.length > 0) return unknown.map((cpu) => badCpu(cpu, count));
  if (new Set(isolated).size === count) return [everyCpuIsolated(count)];
  return isolated.includes(0) ? [firstCpuIsolated()] : [];
}

function interruptProblems({ count = Infinity, irqCpus, isolated = [] }: CpuTuning): string[] {
  if (irqCpus === undefined) return [];
  if (irqCpus.length === 0) return [noIrqCpus()];
  const unknown = irqCpus.filter((cpu) => !exists(cpu, count));
  if (unknown.length > 0) return unknown.map((cpu) => badCpu(cpu, count));
  const isolatedToo = irqCpus.filter((cpu) => isolated.includes(cpu));
  if (isolatedToo.length > 0) return [interruptsOnIsolated(cpuList(isolatedToo))];
  return new Set(irqCpus).size === count ? [needlessIrqCpus()] : [];
}

/** 8192 is the largest CONFIG_NR_CPUS of the kernel on x86. */
const isCount = (count: number): boolean => Number.isInteger(count) && count >= 1 && count <= 8192;
const exists = (cpu: number, count: number): boolean => Number.isInteger(cpu) && cpu >= 0 && cpu < count;
