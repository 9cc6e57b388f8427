import { changeText, compare, type Summary } from '../measure';
import type { Measurement } from '../measurement';
import type { CheckResult } from '../verdict';
import { nameOf, pairOf, wordFor, type ReportData } from './data';
import { summaryOf } from './figures-of';
import { bufferText, counted, labelOf, micros, plural } from './words';

/** Does it crackle? */
export interface Verdict {
  readonly tone: 'good' | 'close' | 'bad' | 'unknown';
  /** One sentence. */
  readonly headline: string;
  /** What one should know before one relies on it. */
  readonly remarks: readonly string[];
}

/** The audio server and the plugins have to compute within the same buffer: a wake-up that takes half of it leaves them too little to promise anything. */
const CLOSE = 0.5;

/** Among fewer there is none of what happens once in ten thousand times. */
const FEW_SAMPLES = 10_000;

/** Of a measurement's own notes; a file may have any number. */
const MOST_NOTES = 10;

/** Per cent by which two measurements of the same machine differ anyway. */
export const MARGIN = 10;

export function verdictOf(data: Pick<ReportData, 'stack' | 'measurements' | 'machine'>): Verdict {
  const { now, former } = pairOf(data.measurements);
  if (now === undefined) {
    return {
      tone: 'unknown',
      headline: `Nobody knows yet whether ${nameOf(data.stack)} crackles: it was never measured.`,
      remarks: checkRemarks(data),
    };
  }
  const summary = summaryOf(now);
  const remarks = [
    ...conditions(now, data.stack),
    ...comparison(now, former),
    ...changed(now, data),
    ...(now.notes ?? []).slice(0, MOST_NOTES),
    ...checkRemarks(data),
  ];
  return { ...judged(now, summary), remarks };
}

function judged({ buffer, xruns = 0 }: Measurement, summary: Summary): Omit<Verdict, 'remarks'> {
  const { max, samples, bufferMicros = 0, share: part = 0 } = summary;
  const worst = `${samples === 1 ? 'the only wake-up' : `the worst of ${plural(samples, 'wake-up')}`} was ${micros(max)} late`;
  if (buffer === undefined) {
    const headline = `${capital(worst)}; no audio server said how long its buffer is, so there is nothing to hold that against.`;
    return { tone: 'unknown', headline };
  }
  const name = bufferText(buffer);
  const does = (many: string, one: string): string => `${name} ${buffer.quantum === 1 ? one : many}`;
  const why = `${worst}, the buffer lasts ${part >= 1 ? 'only ' : ''}${micros(bufferMicros)}.`;
  if (xruns > 0) {
    const often = xruns === 1 ? 'once' : `${counted(xruns)} times`;
    return { tone: 'bad', headline: `${name} crackled ${often} while it was measured: ${why}` };
  }
  if (part >= 1) return { tone: 'bad', headline: `${does('do', 'does')} not hold: ${why}` };
  if (samples < FEW_SAMPLES)
    return { tone: 'unknown', headline: `It was not measured long enough to tell whether ${does('hold', 'holds')}: ${why}` };
  if (part >= CLOSE) return { tone: 'close', headline: `${does('only just hold', 'only just holds')}: ${why}` };
  return { tone: 'good', headline: `${does('hold', 'holds')}: ${why}` };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function conditions({ settings, xruns, buffer, notes = [] }: Measurement, stack: string): string[] {
  const remarks: string[] = [];
  if (buffer !== undefined && xruns === 0) remarks.push('The audio server counted no xrun, which is a crackle, meanwhile.');
  // a note of the measurement knows better why
  if (buffer !== undefined && xruns === undefined && !notes.some((note) => /^xruns /i.test(note)))
    remarks.push('Nobody counted xruns (crackles) meanwhile: there was no audio server to ask, or it does not tell.');
  if (!settings.load)
    remarks.push(
      `The machine had nothing else to do meanwhile. «cdk measure ${wordFor(stack)} --load» measures it as busy as a full session makes it.`,
    );
  if (settings.defaultSystem === false)
    remarks.push('Power saving was held off for the measurement, which music does not do by itself: a session may see later wake-ups.');
  return remarks;
}

function comparison(now: Measurement, former?: Measurement): string[] {
  const samples = summaryOf(now).samples;
  const few = samples < FEW_SAMPLES ? [`Among ${plural(samples, 'wake-up')} there is nothing of what happens rarely. Measure longer.`] : [];
  if (former === undefined) return few;
  const { verdict, changes, reasons } = compare(former, now, MARGIN);
  const name = labelOf(former);
  if (verdict === 'incomparable') return [...few, `It cannot be held against ${name}. ${reasons.join(' ')}`];
  if (verdict === 'same') return [...few, `That is as good as ${name}.`];
  const decisive = changes.filter((change) => change.verdict === verdict).map(changeText);
  return [...few, `That is ${verdict} than ${name}: ${decisive.join('; ')}.`];
}

/** What was measured need not be what runs. */
function changed(now: Measurement, { machine }: Pick<ReportData, 'machine'>): string[] {
  const runs = machine?.snapshot.kernel.release;
  if (runs === undefined || runs === now.machine.kernel) return [];
  return [`The machine runs another kernel by now, ${runs}; ${now.machine.kernel} was measured. Measure again.`];
}

function checkRemarks({ machine }: Pick<ReportData, 'machine'>): string[] {
  const count = (status: CheckResult['status']): number => machine?.checks.filter((check) => check.status === status).length ?? 0;
  const parts = [
    count('error') > 0 && plural(count('error'), 'check of the machine found an error', 'checks of the machine found errors'),
    count('warning') > 0 && plural(count('warning'), 'warning'),
    count('pending') > 0 && `${plural(count('pending'), 'change')} that ${count('pending') === 1 ? 'waits' : 'wait'} for a reboot`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? [] : [`${capital(parts.join(', '))}: see the checks below.`];
}
