import { rateText } from '../checks/units';
import type { Measurement } from '../measurement';

/** Figures as people read them. */

/** `84 µs`, `1,333 µs`: in one unit throughout, so that they compare. */
export const micros = (value: number): string => `${counted(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))}\u00a0µs`;

/** `3,000,000` */
export const counted = (value: number): string => value.toLocaleString('en-US');

/** `1 wake-up`, `3,000,000 wake-ups` */
export const plural = (value: number, one: string, many = `${one}s`): string => `${counted(value)} ${value === 1 ? one : many}`;

/** For the ticks of an axis: `10`, `1 k`, `10 M`. */
export function short(value: number): string {
  if (value >= 1e9) return `${value / 1e9}\u00a0G`;
  if (value >= 1e6) return `${value / 1e6}\u00a0M`;
  return value >= 1e3 ? `${value / 1e3}\u00a0k` : String(value);
}

/** `64 frames at 48 kHz` */
export const bufferText = ({ quantum, rate }: { readonly quantum: number; readonly rate: number }): string =>
  `${plural(quantum, 'frame')} at ${rateText(rate)}`;

/** `6.3 %`, `94 %`; never a round 0 or 100 that is not one. */
export function share(part: number, whole: number): string {
  const per = whole > 0 ? (part * 100) / whole : 0;
  if (per > 0 && per < 0.1) return 'less than 0.1\u00a0%';
  if (per > 99 && per < 100) return 'more than 99\u00a0%';
  return `${per < 10 ? Math.round(per * 10) / 10 : counted(Math.round(per))}\u00a0%`;
}

/** `22 Nov 2026, 05:49 UTC`; what is no time stays as it is. */
export function timeText(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) (\d+:\d+)/.exec(time.toUTCString())!;
  return `${Number(day)} ${month} ${year}, ${clock} UTC`;
}

/** What a measurement is called: `generation 42`, or when it was made where nobody knows of generations. */
export const labelOf = ({ at, machine }: Measurement): string =>
  machine.generation === undefined ? `measured ${timeText(at)}` : `generation ${machine.generation}`;
