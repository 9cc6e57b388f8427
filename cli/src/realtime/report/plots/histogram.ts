import { lineY, rect, ruleX, ruleY, text, type Markish } from '@observablehq/plot';
import { counted, micros, plural } from '../words';
import { axisWords, bottomAxis, countAxis, evenTicks, MARGINS } from './axes';
import { binned, endOf, outline, type Bins } from './bins';
import { DEADLINE, FORMER, MUTED, NOW, PAPER } from './colours';
import { FONT_SIZE, type Drawing } from './draw';
import { BASE, placesOf, type Frame, type Latencies } from './frame';
import { DASHES, legend, type Names } from './legend';

export interface HistogramLook {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly frame: Frame;
  /** Absent: one of many, without words. */
  readonly names?: Names;
}

const LARGE = { ...MARGINS, marginTop: 54 };
const SMALL = { marginTop: 10, marginRight: 8, marginBottom: 22, marginLeft: 38 };

/** How many wake-ups were how late. */
export function histogram(data: Latencies, look: HistogramLook): Drawing {
  const { id, title, width, height, frame, names } = look;
  const margins = names ? LARGE : SMALL;
  const inner = width - margins.marginLeft - margins.marginRight;
  return {
    id,
    title,
    description: described(data, names),
    options: {
      width,
      height,
      ...margins,
      x: { domain: [0, frame.end] },
      y: { type: 'log', domain: [BASE, frame.top] },
      style: { fontSize: `${FONT_SIZE}px` },
      marks: [
        ...countAxis(frame.top, names ? 1 : 2),
        ...bars(data, frame),
        ruleY([BASE], { stroke: MUTED }),
        bottomAxis(evenTicks(frame.beyond ?? frame.end, inner)),
        ...deadline(data, frame, names !== undefined),
        ...(names ? words(data, look, names) : []),
      ],
    },
  };
}

function bars({ now, former, deadline = Infinity }: Latencies, frame: Frame): Markish[] {
  const { width, bins } = binned(now, frame.bin);
  const part = (isLate: boolean): Bins => ({ width, bins: bins.filter(({ from }) => from >= deadline === isLate) });
  const filled = (some: Bins, colour: string, className: string): Markish[] =>
    some.bins.length === 0 ? [] : [shape(some, { fill: colour, fillOpacity: 0.35, stroke: colour, className })];
  const beyond = (overflows: number, style: object): Markish[] =>
    overflows === 0 || frame.beyond === undefined
      ? []
      : [rect([0], { x1: frame.beyond, x2: frame.end, y1: BASE, y2: overflows, strokeDasharray: '2 2', ...style })];
  const colour = now.max >= deadline ? DEADLINE : NOW;
  return [
    ...filled(part(false), NOW, 'mark-now'),
    ...filled(part(true), DEADLINE, 'mark-late'),
    ...beyond(now.overflows, { fill: colour, fillOpacity: 0.15, stroke: colour, className: 'mark-beyond' }),
    ...(former
      ? [
          shape(binned(former, frame.bin), { stroke: FORMER, strokeDasharray: DASHES, strokeWidth: 1.5, className: 'mark-former' }),
          ...beyond(former.overflows, { stroke: FORMER, className: 'mark-former-beyond' }),
        ]
      : []),
  ];
}

const shape = (some: Bins, style: object): Markish =>
  lineY(outline(some, BASE), { x: 'x', y: 'y', strokeWidth: 1.2, strokeLinejoin: 'miter', ...style });

/** The end of the buffer: a line where it is, or a sign at the edge behind which it is. */
function deadline(data: Latencies, frame: Frame, hasWords: boolean): Markish[] {
  const { deadline: micro } = data;
  if (micro === undefined) return [];
  const isNear = micro <= (frame.beyond ?? frame.end);
  const at = isNear ? micro : placesOf(data, frame)(micro);
  const line = isNear
    ? ruleX([at], { stroke: DEADLINE, strokeWidth: 2, className: 'mark-deadline' })
    : ruleX([at], { stroke: DEADLINE, strokeWidth: 2, strokeDasharray: '1 5', strokeLinecap: 'round', className: 'mark-deadline-far' });
  if (!hasWords) return isNear ? [line] : [];
  const where = `the buffer ends at ${micros(micro)}${at < frame.end ? '' : ' ▸'}`;
  return [line, flag(where, at, frame.top, frame, DEADLINE, 12)];
}

/** What the bars are, what the axes mean, and the latest wake-ups: they are what is heard. */
function words(data: Latencies, { width, height, frame }: HistogramLook, names: Names): Markish[] {
  const { now, former } = data;
  const placeOf = placesOf(data, frame);
  const worst = ({ samples, max }: Latencies['now'], name: string, colour: string, height: number): Markish[] => {
    const y = BASE * (frame.top / BASE) ** height;
    return samples === 0
      ? []
      : [ruleX([placeOf(max)], { y1: BASE, y2: y, stroke: colour }), flag(`${name}: ${micros(max)}`, placeOf(max), y, frame, colour, 2)];
  };
  return [
    legend(names, LARGE.marginLeft),
    ...axisWords({
      width,
      height,
      margins: LARGE,
      x: 'how late a wake-up was, in µs →',
      y: '↑ wake-ups, ten times as many from line to line',
    }),
    ...(frame.beyond === undefined
      ? []
      : [text(['later'], { x: frame.end, frameAnchor: 'bottom', textAnchor: 'end', dy: 15, text: (one: string) => one, fill: MUTED })]),
    ...(former ? worst(former, 'before', FORMER, 0.52) : []),
    ...worst(now, 'worst', now.max >= (data.deadline ?? Infinity) ? DEADLINE : NOW, 0.36),
  ];
}

/** Words beside a line, on the side on which there is room. */
function flag(words: string, x: number, y: number, { end }: Frame, fill: string, dy: number): Markish {
  const isRight = x > end * 0.5;
  const style = { fill, fontWeight: 600, stroke: PAPER, strokeWidth: 4 };
  return text([words], { x, y, text: (one: string) => one, textAnchor: isRight ? 'end' : 'start', dx: isRight ? -5 : 5, dy, ...style });
}

function described({ now, former, deadline: at }: Latencies, names?: Names): string {
  const one = (name: string, { samples, max, overflows, limit }: Latencies['now']): string =>
    `${name}: ${plural(samples, 'wake-up')}, the worst ${micros(max)} late${overflows > 0 ? `, ${counted(overflows)} of them later than ${micros(limit)}` : ''}.`;
  return [
    one(names?.now ?? 'Now', now),
    former ? one(names?.former ?? 'Before', former) : '',
    at === undefined ? 'There is no buffer to hold it against.' : `The buffer ends at ${micros(at)}.`,
    endOf(now) === 0 && now.samples > 0 ? 'No histogram was kept.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
