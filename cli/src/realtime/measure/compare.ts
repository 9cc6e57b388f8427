import type { Measurement } from '../measurement';
import { latencyText, type Latency } from './percentile';
import { summarise, type Summary } from './summary';

/** How a measurement stands to a former one. */
export interface Comparison {
  /** `incomparable`: they did not measure the same thing; `reasons` says why. */
  readonly verdict: 'better' | 'same' | 'worse' | 'incomparable';
  /** Every figure that both have, worst change first. */
  readonly changes: readonly Change[];
  /** Why the two, or some of their figures, cannot be held against each other: a sentence each. */
  readonly reasons: readonly string[];
}

export interface Change {
  readonly figure: Figure;
  readonly former: Latency;
  readonly now: Latency;
  /** What it grew by, in per cent of the former. Absent where one of them is «more than». */
  readonly percent?: number;
  readonly verdict: 'better' | 'same' | 'worse';
}

export type Figure = 'p50' | 'p99' | 'p999' | 'p9999' | 'max';

/** Two runs of one machine differ by some µs anyway, and nobody hears them: 4 µs after 3 are no third more. */
const NOISE_MICROS = 5;

/** Samples below which a percentile is the maximum by another name. */
const FEWEST: Readonly<Record<Figure, number>> = { p50: 10, p99: 100, p999: 1000, p9999: 10_000, max: 1 };

/** The median says what the machine usually does; only what is rare is heard. So it is shown, and decides nothing. */
const DECIDING: readonly Figure[] = ['p99', 'p999', 'p9999', 'max'];

/**
 * Whether the machine got worse by more than `margin` per cent in one of its figures. It is better when some got better by as much, and
 * none is worse.
 */
export function compare(former: Measurement, now: Measurement, margin: number): Comparison {
  const unlike = unlikeness(former, now);
  if (unlike.length > 0) return { verdict: 'incomparable', changes: [], reasons: unlike };
  const [a, b] = [summarise(former), summarise(now)];
  const [shorter, longer] = [former.seconds, now.seconds].sort((x, y) => x - y) as [number, number];
  const isMaxFair = longer <= 2 * shorter;
  const figures = (Object.keys(FEWEST) as Figure[]).filter((figure) => figure !== 'max' || isMaxFair);
  const changes = figures.flatMap((figure) => changeOf(figure, a, b, margin)).sort((x, y) => (y.percent ?? 0) - (x.percent ?? 0));
  const deciding = changes.filter(({ figure }) => DECIDING.includes(figure)).map(({ verdict }) => verdict);
  const reasons = isMaxFair
    ? []
    : [
        `The latest wake-ups are not compared: one was looked for during ${former.seconds} s and the other during ${now.seconds} s, and who looks longer finds a later one.`,
      ];
  if (deciding.length === 0) {
    return { verdict: 'incomparable', changes, reasons: [...reasons, 'There are too few samples to compare anything else.'] };
  }
  return { verdict: deciding.includes('worse') ? 'worse' : deciding.includes('better') ? 'better' : 'same', changes, reasons };
}

function changeOf(figure: Figure, a: Summary, b: Summary, margin: number): readonly Change[] {
  if (Math.min(a.samples, b.samples) < FEWEST[figure]) return [];
  const [former, now] = [latencyOf(a, figure), latencyOf(b, figure)];
  if (former === undefined || now === undefined) return [];
  if (former.isMore && now.isMore) return [];
  const [low, high] = [Math.min(former.micros, now.micros), Math.max(former.micros, now.micros)];
  const isMuch = high - low > NOISE_MICROS && high - low > (low * margin) / 100;
  const direction = now.micros > former.micros ? 'worse' : 'better';
  // Of «more than N» it is known that it is worse than what is well below N, and no more.
  if (former.isMore || now.isMore)
    return isMuch && (now.isMore ? 'worse' : 'better') === direction ? [{ figure, former, now, verdict: direction }] : [];
  // what is shown as 0 is nothing to be a part of
  const percent = former.micros >= 0.1 ? ((now.micros - former.micros) / former.micros) * 100 : undefined;
  return [{ figure, former, now, verdict: isMuch ? direction : 'same', ...(percent !== undefined && { percent }) }];
}

const latencyOf = (summary: Summary, figure: Figure): Latency | undefined => (figure === 'max' ? { micros: summary.max } : summary[figure]);

/** What must be alike for a figure to mean the same. A setting that one of them does not tell is taken to be. */
function unlikeness({ settings: a }: Measurement, { settings: b }: Measurement): readonly string[] {
  const both = (what: string, x: unknown, y: unknown): readonly string[] =>
    x === undefined || y === undefined || x === y ? [] : [`They were measured ${what}.`];
  return [
    ...both(a.load ? 'once with other work going on and once without' : 'once without other work and once with', a.load, b.load),
    ...both('with and without power saving', a.defaultSystem, b.defaultSystem),
    ...both(`at different priorities, ${a.priority} and ${b.priority}`, a.priority, b.priority),
    ...both(`at different intervals, ${a.interval} and ${b.interval} µs`, a.interval, b.interval),
  ];
}

export const FIGURE_NAMES: Readonly<Record<Figure, string>> = { p50: '50 %', p99: '99 %', p999: '99.9 %', p9999: '99.99 %', max: 'max' };

/** `99.99 %: 84 µs after 61 µs (+38 %)` */
export function changeText({ figure, former, now, percent }: Change): string {
  const by = percent === undefined ? '' : ` (${percent >= 0 ? '+' : ''}${Math.round(percent)} %)`;
  return `${FIGURE_NAMES[figure]}: ${latencyText(now)} after ${latencyText(former)}${by}`;
}
