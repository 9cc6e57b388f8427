import { sizeText } from '../../render/size';

/** Figures as people read them. */

/** `2.4 GHz`, of kHz. */
export const frequencyText = (kilohertz: number): string =>
  kilohertz >= 1e6 ? `${rounded(kilohertz / 1e6)} GHz` : `${rounded(kilohertz / 1e3)} MHz`;

/** `44.1 kHz`, of Hz. */
export const rateText = (hertz: number): string => (hertz >= 1000 ? `${rounded(hertz / 1000)} kHz` : `${rounded(hertz)} Hz`);

/** `133 µs`, `1.33 ms`. */
export function timeText(micros: number): string {
  if (micros < 1000) return `${rounded(micros)} µs`;
  return micros < 1e6 ? `${rounded(micros / 1e3)} ms` : `${rounded(micros / 1e6)} s`;
}

/** `64 frames at 48 kHz (1.33 ms)`; less where less is known. */
export function bufferText(frames: number | undefined, rate: number | undefined): string {
  const parts = [frames === undefined ? '' : `${frames} frames`, rate === undefined ? '' : `at ${rateText(rate)}`];
  const period = periodOf(frames, rate);
  return [...parts, period === undefined ? '' : `(${timeText(period)})`].filter((part) => part !== '').join(' ');
}

/** How long a buffer lasts, in µs. */
export const periodOf = (frames: number | undefined, rate: number | undefined): number | undefined =>
  frames !== undefined && rate !== undefined && frames > 0 && rate > 0 ? (frames / rate) * 1e6 : undefined;

/** `unlimited`, or a size in kB as limits count it. */
export const memoryText = (kilobytes: number | 'unlimited'): string => (kilobytes === 'unlimited' ? kilobytes : sizeText(kilobytes * 1024));

/** `CPU 3`, `CPUs 0-2,5`. */
export const cpusText = (cpus: readonly number[]): string => `${new Set(cpus).size === 1 ? 'CPU' : 'CPUs'} ${cpuList(cpus)}`;

/** The kernel's way to write CPUs: `0-2,5`. */
export function cpuList(cpus: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const cpu of [...new Set(cpus)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && cpu === last[1] + 1) last[1] = cpu;
    else ranges.push([cpu, cpu]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',') || 'none';
}

/** `1 warning`, `2 warnings`. */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const rounded = (value: number): string => String(Number(value.toPrecision(3)));
