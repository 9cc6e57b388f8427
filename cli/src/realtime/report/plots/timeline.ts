import { dot, lineY, text, type Markish } from '@observablehq/plot';
import { bufferMicros } from '../../measure';
import type { Measurement } from '../../measurement';
import { summaryOf } from '../figures-of';
import { micros } from '../words';
import { axisWords, bottomAxis, MARGINS, microsAxis } from './axes';
import { DEADLINE, FORMER, NOW, PAPER } from './colours';
import { FONT_SIZE, type Drawing } from './draw';

/** Generations that one page can show next to each other. */
export const MOST_GENERATIONS = 30;

interface Moment {
  /** From the left. */
  readonly at: number;
  readonly name: string;
  readonly max: number;
  readonly p9999?: number;
  readonly buffer?: number;
}

/** How the worst wake-ups went from generation to generation. Oldest first; what is too old to have room is left out. */
export function timeline(
  all: readonly Measurement[],
  look: { readonly id: string; readonly width: number; readonly height: number },
): Drawing {
  const moments = all.slice(-MOST_GENERATIONS).map(momentOf);
  const { id, width, height } = look;
  const margins = { ...MARGINS, marginRight: 62 };
  const values = moments.flatMap(({ max, p9999, buffer }) => [max, p9999 ?? max, buffer ?? max]).map((value) => Math.max(1, value));
  const [low, high] = [Math.min(...values) / 1.5, Math.max(...values) * 1.5];
  const slot = (width - margins.marginLeft - margins.marginRight) / moments.length;
  const step = Math.ceil(26 / slot);
  const named = moments.filter(({ at }) => (moments.length - 1 - at) % step === 0).map(({ at }) => at);
  const line = (key: 'max' | 'p9999', colour: string, style: object): Markish[] => {
    const shown = moments.filter((moment) => moment[key] !== undefined).map((moment) => ({ x: moment.at, y: Math.max(1, moment[key]!) }));
    return [
      lineY(shown, { x: 'x', y: 'y', stroke: colour, strokeWidth: 1.5, ...style }),
      dot(shown, {
        x: 'x',
        y: 'y',
        r: 4,
        stroke: colour,
        fill: key === 'max' ? colour : PAPER,
        symbol: key === 'max' ? 'circle' : 'square',
        className: `mark-${key}`,
      }),
    ];
  };
  return {
    id,
    title: 'The latest wake-ups, generation by generation',
    description: moments.map(described).join(' '),
    options: {
      width,
      height,
      ...margins,
      x: { type: 'linear', domain: [-0.5, moments.length - 0.5] },
      y: { type: 'log', domain: [low, high] },
      style: { fontSize: `${FONT_SIZE}px` },
      marks: [
        ...microsAxis(low, high),
        bottomAxis(named, (at) => moments[at]!.name),
        ...axisWords({ width, height, margins, x: 'generation →', y: '↑ µs late' }),
        ...buffers(moments),
        ...line('p9999', FORMER, { strokeDasharray: '4 3' }),
        ...line('max', NOW, {}),
        ...atTheEnd(moments, [low, high], height - margins.marginTop - margins.marginBottom),
      ],
    },
  };
}

function momentOf(measurement: Measurement, at: number): Moment {
  const { max, p9999 } = summaryOf(measurement);
  const buffer = bufferMicros(measurement.buffer);
  const name = measurement.machine.generation === undefined ? `#${at + 1}` : String(measurement.machine.generation);
  return { at, name, max, ...(p9999 && { p9999: p9999.micros }), ...(buffer !== undefined && { buffer }) };
}

const described = ({ name, max, p9999, buffer }: Moment): string =>
  `${name}: the worst ${micros(max)}${p9999 === undefined ? '' : `, 99.99 % within ${micros(p9999)}`}${buffer === undefined ? '' : `, buffer ${micros(buffer)}`}.`;

/** Each measurement has its own: somebody may have chosen another quantum since. */
const buffers = (moments: readonly Moment[]): Markish[] => [
  lineY(
    moments
      .filter(({ buffer }) => buffer !== undefined)
      .flatMap(({ at, buffer }) => [
        { x: at - 0.5, y: buffer },
        { x: at + 0.5, y: buffer },
      ]),
    { x: 'x', y: 'y', stroke: DEADLINE, strokeWidth: 2, className: 'mark-deadline' },
  ),
];

/** What each line is, written beside its last point, and moved apart where they are close. */
function atTheEnd(moments: readonly Moment[], [low, high]: readonly [number, number], height: number): Markish[] {
  const last = moments.at(-1);
  if (last === undefined) return [];
  const place = (value: number): number => (height * Math.log(high / Math.max(1, value))) / Math.log(high / low);
  const labels = [
    ...(last.buffer === undefined ? [] : [{ words: 'buffer', value: last.buffer, colour: DEADLINE }]),
    { words: 'worst', value: last.max, colour: NOW },
    ...(last.p9999 === undefined ? [] : [{ words: '99.99 %', value: last.p9999, colour: FORMER }]),
  ].sort((a, b) => b.value - a.value);
  let above = -Infinity;
  return labels.map(({ words, value, colour }) => {
    const wanted = place(value);
    const y = Math.max(wanted, above + 15);
    above = y;
    return text([words], {
      x: moments.length - 0.5,
      y: Math.max(1, value),
      text: (one: string) => one,
      textAnchor: 'start',
      dx: 6,
      dy: y - wanted,
      fill: colour,
      fontWeight: 600,
    });
  });
}
