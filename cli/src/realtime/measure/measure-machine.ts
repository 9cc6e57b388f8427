import type { Ways } from '../../deploy/open-machine';
import { pause } from '../../deploy/patience';
import type { Machine } from '../../deploy/select-machines';
import type { Connection } from '../../ssh/connection';
import { harmless } from '../../ssh/harmless';
import type { Measurement } from '../measurement';
import { isRefused } from './errors';
import { runOn } from './machine-run';
import { measure, type MeasureOptions } from './measure';

/** A line that is silent for so long is cut. The machine itself gives up after as long. */
const SILENCE_MS = 10_000;
/** How long it is tried to learn whether a machine that was lost went down. */
const RETURN_MS = 20_000;

/** Measures a machine as whoever logs in; where that user may have no realtime priority, with root's rights. */
export async function measureMachine(
  ways: Ways,
  machine: Machine,
  options: Omit<MeasureOptions, 'stack' | 'bootId'>,
): Promise<Measurement> {
  const { signal } = options;
  const how = { silenceMs: SILENCE_MS, ...(signal && { signal }) };
  const all: MeasureOptions = {
    ...options,
    stack: machine.name,
    ...(machine.realtime && { intent: machine.realtime }),
    bootId: () => bootIdOf(ways, machine, signal),
  };
  const login = await ways.connect(machine.target, how);
  try {
    return await closing(login, () => measure(runOn(login), all));
  } catch (error) {
    if (!isRefused(error) || login.user === 'root') throw error;
    const withoutRights = (why: Error): never => {
      if (why.name === 'Interrupted') throw why;
      (error as Error).message += ` Root’s rights were not to be had: ${why.message}`;
      throw error;
    };
    const rights = await ways.open(machine.target, how).catch(withoutRights);
    return closing(rights, async () => {
      // Some may become root for the guard alone.
      const { code, stderr } = await rights.run({ argv: ['true'], ...(signal && { signal }) });
      if (code !== 0) withoutRights(new Error(harmless(stderr.trim().slice(0, 300)) || `«true» ended with exit code ${code}`));
      return measure(runOn(rights), all);
    });
  }
}

async function closing<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await connection.close();
  }
}

async function bootIdOf(ways: Ways, { target }: Machine, signal?: AbortSignal): Promise<string | undefined> {
  const limit = AbortSignal.timeout(RETURN_MS);
  const stop = signal ? AbortSignal.any([signal, limit]) : limit;
  for (;;) {
    try {
      const connection = await ways.connect(target, { signal: stop });
      return await closing(connection, async () => {
        const { stdout } = await connection.run({ argv: ['cat', '/proc/sys/kernel/random/boot_id'], signal: stop });
        return stdout.trim();
      });
    } catch {
      if (stop.aborted) return undefined;
      await pause(1000, stop);
    }
  }
}
