import type { RealtimeEntry } from '../../../../src/assembly/realtime';
import { listed } from '../../deploy/words';
import type { Measurement } from '../measurement';
import { Unreadable, type CyclictestResult } from './cyclictest';
import { parseCyclictestJson } from './cyclictest-json';
import { parseCyclictestText } from './cyclictest-text';
import { noDuration, unreadableImport } from './errors';
import { settingsFor } from './settings';

export interface ImportOptions {
  /** The file's name, for people. */
  readonly file: string;
  readonly stack: string;
  /** When the file was written: what is taken for the time of the measurement where it says none. */
  readonly writtenAt: Date;
  /** What the user knows better, or the file does not say. */
  readonly seconds?: number;
  readonly priority?: number;
  readonly interval?: number;
  readonly load?: boolean;
  readonly intent?: RealtimeEntry;
}

/**
 * A measurement that somebody made with cyclictest itself: its JSON, or what it prints.
 *
 * @throws UserError
 */
export function importMeasurement(text: string, options: ImportOptions): Measurement {
  const { file, stack, writtenAt, load = false, intent } = options;
  const read = readResult(text, file);
  const threads = read.threads.filter(({ samples }) => samples > 0);
  if (threads.length === 0) throw unreadableImport(file, 'it has not a single sample');
  const silent = [...new Set(read.threads.filter(({ samples }) => samples === 0).map(({ cpu }) => cpu))];
  const priority = options.priority ?? read.priority;
  const interval = options.interval ?? read.interval;
  const seconds = options.seconds ?? read.seconds ?? lastedFor(threads, interval);
  if (seconds === undefined) throw noDuration(file);
  const { buffer } = settingsFor(intent);
  return {
    schema: 1,
    stack,
    at: read.startedAt ?? writtenAt.toISOString(),
    seconds,
    threads,
    settings: {
      ...(priority !== undefined && { priority }),
      ...(interval !== undefined && { interval }),
      load,
      ...(read.defaultSystem !== undefined && { defaultSystem: read.defaultSystem }),
    },
    machine: {
      hostname: read.hostname ?? 'unknown',
      kernel: read.kernel ?? 'unknown',
      kernelVersion: read.kernelVersion ?? 'unknown',
      parameters: [],
      ...(read.isRealtime !== undefined && { isRealtime: read.isRealtime }),
    },
    ...(buffer && { buffer }),
    from: file,
    ...(silent.length > 0 && {
      notes: [`Not every thread was woken up: there is no sample of one on CPU ${listed(silent.map(String), '')}.`],
    }),
  };
}

function readResult(text: string, file: string): CyclictestResult {
  try {
    return /^\s*[{[]/.test(text) ? parseCyclictestJson(text) : parseCyclictestText(text);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw unreadableImport(file, error.message);
  }
}

/** As long as the thread that woke up most often. */
function lastedFor(threads: Measurement['threads'], interval: number | undefined): number | undefined {
  return interval && (Math.max(...threads.map(({ samples }) => samples)) * interval) / 1e6;
}
