import type { Measurement } from '../measurement';
import { harmless } from '../../ssh/harmless';

/** What somebody wrote into a file, and where in it that does not fit. */
export class Misfit extends Error {
  public override readonly name = 'Misfit';
}

type Reader<T> = (value: unknown, place: string) => T;

/**
 * Reads a stored measurement. Everything is looked at, for the file goes along with a project and may come from anybody; what is not known is
 * left out.
 *
 * @throws Misfit that names the place
 */
export const checkMeasurement: Reader<Measurement> = (value, place = '') => {
  const it = record(value, place);
  const at = within(it, place);
  if (it['schema'] !== 1) throw new Misfit('«schema» is not 1, so another version of the command line wrote it');
  const threads = at('threads', list(thread, 4096));
  if (!threads.some(({ samples }) => samples > 0)) throw new Misfit('«threads» has no samples');
  return {
    schema: 1,
    stack: at('stack', text),
    at: at('at', date),
    seconds: at('seconds', positive),
    threads,
    settings: at('settings', settings),
    machine: at('machine', machine),
    ...maybe(it, 'xruns', count),
    ...maybe(it, 'buffer', buffer),
    from: at('from', text),
    ...maybe(it, 'notes', list(text, 1000)),
  };
};

const thread: Reader<Measurement['threads'][number]> = (value, place) => {
  const it = record(value, place);
  const at = within(it, place);
  const histogram = at('histogram', list(bucket, 1_000_000));
  const [samples, overflows, min, max] = [at('samples', count), at('overflows', count), at('min', latency), at('max', latency)];
  const counted = histogram.reduce((total, [, often]) => total + often, overflows);
  if (histogram.some(([micros], index) => index > 0 && micros <= histogram[index - 1]![0]))
    throw misfit(`${place}.histogram`, 'is not in ascending order');
  if (counted !== samples && (histogram.length > 0 || counted > 0))
    throw misfit(`${place}.samples`, `is not the sum of the buckets, ${counted}`, samples);
  if (min > max) throw misfit(`${place}.min`, `is greater than «max», ${max}`, min);
  const mean = at('mean', latency);
  return {
    cpu: at('cpu', count),
    samples,
    min,
    max,
    mean,
    histogram,
    overflows,
    ...maybe(it, 'width', positive, place),
    ...maybe(it, 'limit', positive, place),
  };
};

const bucket: Reader<readonly [number, number]> = (value, place) => {
  if (!Array.isArray(value) || value.length !== 2) throw misfit(place, 'is not a latency and how often', value);
  return [latency(value[0], `${place}[0]`), count(value[1], `${place}[1]`)];
};

const settings: Reader<Measurement['settings']> = (value, place) => {
  const it = record(value, place);
  return {
    ...maybe(it, 'priority', count, place),
    ...maybe(it, 'interval', positive, place),
    load: within(it, place)('load', truth),
    ...maybe(it, 'defaultSystem', truth, place),
  };
};

const machine: Reader<Measurement['machine']> = (value, place) => {
  const it = record(value, place);
  const at = within(it, place);
  return {
    hostname: at('hostname', text),
    kernel: at('kernel', text),
    kernelVersion: at('kernelVersion', text),
    parameters: at('parameters', list(text, 1000)),
    ...maybe(it, 'isRealtime', truth, place),
    ...maybe(it, 'generation', count, place),
    ...maybe(it, 'system', text, place),
    ...maybe(it, 'bootId', text, place),
    ...maybe(it, 'cpuModel', text, place),
  };
};

const buffer: Reader<NonNullable<Measurement['buffer']>> = (value, place) => {
  const at = within(record(value, place), place);
  return { quantum: at('quantum', positive), rate: at('rate', positive) };
};

function record(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw misfit(place || 'it', 'is not an object', value);
  return value as Readonly<Record<string, unknown>>;
}

const list =
  <T>(one: Reader<T>, most: number): Reader<readonly T[]> =>
  (value, place) => {
    if (!Array.isArray(value)) throw misfit(place, 'is not a list', value);
    if (value.length > most) throw misfit(place, `has more than ${most} members`);
    return value.map((inner, index) => one(inner, `${place}[${index}]`));
  };

/** One line, whatever it was: it is shown to people. */
const text: Reader<string> = (value, place) => {
  if (typeof value !== 'string') throw misfit(place, 'is not a text', value);
  return harmless(value.slice(0, 4096)).replaceAll(/\s+/g, ' ');
};

const date: Reader<string> = (value, place) => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value) || Number.isNaN(Date.parse(value)))
    throw misfit(place, 'is not a time like 2026-01-31T12:00:00Z', value);
  return value;
};

const truth: Reader<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw misfit(place, 'is neither true nor false', value);
  return value;
};

const latency: Reader<number> = (value, place) => {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1e12)) throw misfit(place, 'is not a number of microseconds', value);
  return value;
};

const positive: Reader<number> = (value, place) => {
  if (latency(value, place) === 0) throw misfit(place, 'is zero');
  return value as number;
};

const count: Reader<number> = (value, place) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw misfit(place, 'is not a whole number', value);
  return value;
};

const within =
  (it: Readonly<Record<string, unknown>>, place: string) =>
  <T>(key: string, reader: Reader<T>): T =>
    reader(it[key], place === '' ? key : `${place}.${key}`);

const maybe = <K extends string, T>(
  it: Readonly<Record<string, unknown>>,
  key: K,
  reader: Reader<T>,
  place = '',
): { readonly [P in K]?: T } => (it[key] === undefined ? {} : ({ [key]: within(it, place)(key, reader) } as { readonly [P in K]: T }));

const misfit = (place: string, what: string, value?: unknown): Misfit =>
  new Misfit(`«${place}» ${what}${value === undefined ? '' : ` but ${harmless(JSON.stringify(value).slice(0, 60))}`}`);
