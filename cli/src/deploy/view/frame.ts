import type { Output } from '../../terminal';
import type { Phase } from '../events';
import { isFine, type Outcome } from '../outcome';
import { outcomeText } from '../outcome-text';
import { fit } from './fit';
import { PHASE_TEXT, elapsedText } from './phase-text';
import { mark } from './summary';

/** What is known of a machine; without a phase its turn has not come. */
export interface Shown {
  readonly stack: string;
  readonly phase?: Phase;
  readonly note?: string;
  readonly began?: number;
  readonly line?: string;
  readonly outcome?: Outcome;
  readonly seconds?: number;
}

export interface Frame {
  readonly rows: number;
  readonly columns: number;
  /** How many frames there were before: it turns the spinner. */
  readonly turn: number;
  readonly now: number;
  readonly paint: Output['paint'];
}

/** One frame. Where there are more machines than rows, those that run and those that failed are shown, and the others counted. */
export function frameOf(machines: readonly Shown[], frame: Frame): readonly string[] {
  const room = Math.max(3, frame.rows - 2);
  const fits = machines.length <= room;
  const chosen = new Set(fits ? machines : [...machines].sort((a, b) => importance(a) - importance(b)).slice(0, room - 1));
  const width = Math.max(...machines.map(({ stack }) => stack.length), 0);
  const rows = machines.filter((machine) => chosen.has(machine)).map((machine) => row(machine, width, frame));
  return fits ? rows : [...rows, frame.paint.dim(`  ${others(machines.filter((machine) => !chosen.has(machine)))}`)];
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** The smaller, the sooner it is shown. */
function importance({ phase, outcome }: Shown): number {
  if (phase !== undefined && outcome === undefined) return 0;
  if (outcome !== undefined && !isFine(outcome)) return outcome.kind === 'skipped' ? 3 : 1;
  return outcome === undefined ? 2 : 4;
}

function others(machines: readonly Shown[]): string {
  const fine = machines.filter(({ outcome }) => outcome !== undefined && isFine(outcome)).length;
  const ended = machines.filter(({ outcome }) => outcome !== undefined).length;
  const running = machines.filter(({ phase, outcome }) => phase !== undefined && outcome === undefined).length;
  const parts = [
    [fine, 'fine'],
    [ended - fine, 'not fine'],
    [running, 'under way'],
    [machines.length - ended - running, 'waiting'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `and ${machines.length} more: ${words.join(', ')}`;
}

function row({ stack, phase, note, began, line, outcome, seconds }: Shown, width: number, { columns, turn, now, paint }: Frame): string {
  const name = stack.padEnd(width);
  if (outcome) {
    const { word, detail } = outcomeText(stack, outcome);
    return `${mark(outcome, paint)} ${fit(`${name}  ${elapsedText(seconds ?? 0)}  ${word}  ${detail}`, columns - 2)}`;
  }
  if (phase === undefined) return paint.dim(fit(`  ${name}  waiting`, columns));
  const elapsed = elapsedText((now - (began ?? now)) / 1000);
  const head = `${name}  ${elapsed}  ${PHASE_TEXT[phase]}${note === undefined ? '' : ` (${note})`}`;
  return `${paint.cyan(SPINNER[turn % SPINNER.length]!)} ${fit(head, columns - 2)}${paint.dim(fit(`  ${(line ?? '').replaceAll('\t', ' ')}`, columns - 2 - head.length))}`;
}
