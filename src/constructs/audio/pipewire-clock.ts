import type { PipewireProps } from './pipewire-props';
import { SampleRate } from './sample-rate';

/** PipeWire's own numbers (its src/pipewire/settings.c, 1.6). */
export const DEFAULT_CLOCK = { rate: 48_000, quantum: 1024, min: 32, max: 2048 } as const;
export const QUANTUM_FLOOR = 4;
export const QUANTUM_LIMIT = 8192;

/** What the server's clock will really do. PipeWire moves a quantum that lies outside of its bounds without a word; here the bounds follow it. */
export interface Clock {
  readonly rate: SampleRate;
  readonly allowedRates: readonly SampleRate[];
  readonly quantum: number;
  readonly min: number;
  readonly max: number;
}

export function clockOf({
  rate = SampleRate.hz(DEFAULT_CLOCK.rate),
  allowedRates = [rate],
  quantum,
  minQuantum,
  maxQuantum,
}: PipewireProps): Clock {
  const max = maxQuantum ?? Math.max(DEFAULT_CLOCK.max, quantum ?? 0, minQuantum ?? 0);
  const min = minQuantum ?? Math.min(quantum ?? DEFAULT_CLOCK.min, max);
  return { rate, allowedRates, min, max, quantum: quantum ?? Math.min(Math.max(DEFAULT_CLOCK.quantum, min), max) };
}
