import type { SampleRate } from './sample-rate';

/** How long a number of frames lasts, as a musician reads it: `1.33 ms`. */
export function milliseconds(frames: number, rate: SampleRate): string {
  return `${Number(((frames / rate.hertz) * 1000).toFixed(2))} ms`;
}

/** Whether a number is 1, 2, 4, 8 … */
export const isPowerOfTwo = (frames: number): boolean => frames >= 1 && Number.isInteger(Math.log2(frames));
