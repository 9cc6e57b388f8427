/**
 * `Tue 1 Dec 2026, 23:00 CET`: a point in time as it reads on the clock of whoever looks, with its zone.
 *
 * @param timeZone for tests. @default that of this computer
 */
export function timeText(seconds: number, timeZone?: string): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return 'a time that is none';
  const format = new Intl.DateTimeFormat('en-GB', { ...PARTS, hourCycle: 'h23', ...(timeZone !== undefined && { timeZone }) });
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const part = (name: keyof typeof PARTS): string => parts.get(name) ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}, ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}

const PARTS = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;
