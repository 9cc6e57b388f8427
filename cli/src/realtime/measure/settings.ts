import type { RealtimeEntry } from '../../../../src/assembly/realtime';
import type { Measurement } from '../measurement';
import { bufferMicros } from './summary';

/** How a machine is measured so that the figures mean something for its music. */
export interface Settings {
  readonly priority: number;
  /** µs */
  readonly interval: number;
  /** Latencies of so many µs and more are not told apart. */
  readonly buckets: number;
  readonly buffer?: Measurement['buffer'];
  /** Why these, as the end of a sentence. */
  readonly because: string;
}

export interface Given {
  readonly priority?: number;
  readonly interval?: number;
}

/** What the server's own thread has where nobody says otherwise: PipeWire's module-rt takes 88, jackd 10. */
const PRIORITY = { pipewire: 88, jack: 10 } as const;

/** What cyclictest takes by itself. */
const INTERVAL = 1000;
/** Shorter, and the measurement itself is the load. */
const SHORTEST = 100;
/** Longer, and half a minute has too few wake-ups to find a rare one. */
const LONGEST = 10_000;

/**
 * The audio server's thread is woken up once a buffer, at its own priority. What is measured is to sleep as long, because a CPU that has
 * longer to wait sleeps deeper and wakes up later; and to be as important, because what stands above it (the threads of interrupts) makes the
 * server wait, too. Latencies are told apart up to twice the buffer: beyond it has crackled anyway.
 */
export function settingsFor(intent: RealtimeEntry | undefined, given: Given = {}): Settings {
  const audio = intent?.audio?.value;
  const buffer = audio && audio.quantum > 0 && audio.rate > 0 ? { quantum: audio.quantum, rate: audio.rate } : undefined;
  const micros = bufferMicros(buffer);
  const period = micros === undefined ? INTERVAL : Math.min(Math.max(Math.round(micros), SHORTEST), LONGEST);
  return {
    priority: given.priority ?? audio?.priority ?? PRIORITY[audio?.kind ?? 'pipewire'],
    interval: given.interval ?? period,
    buckets: Math.min(Math.max(Math.ceil((2 * (micros ?? 0)) / 1000) * 1000, 2000), 20_000),
    ...(buffer && { buffer }),
    because: reason(audio, given, period),
  };
}

function reason(audio: NonNullable<RealtimeEntry['audio']>['value'] | undefined, given: Given, period: number): string {
  if (given.priority !== undefined && given.interval !== undefined) return 'as you asked for';
  if (audio === undefined) {
    const ours =
      given.priority !== undefined ? 'cyclictest’s own pace' : given.interval !== undefined ? 'PipeWire’s own priority' : undefined;
    return `nothing is known of an audio server, so this is ${ours ?? 'PipeWire’s own priority and cyclictest’s own pace'}`;
  }
  const { kind, quantum, rate } = audio;
  const name = kind === 'jack' ? 'JACK' : 'PipeWire';
  const priority = given.priority === undefined ? `at the priority of ${name}’s own thread` : 'at the priority that you asked for';
  const pace =
    given.interval !== undefined
      ? 'as often as you asked for'
      : `as often as ${name} is woken up for ${quantum} frames at ${rate} Hz${period === LONGEST ? ' (but every 10 ms at least)' : ''}`;
  return `${priority}, ${pace}`;
}
