import type { SampleRate } from './sample-rate';

/** How long a number of frames lasts, as a musician reads it: `1.33 ms`. */
export function milliseconds(frames: number, rate: SampleRate): string {
  return `${Number(((frames / rate.hertz) * 1000).toFixed(2))} ms`;
}

/** The same as a number, in µs. */
export const micros = (frames: number, rate: SampleRate): number => (frames / rate.hertz) * 1_000_000;

/** Whether a number is 1, 2, 4, 8 … */
export const isPowerOfTwo = (frames: number): boolean => frames >= 1 && Number.isInteger(Math.log2(frames));
