import { backgroundAboveDirty, badCState, badPercentage, badRealtimeRuntime } from './errors';

/** What may sleep, and how deeply. */
export interface PowerTuning {
  /**
   * How deeply an idle CPU may sleep, 0 to 9: the deeper, the longer it takes to wake. 1 wakes in a few µs and keeps the machine warm; 0 is the
   * same without Intel's own driver. Intel and AMD only (`intel_idle.max_cstate`, `processor.max_cstate`).
   *
   * Programs that hold /dev/cpu_dma_latency, as Ardour can, do the same for as long as they run: try that first on a laptop.
   *
   * @default - as deeply as the firmware offers
   */
  readonly maxCState?: number;

  /**
   * Whether USB devices that are idle for two seconds may be switched off. An interface that vanishes in a rest comes back with a click, or not at
   * all (`usbcore.autosuspend`).
   *
   * @default true
   */
  readonly usbAutosuspend?: boolean;
}

/** How the scheduler and its timers treat realtime threads. */
export interface SchedulerTuning {
  /**
   * How much of every second realtime threads may take together, in µs, 0 to 1000000; -1 for all of it. The rest keeps the machine answering when
   * a plugin runs away (`kernel.sched_rt_runtime_us`).
   *
   * @default - the kernel's own, 950000
   */
  readonly realtimeRuntime?: number;

  /**
   * Whether timers may move to CPUs that are awake already (`kernel.timer_migration`).
   *
   * @default - the kernel's own, true
   */
  readonly timerMigration?: boolean;

  /**
   * Whether the ticks of the CPUs are spread out instead of falling together: less contention on machines with many CPUs, for more power
   * (`skew_tick`).
   *
   * @default - the kernel's own, false
   */
  readonly skewTick?: boolean;
}

/** When the kernel joins small pages of memory to large ones (`transparent_hugepage=`). */
export enum TransparentHugepages {
  /** Whenever it can. */
  ALWAYS = 'always',

  /** For programs that ask for it. NixOS's kernels do this by default. */
  MADVISE = 'madvise',

  /** Never: the joining itself cannot make a thread wait. */
  NEVER = 'never',
}

/** How memory and the disk cache are treated. */
export interface MemoryTuning {
  /**
   * When small pages become large ones.
   *
   * @default - the kernel's own, MADVISE
   */
  readonly transparentHugepages?: TransparentHugepages;

  /**
   * How much of the memory may wait to be written before programs have to wait for the disk, in per cent, 0 to 100. Multitrack recordings come in
   * smaller bursts with less (`vm.dirty_ratio`).
   *
   * @default - the kernel's own, 20
   */
  readonly dirtyRatio?: number;

  /**
   * How much of it may wait before writing begins in the background, in per cent; less than `dirtyRatio` (`vm.dirty_background_ratio`).
   *
   * @default - the kernel's own, 10
   */
  readonly dirtyBackgroundRatio?: number;
}

const DIRTY_RATIO = 20;
const DIRTY_BACKGROUND_RATIO = 10;

/** What was asked for beyond CPUs and interrupts. */
export interface Tuning {
  readonly power?: PowerTuning;
  readonly scheduler?: SchedulerTuning;
  readonly memory?: MemoryTuning;
  readonly nmiWatchdog?: boolean;
}

export function tuningParams({ power = {}, scheduler = {}, memory = {} }: Tuning): string[] {
  const params: string[] = [];
  if (power.maxCState !== undefined)
    params.push(`intel_idle.max_cstate=${power.maxCState}`, `processor.max_cstate=${Math.max(power.maxCState, 1)}`);
  if (power.usbAutosuspend === false) params.push('usbcore.autosuspend=-1');
  if (scheduler.skewTick !== undefined) params.push(`skew_tick=${Number(scheduler.skewTick)}`);
  if (memory.transparentHugepages !== undefined) params.push(`transparent_hugepage=${memory.transparentHugepages}`);
  return params;
}

export function tuningOptions({ scheduler = {}, memory = {}, nmiWatchdog }: Tuning): Record<string, unknown> {
  return {
    'boot.kernel.sysctl."kernel.nmi_watchdog"': flag(nmiWatchdog),
    'boot.kernel.sysctl."kernel.sched_rt_runtime_us"': scheduler.realtimeRuntime,
    'boot.kernel.sysctl."kernel.timer_migration"': flag(scheduler.timerMigration),
    'boot.kernel.sysctl."vm.dirty_background_ratio"': memory.dirtyBackgroundRatio,
    'boot.kernel.sysctl."vm.dirty_ratio"': memory.dirtyRatio,
  };
}

const flag = (on: boolean | undefined): number | undefined => (on === undefined ? undefined : Number(on));

export function tuningProblems({ power = {}, scheduler = {}, memory = {} }: Tuning): string[] {
  const { dirtyRatio = DIRTY_RATIO, dirtyBackgroundRatio = DIRTY_BACKGROUND_RATIO } = memory;
  const problems: string[] = [];
  if (power.maxCState !== undefined && !isWithin(power.maxCState, 0, 9)) problems.push(badCState(power.maxCState));
  if (scheduler.realtimeRuntime !== undefined && !isWithin(scheduler.realtimeRuntime, -1, 1_000_000))
    problems.push(badRealtimeRuntime(scheduler.realtimeRuntime));
  if (!isWithin(dirtyRatio, 0, 100)) problems.push(badPercentage('dirtyRatio', dirtyRatio));
  if (!isWithin(dirtyBackgroundRatio, 0, 100)) problems.push(badPercentage('dirtyBackgroundRatio', dirtyBackgroundRatio));
  else if (dirtyBackgroundRatio >= dirtyRatio) problems.push(backgroundAboveDirty(dirtyBackgroundRatio, dirtyRatio));
  return problems;
}

const isWithin = (value: number, from: number, to: number): boolean => Number.isInteger(value) && value >= from && value <= to;
