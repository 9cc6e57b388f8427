import {
  badDecrement,
  badHighPriority,
  badIrqName,
  badLowPriority,
  listedTwice,
  noIrqNames,
  prioritiesRunOut,
  soundBelowServer,
} from './errors';

/** How interrupts share the priorities; the names are those of rtirq's configuration. */
export interface RtirqTuning {
  /**
   * The priority of the first name, 55 to 95. PipeWire's own thread has 88: interrupts of the sound card belong above it.
   *
   * @default 90
   */
  readonly high?: number;

  /**
   * How much lower each further name stands, 1 to 10.
   *
   * @default 5
   */
  readonly decrement?: number;

  /**
   * The lowest priority that is given, 51 to `high`. Interrupts that nobody names stay at 50.
   *
   * @default 51
   */
  readonly low?: number;

  /**
   * Names of kernel threads that stand above all, from 99 downwards: timers, when a sequencer depends on them.
   *
   * @default - none
   */
  readonly highList?: string[];

  /**
   * Names whose interrupts are never made threads. It has an effect only where the kernel offers the choice.
   *
   * @default - musnix's: rtc and snd
   */
  readonly nonThreaded?: string[];

  /**
   * Whether every interrupt goes back to the normal priority first.
   *
   * @default false
   */
  readonly resetAll?: boolean;
}

/** What was asked for about interrupts. */
export interface Interrupts {
  readonly irqPriority?: readonly string[];
  readonly rtirq?: RtirqTuning;
}

const HIGH = 90;
const DECREMENT = 5;
const LOW = 51;
/** musnix's own list: snd, usb, i8042. */
const DEFAULT_NAMES = 3;
/** module-rt of PipeWire, `rt.prio`. */
const PIPEWIRE = 88;

/** rtirq works when something is said about it. */
export const wantsRtirq = ({ irqPriority, rtirq }: Interrupts): boolean => irqPriority !== undefined || rtirq !== undefined;

export function rtirqOptions({ irqPriority, rtirq = {} }: Interrupts): Record<string, unknown> {
  return {
    'musnix.rtirq.enable': true,
    'musnix.rtirq.nameList': irqPriority?.join(' '),
    'musnix.rtirq.prioHigh': rtirq.high,
    'musnix.rtirq.prioDecr': rtirq.decrement,
    'musnix.rtirq.prioLow': rtirq.low,
    'musnix.rtirq.highList': rtirq.highList?.join(' '),
    'musnix.rtirq.nonThreaded': rtirq.nonThreaded?.join(' '),
    'musnix.rtirq.resetAll': rtirq.resetAll === undefined ? undefined : Number(rtirq.resetAll), // an integer, not a boolean
  };
}

/** rtirq silently moves a priority that is out of range, and a shell reads its lists. */
export function interruptProblems({ irqPriority, rtirq = {} }: Interrupts): string[] {
  const { high = HIGH, decrement = DECREMENT, low = LOW } = rtirq;
  const problems: string[] = [];
  for (const list of [irqPriority, rtirq.highList, rtirq.nonThreaded]) problems.push(...nameProblems(list ?? []));
  if (irqPriority?.length === 0) problems.push(noIrqNames());
  if (!isWithin(high, 55, 95)) problems.push(badHighPriority(high));
  if (!isWithin(decrement, 1, 10)) problems.push(badDecrement(decrement));
  if (!isWithin(low, 51, high)) problems.push(badLowPriority(low, high));
  return problems;
}

export function interruptRemarks({ irqPriority, rtirq = {} }: Interrupts): { warnings: string[]; notes: string[] } {
  const { high = HIGH, decrement = DECREMENT, low = LOW } = rtirq;
  const names = irqPriority?.length ?? DEFAULT_NAMES;
  const room = Math.floor((high - low) / decrement) + 1;
  return {
    warnings: names > room && room > 0 ? [prioritiesRunOut(names, room, low)] : [],
    notes: high <= PIPEWIRE ? [soundBelowServer(high, PIPEWIRE)] : [],
  };
}

/** A name is a word of /proc/interrupts: it must not be able to leave the quotes of rtirq's configuration. */
function nameProblems(names: readonly string[]): string[] {
  const bad = names.filter((name) => !/^[A-Za-z0-9_][A-Za-z0-9_.:@-]*$/.test(name)).map(badIrqName);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...bad, ...[...repeated].map(listedTwice)];
}

const isWithin = (value: number, from: number, to: number): boolean => Number.isInteger(value) && value >= from && value <= to;
