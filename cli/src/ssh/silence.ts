import type { Duplex } from 'node:stream';
import type { HostConfig } from './config';

/** The shortest time between two questions whether the other side is there. */
const LEAST_MS = 500;

/** The same configuration, which asks often enough that a line is known to be dead after `silenceMs`, or sooner if the user wants that. */
export function listening(config: HostConfig, silenceMs: number | undefined): HostConfig {
  if (silenceMs === undefined) return config;
  const interval = Math.max(LEAST_MS, silenceMs / turnsOf(config));
  return { ...config, aliveIntervalMs: Math.min(config.aliveIntervalMs, interval) };
}

/**
 * Ends a stream on which nothing comes for too long, although the other side is asked all the time whether it is there. Any byte is a sign of
 * life, not the answers alone: those may stand behind a long upload on a slow line. Turns are counted, and not the time, because a process
 * that was stopped for a while has not listened.
 */
export function endWhenSilent(stream: Duplex, config: HostConfig, onSilence: (seconds: number) => void): void {
  const most = turnsOf(config);
  let silent = 0;
  const timer = setInterval(() => {
    silent += 1;
    if (silent < most) return;
    clearInterval(timer);
    onSilence((most * config.aliveIntervalMs) / 1000);
    stream.destroy();
  }, config.aliveIntervalMs);
  stream.on('data', () => (silent = 0));
  stream.once('close', () => clearInterval(timer));
}

/** One to ask, and so many to wait for an answer. */
const turnsOf = ({ aliveCount }: HostConfig): number => aliveCount + 1;
