import assert from 'node:assert/strict';
import type { Ways } from '../../../src/deploy/open-machine';
import type { Machine } from '../../../src/deploy/select-machines';
import { measureMachine } from '../../../src/realtime/measure/measure-machine';
import type { Connection, RemoteCommand } from '../../../src/ssh/connection';

const MACHINE = { name: 'booth', target: { host: 'booth', user: 'deploy' } } as unknown as Machine;

/** A connection on which every program says the same. */
const saying = (code: number, line: string, stream: 'out' | 'err'): Connection =>
  ({
    user: 'deploy',
    run: ({ onLine }: RemoteCommand) => {
      onLine?.(line, stream);
      return Promise.resolve({ code, stdout: '', stderr: stream === 'err' ? line : '' });
    },
    close: () => Promise.resolve(),
  }) as unknown as Connection;

describe('measuring as somebody who may become root for the guard alone', () => {
  it('says what that user lacks, and not only that sudo refused', async () => {
    const ways = {
      connect: () => Promise.resolve(saying(1, 'problem refused 0', 'out')),
      open: () => Promise.resolve(saying(1, 'sudo: a password is required', 'err')),
    } as unknown as Ways;
    await assert.rejects(
      measureMachine(ways, MACHINE, { seconds: 1 }),
      /booth does not let us wake up at realtime priority 88, whose limit is 0\..* Root’s rights were not to be had: sudo: a password is required$/,
    );
  });
});
