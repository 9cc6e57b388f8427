import { PassThrough } from 'node:stream';
import type { RealtimeEntry } from '../../../../src/assembly/realtime';
import type { Measurement } from '../measurement';
import * as errors from './errors';
import type { MachineRun } from './machine-run';
import { readMeasureScript } from './measure-script';
import { measurementOf } from './measurement-of';
import { ReplyReader, type Reply } from './reply';
import { settingsFor, type Given } from './settings';

export interface MeasureOptions extends Given {
  readonly stack: string;
  /** How people call the machine. @default the stack's name */
  readonly label?: string;
  /** Whole seconds, from 1 on. */
  readonly seconds: number;
  /** Has other work go on meanwhile. @default false */
  readonly load?: boolean;
  /** Leaves power management as it is, so that a CPU that sleeps too deep shows. @default true */
  readonly defaultSystem?: boolean;
  /** What the machine was asked to be. */
  readonly intent?: RealtimeEntry;
  /** The generation that runs, where the caller knows it better than the machine: it has no number before it is confirmed. */
  readonly generation?: number;
  readonly signal?: AbortSignal;
  /** Called each second while cyclictest runs. */
  readonly onProgress?: (seconds: number) => void;
  /** Asks for the boot id over another connection, when this one is lost. */
  readonly bootId?: () => Promise<string | undefined>;
}

/** A word a second tells the machine that we are there. */
const BEAT_MS = 1000;
/** Seconds of silence after which the machine gives up: a network that stumbles is no reason. */
const PATIENCE = 10;
/** What the script may need besides measuring, in seconds. It has a limit of its own, which is shorter. */
const SLACK = 90;

/**
 * Measures how late a machine wakes up. What could not be measured is an error.
 *
 * @throws UserError (its `reason` is `refused` where more rights would do), and AbortError when `signal` says so
 */
export async function measure(run: MachineRun, options: MeasureOptions): Promise<Measurement> {
  const { seconds, load = false, defaultSystem = true, signal, onProgress } = options;
  if (!Number.isSafeInteger(seconds) || seconds < 1 || seconds > MOST_SECONDS)
    throw errors.badNumber('A measurement', String(seconds), 1, MOST_SECONDS, 'of seconds');
  const settings = settingsFor(options.intent, options);
  const script = readMeasureScript();
  const words = [settings.priority, settings.interval, seconds, settings.buckets, yesNo(defaultSystem), yesNo(load), PATIENCE];
  const at = new Date().toISOString();

  const beats = new PassThrough();
  const beating = setInterval(() => beats.write('\n'), BEAT_MS);
  beats.write('\n');
  let ticking: NodeJS.Timeout | undefined;
  const reader = new ReplyReader(() => {
    const began = performance.now();
    const tick = (): void => onProgress?.(Math.min(Math.round((performance.now() - began) / 1000), seconds));
    tick();
    ticking = setInterval(tick, 1000);
  });
  try {
    await run({
      argv: ['sh', '-c', script, 'cdk-measure', ...words.map(String)],
      input: beats,
      onLine: (line, stream) => reader.add(line, stream),
      timeoutMs: (seconds + SLACK) * 1000,
      ...(signal && { signal }),
    });
  } catch (error) {
    throw await explained(error as Error, reader.reply, options);
  } finally {
    clearInterval(beating);
    clearInterval(ticking);
    beats.end();
  }
  const { stack, label: where = stack, generation } = options;
  return measurementOf(reader.reply, {
    stack,
    where,
    at,
    seconds,
    load,
    defaultSystem,
    settings,
    ...(generation !== undefined && { generation }),
  });
}

/** A day. */
export const MOST_SECONDS = 86_400;

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** A way that broke may be a machine that went down. */
async function explained(error: Error, reply: Reply, options: MeasureOptions): Promise<Error> {
  if ((error as { failure?: unknown }).failure !== 'lost') return error;
  const where = options.label ?? options.stack;
  const before = reply.facts.get('boot-before');
  const now = before === undefined || options.signal?.aborted ? undefined : await options.bootId?.().catch(() => undefined);
  return now !== undefined && now !== before ? errors.rebooted(where) : errors.lost(where, error.message);
}
