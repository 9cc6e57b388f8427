import { latencyText } from '../../measure';
import { percentileOf } from '../../measure/percentile';
import type { Measurement, ThreadLatency } from '../../measurement';
import type { Pair } from '../data';
import { bucketsOfThread } from '../figures-of';
import { html, type Markup } from '../markup';
import { overlay, worstByCpu } from '../plots/cpus';
import { draw } from '../plots/draw';
import { frameOf, latenciesOf, type Latencies } from '../plots/frame';
import { histogram } from '../plots/histogram';
import { counted, labelOf, micros, plural } from '../words';
import { figure, NARROW, table } from './figures';

/** CPUs of which each gets a plot. Where there are more, it is the worst ones that do. */
const MOST_PLOTS = 12;
/** CPUs in the table. */
const MOST_ROWS = 256;
/** Bars that there is room for, in a large plot and in one of many. */
const BARS = 160;
const SMALL_BARS = 80;

export function latencySection({ now, former }: Pair): Markup {
  if (now === undefined) return html``;
  const data = latenciesOf(now, former);
  const frame = frameOf([data], BARS);
  const names = { now: labelOf(now), ...(former && { former: labelOf(former) }) };
  const title = 'How late the machine woke up, all CPUs together';
  const explained = html`A wake-up is what starts the work on each buffer. Every bar says how many of them were so late; the scale of the
  counts grows tenfold from line to line, so that a single late one is seen beside millions.
  ${data.deadline !== undefined && 'What is late by more than the buffer lasts is heard as a crackle.'}`;
  return html`<section aria-labelledby="latency">
    <h2 id="latency">How late it wakes up</h2>
    ${figure('histogram', (look) => histogram(data, { ...look, title, height: 300, frame, names }), explained)}${perCpu(now, former)}
  </section>`;
}

function perCpu(now: Measurement, former?: Measurement): Markup {
  const threads = now.threads.filter(({ samples }) => samples > 0);
  if (threads.length < 2) return html``;
  const worstFirst = [...threads].sort((a, b) => b.max - a.max);
  const shown = threads.length > MOST_PLOTS ? worstFirst.slice(0, MOST_PLOTS) : threads;
  const deadline = latenciesOf(now).deadline;
  return html`<h3>CPU by CPU</h3>
    ${threads.length > MOST_PLOTS && crowd(threads, deadline, shown.length)}
    <div class="many">${plots(shown, former, deadline)}</div>
    <details class="${threads.length > MOST_PLOTS ? 'quiet' : 'all'}">
      <summary>The figures of ${plural(threads.length, 'CPU')}</summary>
      ${figuresOf(worstFirst)}
    </details>`;
}

function crowd(threads: readonly ThreadLatency[], deadline: number | undefined, most: number): Markup {
  const frame = frameOf(
    threads.map((thread) => ({ now: bucketsOfThread(thread) })),
    SMALL_BARS,
  );
  return html`${figure('cpus', (look) => worstByCpu(threads, deadline, { ...look, height: 200 }))}${figure(
      'overlay',
      (look) => overlay(threads, frame, { ...look, height: 200 }),
      'All CPUs over each other: the band reaches from the fewest to the most wake-ups that any of them had, the line is the CPU in the middle.',
    )}
    <p>The ${most} worst of ${plural(threads.length, 'CPU')}:</p>`;
}

function plots(threads: readonly ThreadLatency[], former: Measurement | undefined, deadline: number | undefined): readonly Markup[] {
  const all = threads.map((thread): Latencies => {
    const before = former?.threads.find(({ cpu, samples }) => cpu === thread.cpu && samples > 0);
    return {
      now: bucketsOfThread(thread),
      ...(before && { former: bucketsOfThread(before) }),
      ...(deadline !== undefined && { deadline }),
    };
  });
  const frame = frameOf(all, SMALL_BARS);
  return all.map((data, at) => {
    const { cpu, max } = threads[at]!;
    const drawing = histogram(data, { id: `cpu-${cpu}`, title: `CPU ${cpu}`, width: NARROW, height: 120, frame });
    return html`<figure>
      <figcaption><strong>CPU ${cpu}</strong>: worst ${micros(max)}</figcaption>
      ${draw(drawing)}
    </figure>`;
  });
}

function figuresOf(threads: readonly ThreadLatency[]): Markup {
  const of = (thread: ThreadLatency, p: number): string => {
    const latency = percentileOf(bucketsOfThread(thread), p);
    return latency ? latencyText(latency) : '–';
  };
  return table(
    'Latencies of each CPU, the worst first',
    ['CPU', 'worst', '99.99 %', '99.9 %', 'half', 'wake-ups'],
    threads
      .slice(0, MOST_ROWS)
      .map((thread) => [
        String(thread.cpu),
        micros(thread.max),
        of(thread, 99.99),
        of(thread, 99.9),
        of(thread, 50),
        counted(thread.samples),
      ]),
  );
}
