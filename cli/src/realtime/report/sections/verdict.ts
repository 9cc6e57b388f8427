import { duration } from '../../../deploy/words';
import { latencyText, type Summary } from '../../measure';
import type { Measurement } from '../../measurement';
import { pairOf, wordFor, type ReportData } from '../data';
import { summaryOf } from '../figures-of';
import { html, named, type Markup } from '../markup';
import { headroom } from '../plots/headroom';
import { verdictOf, type Verdict } from '../verdict';
import { counted, labelOf, micros, timeText } from '../words';
import { figure } from './figures';

/** A sign and a word: nobody has to see the colour. */
const SIGNS: Readonly<Record<Verdict['tone'], readonly [sign: string, word: string]>> = {
  good: ['✓', 'It holds'],
  close: ['!', 'It is close'],
  bad: ['✕', 'It crackles'],
  unknown: ['?', 'Not known'],
};

export function verdictSection(data: ReportData): Markup {
  const { tone, headline, remarks } = verdictOf(data);
  const [sign, word] = SIGNS[tone];
  const { now } = pairOf(data.measurements);
  return html`<section class="verdict ${tone}" aria-labelledby="verdict">
    <p class="badge"><span aria-hidden="true">${sign}</span> ${word}</p>
    <h1 id="verdict">${headline}</h1>
    ${now ? measured(now) : howToMeasure(data.stack)}${
      remarks.length > 0 &&
      html`<ul class="remarks">
        ${remarks.map((remark) => html`<li>${remark}</li>`)}
      </ul>`
    }
  </section>`;
}

function measured(now: Measurement): Markup {
  const summary = summaryOf(now);
  return html`${now.buffer && figure('headroom', (look) => headroom(summary, look))}
    <dl class="key">
      ${figuresOf(now, summary).map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
}

function figuresOf(now: Measurement, { max, p9999, p50, samples }: Summary): readonly (readonly [string, Markup | string])[] {
  return [
    ['worst', micros(max)],
    ['99.99 %', p9999 ? latencyText(p9999) : 'not known'],
    ['half (50 %)', p50 ? latencyText(p50) : 'not known'],
    ['wake-ups', counted(samples)],
    ['measured for', duration(now.seconds)],
    ['meanwhile', now.settings.load ? 'other work (load)' : 'no other work'],
    ['xruns (crackles)', now.xruns === undefined ? 'not counted' : counted(now.xruns)],
    ['what', html`${labelOf(now)}, ${named(now.machine.kernel)}`],
    ['when', timeText(now.at)],
  ];
}

const howToMeasure = (stack: string): Markup =>
  html`<p>Make a measurement while nobody plays, best with other work going on, and then this page again:</p>
    <pre><code>cdk measure ${wordFor(stack)} --seconds 30 --load
cdk report ${wordFor(stack)} --html report.html</code></pre>
    <p>
      It needs cyclictest on the machine: <code>RealtimeKernel</code> brings it along when it is asked for <code>latencyTest: true</code>.
    </p>`;
