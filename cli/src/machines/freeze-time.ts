import { badFor, badUntil, noSuchTime, notAhead, tooFarAhead, untilOrFor } from './freeze-errors';

/** Until when a machine is frozen: a point in time, in seconds, or a length of time that its own clock counts from now. */
export type FreezeTime = { readonly until: number } | { readonly for: number };

/**
 * What `--until` and `--for` say.
 *
 * @param now in seconds
 * @throws UserError when that is no time to come
 */
export function readFreezeTime({ until, for: length }: Readonly<Record<string, unknown>>, now: number): FreezeTime {
  if ((until === undefined) === (length === undefined)) throw untilOrFor();
  if (length !== undefined) return { for: lengthOf(String(length)) };
  const given = String(until);
  const seconds = timeOf(given);
  if (seconds <= now) throw notAhead(given);
  if (seconds > now + MOST) throw tooFarAhead(given);
  return { until: seconds };
}

/** Seconds. Farther ahead, it is a slip of the finger; the machine refuses it, too. */
const MOST = 2 * 366 * 86_400;

const UNITS: Readonly<Record<string, number>> = { w: 7 * 86_400, d: 86_400, h: 3600, m: 60 };

/** `3d`, `90m`, `1d12h` */
function lengthOf(given: string): number {
  if (!/^(\d{1,6}[wdhm])+$/.test(given)) throw badFor(given);
  const seconds = [...given.matchAll(/(\d+)([wdhm])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0);
  if (seconds === 0) throw badFor(given);
  if (seconds > MOST) throw tooFarAhead(given);
  return seconds;
}

/** A day without a time could mean that it begins or that it ends, so both are wanted. */
const TIME = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)?$/;

/** By the clock of this computer, unless it says its own zone. */
function timeOf(given: string): number {
  const found = TIME.exec(given.trim());
  if (!found) throw badUntil(given);
  const zone = found[7];
  const digits = found.slice(1, 7).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const [year, month, day, hour, minute, second] = digits;
  const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const inUtc = [
    utc.getUTCFullYear(),
    utc.getUTCMonth() + 1,
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
    utc.getUTCSeconds(),
  ];
  if (inUtc.join() !== digits.join()) throw noSuchTime(given);
  if (zone !== undefined) return (utc.getTime() - offsetOf(zone, given)) / 1000;
  const local = new Date(year, month - 1, day, hour, minute, second);
  if (local.getHours() !== hour || local.getMinutes() !== minute) throw noSuchTime(given); // the clocks are put forward over it
  return local.getTime() / 1000;
}

/** Milliseconds. */
function offsetOf(zone: string, given: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if (hours > 14 || minutes > 59) throw noSuchTime(given);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
