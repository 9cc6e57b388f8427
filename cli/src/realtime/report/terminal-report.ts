import { latencyText } from '../measure';
import { table } from '../../render/table';
import { harmless } from '../../ssh/harmless';
import type { Output, Paint } from '../../terminal';
import { hasSamples, pairOf, wordFor, type ReportData } from './data';
import { terminalHistogram } from './terminal';
import { summaryOf } from './figures-of';
import { verdictOf, type Verdict } from './verdict';
import { bufferText, counted, micros, timeText } from './words';

/** Generations that are listed; the page has more. */
const MOST = 8;

/** The report as a screenful of text. */
export function terminalReport(data: ReportData, { paint, columns }: Pick<Output, 'paint' | 'columns'>): string {
  const { now, former } = pairOf(data.measurements);
  const { tone, headline, remarks } = verdictOf(data);
  const word = wordFor(data.stack);
  if (now === undefined)
    return [paint.bold(headline), '', `Measure it while nobody plays:  cdk measure ${word} --seconds 30 --load`].join('\n');
  const look = { width: Math.min(columns, 100), unicode: hasBlocks(), colour: paint, ...(former && { former }) };
  return [
    tint(tone, paint)(paint.bold(harmless(headline))),
    '',
    terminalHistogram(now, look),
    '',
    ...remarks.map((remark) => `- ${harmless(remark)}`),
    '',
    history(data, paint),
    '',
    paint.dim(`cdk report ${word} --html report.html  draws all of it, and the way of the sound through the machine`),
  ].join('\n');
}

const tint = (tone: Verdict['tone'], { green, yellow, red }: Paint): ((text: string) => string) =>
  tone === 'good' ? green : tone === 'bad' ? red : tone === 'close' ? yellow : (text) => text;

function history({ measurements }: ReportData, { bold }: Paint): string {
  const rows = measurements
    .filter(hasSamples)
    .slice(-MOST)
    .reverse()
    .map((measurement) => {
      const { machine, settings, buffer, at } = measurement;
      const { max, p9999, xruns } = summaryOf(measurement);
      return [
        String(machine.generation ?? '-'),
        micros(max),
        p9999 ? latencyText(p9999) : '-',
        buffer ? bufferText(buffer) : '-',
        xruns === undefined ? '-' : counted(xruns),
        settings.load ? 'yes' : 'no',
        timeText(at),
      ];
    });
  return table([['GENERATION', 'WORST', '99.99 %', 'BUFFER', 'XRUNS', 'LOAD', 'MEASURED'], ...rows], (cell, _, row) =>
    row === 0 ? bold(cell) : cell,
  );
}

/** Not where somebody says that their terminal has ASCII or Latin letters. */
function hasBlocks(): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  return locale === '' || /utf-?8/i.test(locale);
}
