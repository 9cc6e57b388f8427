import { bufferMicros, type Buckets } from '../measure';
import type { Measurement } from '../measurement';
import type { Paint } from '../../terminal';
import { bucketsOf } from './figures-of';
import { binned, binWidth, endOf } from './plots/bins';
import { counted, labelOf, micros, plural } from './words';

export interface TerminalLook {
  /** Columns; no line is longer. */
  readonly width: number;
  /** How long a buffer lasts, in µs. @default that of the measurement */
  readonly deadline?: number;
  /** The one that it is held against. */
  readonly former?: Measurement;
  /** False where the terminal knows letters and ASCII signs alone. @default true */
  readonly unicode?: boolean;
  /** @default none */
  readonly colour?: Pick<Paint, 'red' | 'cyan' | 'dim' | 'yellow' | 'bold'>;
}

/** Rows of bars: as many as leave room on a screen for the words around them. */
const ROWS = 14;

/** Columns below which a bar matters more than words beside it. */
const NARROW = 48;

interface Row {
  readonly label: string;
  readonly now: number;
  readonly former: number;
  /** Where it begins, in µs. */
  readonly from: number;
  readonly note?: string;
}

/** How many wake-ups were how late, as text. The bars are logarithmic, as those of the page; the buffer's end lies where it belongs. */
export function terminalHistogram(measurement: Measurement, look: TerminalLook): string {
  const { former, unicode = true, deadline = bufferMicros(measurement.buffer) } = look;
  const signs = unicode ? UNICODE : ASCII;
  const plain = (text: string): string => text;
  const { red, cyan, dim, yellow } = look.colour ?? { red: plain, cyan: plain, dim: plain, yellow: plain };
  const now = bucketsOf(measurement);
  if (now.samples === 0) return 'There is nothing to draw: not a single wake-up was measured.';
  if (endOf(now) === 0 && now.overflows === 0)
    return `No histogram was kept: only that the worst of ${plural(now.samples, 'wake-up')} was ${micros(now.max)} late.`;
  const rows = rowsOf(now, former && bucketsOf(former), deadline, look.width, signs);
  const labels = Math.max(...rows.map(({ label }) => label.length));
  const counts = Math.max(...rows.map((row) => counted(row.now).length));
  const notes = Math.max(...rows.map(({ note }) => (note === undefined ? 0 : note.length + 1)));
  const room = Math.max(4, look.width - labels - counts - notes - 4);
  const top = Math.max(...rows.map((row) => Math.max(row.now, row.former)));
  const lines = rows.flatMap((row, at): string[] => {
    const isLate = deadline !== undefined && row.from >= deadline;
    const bar = barOf(row, top, room, signs);
    const filled = bar.replace(/\S+/g, (run) =>
      run.replace(OTHERS, (bars) => (isLate ? red(bars) : cyan(bars))).replace(signs.former, yellow(signs.former)),
    );
    const line = `${row.label.padStart(labels)}  ${filled}  ${row.now === 0 ? ' '.repeat(counts) : counted(row.now).padStart(counts)}`;
    const noted = row.note === undefined ? line : `${line} ${isLate ? red(row.note) : row.note}`;
    const isGap = at > 0 && row.from > rows[at - 1]!.from && !follows(rows, at);
    const end =
      deadline !== undefined && isLate && !(at > 0 && rows[at - 1]!.from >= deadline) ? [red(endLine(deadline, look.width, signs))] : [];
    return [...(isGap ? [dim(signs.gap.padStart(labels))] : []), ...end, noted.trimEnd()];
  });
  const isBefore = deadline !== undefined && !rows.some(({ from }) => from >= deadline);
  const legend = former ? [`${yellow(signs.former)} ${labelOf(former).slice(0, look.width - 2)}`] : [];
  return [...legend, ...lines, ...(isBefore ? [dim(signs.gap.padStart(labels)), red(endLine(deadline, look.width, signs))] : [])].join(
    '\n',
  );
}

const UNICODE = { eighths: ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'], full: '█', former: '┃', gap: '⋮', rule: '─', to: '–', worst: '◂' };
const ASCII = { eighths: ['', '', '', '', '', '', '', ''], full: '#', former: '|', gap: ':', rule: '-', to: '-', worst: '<' };
type Signs = typeof UNICODE;

/** What a bar is made of, the sign of the former one aside. */
const OTHERS = /[^┃|]+/g;

function rowsOf(now: Buckets, former: Buckets | undefined, deadline: number | undefined, columns: number, signs: Signs): readonly Row[] {
  const both = former ? [now, former] : [now];
  const width = binWidth(Math.max(1, ...both.map(endOf)), ROWS);
  const [a, b] = [now, former].map((one) => new Map(one ? binned(one, width).bins.map(({ from, count }) => [from, count]) : []));
  const froms = [...new Set([...a!.keys(), ...b!.keys()])].sort((x, y) => x - y);
  const worst = columns < NARROW ? signs.worst : `${signs.worst} worst ${micros(now.max)}`;
  const isKnown = now.overflows === 0 && a!.has(Math.floor(now.max / width) * width);
  const rows = froms.map((from): Row => {
    const isWorst = isKnown && Math.floor(now.max / width) * width === from;
    const label = width === 1 ? micros(from) : `${counted(from)}${signs.to}${micros(from + width - 1)}`;
    return { label, from, now: a!.get(from) ?? 0, former: b!.get(from) ?? 0, ...(isWorst && { note: worst }) };
  });
  if (isKnown && both.every(({ overflows }) => overflows === 0)) return rows;
  const limit = Math.min(...both.filter(({ overflows }) => overflows > 0).map((one) => one.limit), now.max);
  const late = {
    label: 'later',
    from: Math.max(limit, (froms.at(-1) ?? -1) + 1, deadline !== undefined && now.max >= deadline ? deadline : 0),
    now: now.overflows,
    former: former?.overflows ?? 0,
  };
  return [...rows, { ...late, ...(!isKnown && { note: worst }) }];
}

/** Whether a row stands for what comes right after the one above. */
function follows(rows: readonly Row[], at: number): boolean {
  const steps = rows.slice(1).map((row, index) => row.from - rows[index]!.from);
  return rows[at]!.label === 'later' || steps[at - 1] === Math.min(...steps);
}

function barOf({ now, former }: Row, top: number, room: number, { eighths, full, former: mark }: Signs): string {
  const length = (count: number): number => (count === 0 ? 0 : top === 1 ? room : 1 + ((room - 1) * Math.log(count)) / Math.log(top));
  const [whole, part] = [Math.floor(length(now)), Math.floor((length(now) % 1) * 8)];
  const bar = [...`${full.repeat(whole)}${eighths[part]}`.padEnd(room)].slice(0, room);
  if (former > 0) bar[Math.min(room, Math.max(1, Math.round(length(former)))) - 1] = mark;
  return bar.join('');
}

function endLine(deadline: number, width: number, { rule }: Signs): string {
  const words = ` the buffer ends: ${micros(deadline)} `;
  const left = Math.min(4, Math.max(0, width - words.length));
  return `${rule.repeat(left)}${words}${rule.repeat(Math.max(0, Math.min(width, 72) - left - words.length))}`.slice(0, width);
}
