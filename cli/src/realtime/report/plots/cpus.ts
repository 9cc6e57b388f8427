import { areaY, dot, lineY, ruleY, text, type Markish } from '@observablehq/plot';
import type { Buckets } from '../../measure';
import type { ThreadLatency } from '../../measurement';
import { bucketsOfThread } from '../figures-of';
import { counted, micros, plural } from '../words';
import { axisWords, bottomAxis, countAxis, evenTicks, MARGINS, microsAxis } from './axes';
import { binned } from './bins';
import { DEADLINE, NOW, PAPER } from './colours';
import { FONT_SIZE, type Drawing } from './draw';
import { BASE, type Frame } from './frame';

interface Look {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** The latest wake-up of every CPU: which one is it, of many? */
export function worstByCpu(threads: readonly ThreadLatency[], deadline: number | undefined, { id, width, height }: Look): Drawing {
  const shown = threads.filter(({ samples }) => samples > 0).map(({ cpu, max }) => ({ cpu, max: Math.max(1, max) }));
  const values = shown.map(({ max }) => max);
  const worst = shown.reduce((a, b) => (b.max > a.max ? b : a), shown[0]!);
  const isNear = deadline !== undefined && deadline < Math.max(...values) * 20;
  const [low, high] = [Math.min(...values) / 1.5, Math.max(...values, isNear ? deadline : 0) * 1.6];
  const last = Math.max(...shown.map(({ cpu }) => cpu));
  const isRight = worst.cpu > last / 2;
  return {
    id,
    title: `The latest wake-up of each of ${counted(shown.length)} CPUs`,
    description: `The worst was CPU ${worst.cpu}, ${micros(worst.max)} late; the best was never later than ${micros(Math.min(...values))}.`,
    options: {
      width,
      height,
      ...MARGINS,
      x: { domain: [-1, last + 1] },
      y: { type: 'log', domain: [low, high] },
      style: { fontSize: `${FONT_SIZE}px` },
      marks: [
        ...microsAxis(low, high),
        bottomAxis(evenTicks(last, width)),
        ...axisWords({ width, height, margins: MARGINS, x: 'CPU →', y: '↑ µs late' }),
        ...(isNear
          ? [
              ruleY([deadline], { stroke: DEADLINE, strokeWidth: 2, className: 'mark-deadline' }),
              text([`the buffer ends at ${micros(deadline)}`], {
                frameAnchor: 'right',
                y: deadline,
                text: (one: string) => one,
                dy: -9,
                fontWeight: 600,
                fill: DEADLINE,
                stroke: PAPER,
                strokeWidth: 4,
              }),
            ]
          : []),
        dot(shown, { x: 'cpu', y: 'max', r: 2.5, fill: NOW, className: 'mark-cpus' }),
        text([`CPU ${worst.cpu}: ${micros(worst.max)}`], {
          x: worst.cpu,
          y: worst.max,
          text: (one: string) => one,
          textAnchor: isRight ? 'end' : 'start',
          dx: isRight ? -7 : 7,
          dy: -2,
          fontWeight: 600,
          fill: NOW,
          stroke: PAPER,
          strokeWidth: 4,
        }),
      ],
    },
  };
}

/** All CPUs over each other, as the band in which they lie: so many lines would hide each other. */
export function overlay(threads: readonly ThreadLatency[], frame: Frame, { id, width, height }: Look): Drawing {
  const cpus = threads.filter(({ samples }) => samples > 0).map((thread) => countsOf(bucketsOfThread(thread), frame));
  const froms = [...new Set(cpus.flatMap((counts) => [...counts.keys()]))].sort((a, b) => a - b);
  const slots = froms.length === 0 ? [] : Array.from({ length: Math.round(froms.at(-1)! / frame.bin) + 1 }, (_, at) => at * frame.bin);
  const corners = slots.flatMap((from) => {
    const counts = cpus.map((one) => one.get(from) ?? BASE).sort((a, b) => a - b);
    const corner = { low: counts[0]!, middle: counts[Math.floor(counts.length / 2)]!, high: counts.at(-1)! };
    return [
      { x: from, ...corner },
      { x: from + frame.bin, ...corner },
    ];
  });
  const marks: Markish[] = [
    areaY(corners, { x: 'x', y1: 'low', y2: 'high', fill: NOW, fillOpacity: 0.25, className: 'mark-band' }),
    lineY(corners, { x: 'x', y: 'high', stroke: NOW, strokeWidth: 0.8, strokeDasharray: '2 2' }),
    lineY(corners, { x: 'x', y: 'middle', stroke: NOW, strokeWidth: 2, className: 'mark-middle' }),
  ];
  return {
    id,
    title: `The histograms of ${plural(cpus.length, 'CPU')} over each other`,
    description: 'The band reaches from the fewest to the most wake-ups that any CPU had; the line is the CPU in the middle.',
    options: {
      width,
      height,
      ...MARGINS,
      x: { domain: [0, frame.end] },
      y: { type: 'log', domain: [BASE, frame.top] },
      style: { fontSize: `${FONT_SIZE}px` },
      marks: [
        ...countAxis(frame.top, 2),
        bottomAxis(evenTicks(frame.beyond ?? frame.end, width)),
        ...axisWords({ width, height, margins: MARGINS, x: 'µs late →', y: '↑ wake-ups of a CPU' }),
        ...marks,
      ],
    },
  };
}

const countsOf = (buckets: Buckets, { bin }: Frame): ReadonlyMap<number, number> =>
  new Map(binned(buckets, bin).bins.map(({ from, count }) => [from, count]));
