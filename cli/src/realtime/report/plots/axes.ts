import { axisX, axisY, gridY, text, type Markish } from '@observablehq/plot';
import { counted, short } from '../words';
import { LINE, MUTED } from './colours';

/** Room around a plot that has words. */
export const MARGINS = { marginTop: 30, marginRight: 14, marginBottom: 40, marginLeft: 54 };

interface Axes {
  readonly width: number;
  readonly height: number;
  /** What is written on the axes; without, they have figures alone. */
  readonly x?: string;
  readonly y?: string;
  readonly margins: typeof MARGINS;
}

/** Lines and figures of powers of ten, from one that is at least 1. */
export const countAxis = (top: number, every = 1): Markish[] => {
  const powers = Array.from({ length: Math.round(Math.log10(top)) + 1 }, (_, power) => 10 ** power);
  return [
    gridY(powers, { stroke: LINE, strokeOpacity: 1 }),
    axisY(
      powers.filter((_, at) => at % every === 0),
      { tickSize: 0, label: null, fill: MUTED, text: short },
    ),
  ];
};

/** Lines and figures of a logarithmic axis of µs. They are given as texts: of formatted ones the library leaves out those that it finds too many. */
export const microsAxis = (low: number, high: number): Markish[] => [
  gridY(steps(low, high), { stroke: LINE, strokeOpacity: 1 }),
  axisY(steps(low, high), { tickSize: 0, label: null, fill: MUTED, text: counted }),
];

export const bottomAxis = (ticks: readonly number[], tickFormat: (value: number) => string = counted): Markish =>
  axisX(ticks, { tickSize: 4, label: null, stroke: MUTED, fill: MUTED, tickFormat });

/** 0, 10, 20 … up to `end`, so many that their figures do not touch. */
export function evenTicks(end: number, width: number): readonly number[] {
  const room = Math.max(2, width / 64);
  for (let power = 1; ; power *= 10)
    for (const step of [1, 2, 5].map((digit) => digit * power))
      if (!(end / step > room)) return Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step);
}

/** What the axes mean: at the upper left, and below at the right. */
export const axisWords = ({ width, height, x, y, margins }: Axes): Markish[] => {
  const say = (words: string, left: number, top: number, textAnchor: 'start' | 'end'): Markish =>
    text([words], {
      frameAnchor: 'top-left',
      dx: left - margins.marginLeft,
      dy: top - margins.marginTop,
      text: (one: string) => one,
      textAnchor,
      lineAnchor: 'middle',
      fill: MUTED,
    });
  return [
    ...(y === undefined ? [] : [say(y, 2, margins.marginTop - 15, 'start')]),
    ...(x === undefined ? [] : [say(x, width - 2, height - 8, 'end')]),
  ];
};

/** 1, 2, 5, 10, 20 … within a plot; powers of ten alone where there would be too many. */
function steps(low: number, high: number): number[] {
  const found: number[] = [];
  const digits = high / low > 300 ? [1] : [1, 2, 5];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10)
    found.push(...digits.map((digit) => digit * power).filter((value) => value >= low && value <= high));
  return found;
}
