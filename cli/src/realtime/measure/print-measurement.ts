import { table } from '../../render/table';
import { harmless } from '../../ssh/harmless';
import type { Paint } from '../../terminal';
import type { Measurement } from '../measurement';
import { pairOf } from '../report/data';
import { terminalHistogram } from '../report/terminal';
import { verdictOf, type Verdict } from '../report/verdict';
import { labelOf } from '../report/words';
import { FIGURE_NAMES, type Figure } from './compare';
import { latencyText, microsText } from './percentile';
import { summarise, type Summary } from './summary';

const FIGURES: readonly Exclude<Figure, 'max'>[] = ['p50', 'p99', 'p999', 'p9999'];
const HEADINGS: readonly string[] = ['', ...FIGURES.map((figure) => FIGURE_NAMES[figure]), 'MAX', 'WAKE-UPS'];
const NOT_KNOWN = '-';

/** More CPUs than fit on a screen: then the worst ones tell. */
const MOST_ROWS = 16;

export interface PrintOptions {
  /** What people call the machine. */
  readonly label: string;
  /** How «cdk measure» is told to measure it. @default its stack */
  readonly argument?: string;
  /** The ones that were kept, oldest first. */
  readonly former: readonly Measurement[];
  /** Why it was measured as it was, as the end of a sentence. */
  readonly because?: string;
  readonly paint: Paint;
  /** Columns of the screen to draw on. @default nothing is drawn */
  readonly width?: number;
}

/** What one wants to know of a measurement, and how it was before. */
export function measurementText(now: Measurement, { label, argument = now.stack, former, because, paint, width }: PrintOptions): string {
  const { tone, headline, remarks } = verdictOf({ stack: argument, measurements: [...former, now] });
  const before = pairOf([...former, now]).former;
  const plot = width === undefined ? [] : [terminalHistogram(now, { width, colour: paint, ...(before && { former: before }) }), ''];
  const rows = [HEADINGS, ...figureRows(now, before)];
  const figures = table(rows, (cell, column, row) => (row === 0 || column === 0 ? paint.dim(cell) : cell));
  const lines = [...howText(now, because), ...remarks].map((remark) => harmless(remark));
  return [
    `${paint.bold(harmless(label))}: ${TINTS[tone](paint)(harmless(headline))}`,
    '',
    ...plot,
    figures,
    ...(lines.length > 0 ? ['', ...lines] : []),
  ].join('\n');
}

function howText({ settings: { priority, interval } }: Measurement, because: string | undefined): readonly string[] {
  if (priority === undefined || interval === undefined) return [];
  const why = because === undefined ? '' : `: ${because}`;
  return [`Each CPU was woken up every ${microsText(interval)} at realtime priority ${priority}${why}.`];
}

const TINTS: Readonly<Record<Verdict['tone'], (paint: Paint) => (text: string) => string>> = {
  good: (paint) => paint.green,
  close: (paint) => paint.yellow,
  bad: (paint) => paint.red,
  unknown: () => (text) => text,
};

function figureRows(now: Measurement, former: Measurement | undefined): readonly (readonly string[])[] {
  const threads = [...now.threads].sort((a, b) => b.max - a.max).slice(0, MOST_ROWS);
  const left = now.threads.length - threads.length;
  return [
    rowOf(now.threads.length === 1 ? `CPU ${now.threads[0]!.cpu}` : 'all CPUs', summarise(now)),
    ...(now.threads.length === 1
      ? []
      : threads.sort((a, b) => a.cpu - b.cpu).map((thread) => rowOf(`CPU ${thread.cpu}`, summarise({ ...now, threads: [thread] })))),
    ...(left > 0 ? [[`${left} more, better`]] : []),
    ...(former ? [rowOf(`before, ${labelOf(former)}`, summarise(former))] : []),
  ];
}

const rowOf = (name: string, summary: Summary): readonly string[] => [
  name,
  ...FIGURES.map((figure) => (summary[figure] === undefined ? NOT_KNOWN : latencyText(summary[figure]))),
  microsText(summary.max),
  summary.samples.toLocaleString('en-US'),
];
