import { duration } from '../../../deploy/words';
import { latencyText } from '../../measure';
import type { Measurement } from '../../measurement';
import { summaryOf } from '../figures-of';
import { html, named, type Markup } from '../markup';
import { MOST_GENERATIONS, timeline } from '../plots/timeline';
import { bufferText, counted, micros, plural, timeText } from '../words';
import { figure, table } from './figures';

/** Rows of the table; the file grows with every measurement, the page does not. */
const MOST_ROWS = 50;

/** @param measured those with samples, oldest first */
export function historySection(measured: readonly Measurement[]): Markup {
  if (measured.length === 0) return html``;
  const left = measured.length - MOST_GENERATIONS;
  return html`<section aria-labelledby="history"><h2 id="history">From generation to generation</h2>${
    measured.length === 1
      ? html`<p>This is the first measurement. After the next change, measure again: here the two are compared.</p>`
      : figure(
          'timeline',
          (look) => timeline(measured, { ...look, height: 260 }),
          html`Dots are the worst wake-ups; squares are what 99.99 % of them kept, so that one in ten thousand was later. The line without
          marks is the buffer. ${left > 0 && `${plural(left, 'older measurement')} ${left === 1 ? 'is' : 'are'} not drawn.`}`,
        )
  }<details${measured.length < 4 ? html` open` : ''}><summary>${plural(measured.length, 'measurement')}</summary>${history(measured)}</details></section>`;
}

const history = (measured: readonly Measurement[]): Markup =>
  table(
    'Measurements, the newest first',
    ['generation', 'worst', '99.99 %', 'buffer', 'xruns', 'other work', 'lasted', 'kernel', 'when'],
    measured.slice(-MOST_ROWS).reverse().map(row),
  );

function row(measurement: Measurement): readonly (Markup | string)[] {
  const { machine, buffer, xruns, settings, seconds, at } = measurement;
  const { max, p9999 } = summaryOf(measurement);
  return [
    machine.generation === undefined ? '–' : String(machine.generation),
    micros(max),
    p9999 ? latencyText(p9999) : '–',
    buffer ? bufferText(buffer) : '–',
    xruns === undefined ? '–' : counted(xruns),
    settings.load ? 'yes' : 'no',
    duration(seconds),
    named(machine.kernel),
    timeText(at),
  ];
}
