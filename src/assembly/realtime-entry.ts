import type { AudioServerEntry, BudgetEntry, PreemptionModel, RealtimeEntry, Wish } from './realtime';
import { isAccount, isLine, isListOf, isObject, isUnit, isWithin, isWord } from './words';

/** µs: a second, which is more than any buffer. */
export const LONGEST_LATENCY = 1_000_000;
/** Seconds: as long as a deployment would wait. */
export const LONGEST_MEASUREMENT = 3600;
export const MOST_XRUNS = 1_000_000;
export const LARGEST_MARGIN = 10_000;

/** The kernel's own limits, or more than any machine has. */
const MOST = {
  params: 1000,
  sysctls: 1000,
  irqs: 100,
  musicians: 1000,
  services: 100,
  limits: 20,
  cpu: 8191,
  hertz: 768_000,
  frames: 65_536,
};
const LARGEST_KHZ = 100_000_000;
const PREEMPTION: readonly PreemptionModel[] = ['none', 'voluntary', 'full', 'lazy', 'realtime'];

/** What each member may be. A name that is not here was written by a newer version, and nobody reads it. */
const MEMBERS: { readonly [Name in keyof Required<RealtimeEntry>]: (value: unknown) => boolean } = {
  governor: isWish(isWord),
  minFrequency: isWish(isFrequency),
  maxFrequency: isWish(isFrequency),
  preemption: isWish((value) => PREEMPTION.includes(value as PreemptionModel)),
  threadedIrqs: isWish(isFlag),
  kernelParams: (value) => isListOf(value, MOST.params, isWish(isParameter)),
  sysctls: isTable(MOST.sysctls, isSysctl, isWish(isSysctlValue)),
  irqOrder: isWish((value) => isListOf(value, MOST.irqs, isIrqName)),
  irqPriority: isWish(isPriority),
  isolatedCpus: isWish((value) => isListOf(value, MOST.cpu + 1, isCpu)),
  musicians: (value) => isListOf(value, MOST.musicians, isWish(isAccount)),
  limits: isTable(MOST.limits, isLimitName, isWish(isLimit)),
  audio: isWish(isAudioServer),
  services: isTable(MOST.services, isUnit, isWish(isFlag)),
  latencyTest: isWish(isFlag),
  budget: isWish(isBudget),
};

/** The member of something in a manifest that cannot be what was asked of a machine; undefined where all of them can. */
export function oddMember(entry: unknown): string | undefined {
  if (!isObject(entry)) return 'realtime';
  return Object.keys(MEMBERS).find((name) => entry[name] !== undefined && !MEMBERS[name as keyof RealtimeEntry](entry[name]));
}

function isWish(isValue: (value: unknown) => boolean) {
  return (wish: unknown): wish is Wish<unknown> =>
    isObject(wish) &&
    isValue(wish['value']) &&
    isLine(wish['path']) &&
    isLine(wish['option']) &&
    (wish['source'] === undefined || isLine(wish['source']));
}

function isTable(most: number, isName: (name: string) => boolean, isEntry: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => {
    if (!isObject(value)) return false;
    const entries = Object.entries(value);
    return entries.length <= most && entries.every(([name, entry]) => isName(name) && isEntry(entry));
  };
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** One word of the kernel's command line; a blank stands in quotes there. */
export function isParameter(value: unknown): value is string {
  return isLine(value) && value !== '' && value.length <= 1000;
}

/** `vm.swappiness`, `net/ipv4/conf/enp3s0.200/forwarding`. Without a dot or a slash it is none. */
export function isSysctl(name: string): boolean {
  return name.length <= 200 && /^[a-z][\w-]*([./][\w.:@-]+)+$/.test(name);
}

export function isSysctlValue(value: unknown): value is number | string {
  return isLine(value) || (typeof value === 'number' && Number.isSafeInteger(value));
}

/** As rtirq is told. */
export function isIrqName(value: unknown): value is string {
  return typeof value === 'string' && /^\w[\w.:@-]{0,99}$/.test(value);
}

export function isCpu(value: unknown): value is number {
  return isWithin(value, 0, MOST.cpu);
}

/** SCHED_FIFO's. */
export function isPriority(value: unknown): value is number {
  return isWithin(value, 1, 99);
}

export function isFrequency(value: unknown): value is number {
  return isWithin(value, 1, LARGEST_KHZ);
}

/** Of limits.conf(5). */
export function isLimitName(name: string): boolean {
  return /^[a-z]{2,20}$/.test(name);
}

export function isLimit(value: unknown): value is number | 'unlimited' {
  return value === 'unlimited' || isWithin(value, -20, Number.MAX_SAFE_INTEGER);
}

export function isAudioServer(value: unknown): value is AudioServerEntry {
  if (!isObject(value)) return false;
  const { kind, periods, priority, quantum, rate } = value;
  return (
    (kind === 'pipewire' || kind === 'jack') &&
    isWithin(quantum, 1, MOST.frames) &&
    isWithin(rate, 1, MOST.hertz) &&
    (periods === undefined || isWithin(periods, 1, 1000)) &&
    (priority === undefined || isPriority(priority))
  );
}

export function isBudget(value: unknown): value is BudgetEntry {
  if (!isObject(value)) return false;
  const { load, margin, maxLatency, maxXruns, measureFor, worse } = value;
  return (
    (maxLatency === undefined || isWithin(maxLatency, 1, LONGEST_LATENCY)) &&
    (maxXruns === undefined || isWithin(maxXruns, 0, MOST_XRUNS)) &&
    isWithin(measureFor, 1, LONGEST_MEASUREMENT) &&
    isFlag(load) &&
    (margin === undefined || (typeof margin === 'number' && margin >= 0 && margin <= LARGEST_MARGIN)) &&
    (worse === 'warn' || worse === 'fail')
  );
}
