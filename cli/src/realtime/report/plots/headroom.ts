import { rectX, ruleX, text, type Markish } from '@observablehq/plot';
import type { Summary } from '../../measure';
import { micros, share } from '../words';
import { DEADLINE, INK, LINE, NOW } from './colours';
import { FONT_SIZE, type Drawing } from './draw';

const MARGIN = 8;

/** The buffer in true proportion: what the worst wake-up took of it, and what was left for the sound. */
export function headroom(
  { max, bufferMicros: buffer = 0 }: Summary,
  { id, width }: { readonly id: string; readonly width: number },
): Drawing {
  const end = Math.max(buffer, max);
  const isLate = max >= buffer;
  const px = (value: number): number => (value / end) * (width - 2 * MARGIN);
  const words = isLate ? `${micros(max - buffer)} too late` : `${share(buffer - max, buffer)} left for the sound`;
  const [from, to] = isLate ? [buffer, end] : [max, buffer];
  const hasRoom = px(to - from) > words.length * 7.5;
  return {
    id,
    title: 'The buffer, and what the worst wake-up took of it',
    description: `Of ${micros(buffer)} the worst wake-up took ${micros(max)}: ${words}.`,
    options: {
      width,
      height: 88,
      marginTop: 24,
      marginBottom: 24,
      marginLeft: MARGIN,
      marginRight: MARGIN,
      x: { domain: [0, end], axis: null },
      y: { domain: [0, 1], axis: null },
      style: { fontSize: `${FONT_SIZE}px` },
      marks: [
        bar(0, buffer, { fill: LINE, fillOpacity: 0.6, className: 'mark-buffer' }),
        bar(0, Math.min(max, buffer), { fill: NOW, className: 'mark-worst' }),
        ...(isLate ? [bar(buffer, max, { fill: DEADLINE, fillOpacity: 0.35, stroke: DEADLINE, className: 'mark-late' })] : []),
        ruleX([buffer], { stroke: DEADLINE, strokeWidth: 3, className: 'mark-deadline' }),
        ...(hasRoom ? [said(words, (from + to) / 2, 'middle', 0, INK)] : []),
        said(`worst: ${micros(max)}`, max, px(max) > width / 2 ? 'end' : 'start', -32, isLate ? DEADLINE : NOW),
        said(`buffer: ${micros(buffer)}`, buffer, px(buffer) > width / 2 ? 'end' : 'start', 32, DEADLINE),
      ],
    },
  };
}

const bar = (x1: number, x2: number, style: object): Markish => rectX([0], { x1, x2, y1: 0, y2: 1, ...style });

const said = (words: string, x: number, textAnchor: 'start' | 'middle' | 'end', dy: number, fill: string): Markish =>
  text([words], { x, y: 0.5, text: (one: string) => one, textAnchor, dy, fill, fontWeight: 600 });
