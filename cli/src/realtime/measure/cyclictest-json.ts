import { harmless } from '../../ssh/harmless';
import type { ThreadLatency } from '../measurement';
import { calledWith, isCount, MOST_THREADS, threadOf, Unreadable, type CyclictestResult } from './cyclictest';

/**
 * Reads what `cyclictest --json` writes. Some keys of 2.4 end with a colon; later ones do not. A thread that was never woken up has the
 * average «-nan», which is no JSON.
 *
 * @throws Unreadable
 */
export function parseCyclictestJson(text: string): CyclictestResult {
  const it = objectOf(parsed(text), 'it');
  const named = (key: string): unknown => it[key] ?? it[`${key}:`];
  const threads = it['thread'];
  if (threads === undefined) throw new Unreadable('it has no «thread», so cyclictest did not write it');
  const call = typeof named('cmdline') === 'string' ? calledWith(named('cmdline') as string) : {};
  const { limit, ...settings } = call as ReturnType<typeof calledWith>;
  const perMicro = it['resolution_in_ns'] === 1 ? 1000 : 1;
  const entries = Object.entries(objectOf(threads, '«thread»'));
  if (entries.length > MOST_THREADS) throw new Unreadable(`it has ${entries.length} threads`);
  const announced = it['num_threads'];
  if (isCount(announced) && announced !== entries.length)
    throw new Unreadable(`it announces ${announced} threads and has ${entries.length}`);
  const [began, ended] = [timeOf(it['start_time']), timeOf(it['end_time'])];
  const system = it['sysinfo'] === undefined ? {} : objectOf(it['sysinfo'], '«sysinfo»');
  const version = wordOf(named('rt_test_version'));
  const { hostname, kernel, kernelVersion } = {
    hostname: wordOf(system['nodename']),
    kernel: wordOf(system['release']),
    kernelVersion: wordOf(system['version']),
  };
  return {
    threads: entries.map(([key, value], index) => thread(/^\d{1,4}$/.test(key) ? Number(key) : index, value, perMicro, limit)),
    ...(version !== undefined && { version }),
    ...settings,
    ...(began !== undefined && { startedAt: new Date(began).toISOString() }),
    ...(began !== undefined && ended !== undefined && ended > began && { seconds: (ended - began) / 1000 }),
    ...(hostname !== undefined && { hostname }),
    ...(kernel !== undefined && { kernel }),
    ...(kernelVersion !== undefined && { kernelVersion }),
    ...((system['realtime'] === 0 || system['realtime'] === 1) && { isRealtime: system['realtime'] === 1 }),
  };
}

function thread(number: number, value: unknown, perMicro: number, limit: number | undefined): ThreadLatency {
  const it = objectOf(value, `thread ${number}`);
  const figure = (key: string): number => (typeof it[key] === 'number' ? it[key] / perMicro : Number.NaN);
  const histogram = it['histogram'] === undefined ? [] : bucketsOf(number, it['histogram'], perMicro);
  return threadOf(number, {
    cpu: isCount(it['cpu']) ? it['cpu'] : number,
    samples: it['cycles'] as number,
    min: figure('min'),
    max: figure('max'),
    mean: figure('avg'),
    histogram,
    ...(limit !== undefined && { limit: Math.ceil(limit / perMicro) }),
  });
}

/** Nanoseconds are put together to buckets of a microsecond. */
function bucketsOf(number: number, value: unknown, perMicro: number): readonly (readonly [number, number])[] {
  const counts = new Map<number, number>();
  for (const [key, count] of Object.entries(objectOf(value, `the histogram of thread ${number}`))) {
    if (!/^\d{1,12}$/.test(key) || !isCount(count)) throw new Unreadable(`a bucket of thread ${number} is no latency with a count`);
    const latency = Math.floor(Number(key) / perMicro);
    if (count > 0) counts.set(latency, (counts.get(latency) ?? 0) + count);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replaceAll(/(":\s*)-?(?:nan|inf(?:inity)?)\b/gi, '$1null'));
  } catch {
    throw new Unreadable(text.trim() === '' ? 'it is empty' : 'it is no JSON, or is cut off');
  }
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable(`${what} is not an object`);
  return value as Readonly<Record<string, unknown>>;
}

const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? harmless(value.slice(0, 300)).replaceAll(/\s+/g, ' ') : undefined;

/** `Sun, 22 Nov 2026 06:10:20 +0000` */
function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' && value.length < 64 ? Date.parse(value) : Number.NaN;
  return Math.abs(time) < 4e15 ? time : undefined;
}
