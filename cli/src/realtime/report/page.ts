import { hasSamples, nameOf, pairOf, wordFor, type ReportData } from './data';
import { html, Markup } from './markup';
import { audioPathSection } from './sections/audio-path';
import { checksSection } from './sections/checks';
import { historySection } from './sections/history';
import { latencySection } from './sections/latency';
import { machineSection } from './sections/machine';
import { verdictSection } from './sections/verdict';
import { STYLE } from './style';
import { timeText } from './words';

/**
 * One page that holds all of a report. It asks for nothing from anywhere, and runs nothing: a browser would refuse both, for the policy at its
 * top forbids it, even if something of a machine's got in that is not text.
 */
export function renderPage(data: ReportData): string {
  const { stack, madeAt, measurements, machine } = data;
  const pair = pairOf(measurements);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>${nameOf(stack)}: does it crackle?</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <span><strong>${nameOf(stack)}</strong>: does it crackle?</span><span>${timeText(madeAt)}</span>
        </header>
        <main>
          ${notices(data)}${verdictSection(data)} ${latencySection(pair)} ${historySection(measurements.filter(hasSamples))}
          ${machine && checksSection(machine.checks)} ${machine && audioPathSection(machine.snapshot)}
          ${machineSection(pair.now, machine?.snapshot)}
        </main>
        <footer>
          Made by «cdk report ${wordFor(stack)}» of studio-cdk. Latencies are how late a realtime thread woke up, as cyclictest sees it; the
          audio server and the plugins need their time on top.
        </footer>
      </body>
    </html> `;
  return page.text;
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** What is missing is said, and why. */
function notices({ stack, machine, unreached }: ReportData): Markup {
  if (machine !== undefined) return html``;
  const why = unreached === undefined ? `${nameOf(stack)} was not asked` : `${nameOf(stack)} was not reached: ${unreached}`;
  return html`<p class="notice" role="note">
    <strong>Made from what is stored.</strong> ${why.replace(/[.\s]+$/, '')}. So there are no checks here, and the way of the sound through
    the machine is not drawn.
  </p>`;
}
