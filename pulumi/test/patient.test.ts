import assert from 'node:assert/strict';
import type { Connect, Connection } from '../../cli/src/ssh/connection';
import { badHost, refused } from '../../cli/src/ssh/errors';
import { patient } from '../src/patient';

describe('the first connection to a machine', () => {
  /** A machine that answers from the given attempt on, unless something else is wrong. */
  const machine = (upFrom: number, error: () => Error = () => refused('studio.local')) => {
    const calls = { made: 0 };
    const connect: Connect = () => (++calls.made >= upFrom ? Promise.resolve({} as Connection) : Promise.reject(error()));
    return { calls, connect };
  };
  const to = { host: 'studio.local' };

  it('is tried again while the machine comes up', async () => {
    const { calls, connect } = machine(3);
    await patient(connect, 10)(to);
    assert.equal(calls.made, 3);
  });

  it('is given up when it failed more often than it may', async () => {
    const { calls, connect } = machine(9);
    await assert.rejects(patient(connect, 2)(to), /nothing listens for ssh/);
    assert.equal(calls.made, 3);
  });

  it('is not tried again where that would change nothing', async () => {
    const { calls, connect } = machine(2, () => badHost('a b'));
    await assert.rejects(patient(connect, 10)(to), /is no name or address/);
    assert.equal(calls.made, 1);
  });

  it('is the only one: who loses a machine later has other means', async () => {
    const answers: readonly (() => Promise<Connection>)[] = [
      () => Promise.resolve({} as Connection),
      () => Promise.reject(refused('studio.local')),
    ];
    let made = 0;
    const connect = patient(() => answers[made++]!(), 10);
    await connect(to);
    await assert.rejects(connect(to), /nothing listens for ssh/);
    assert.equal(made, 2);
  });

  it('ends with the run', async () => {
    const { calls, connect } = machine(Infinity);
    const stop = new AbortController();
    const waiting = patient(connect, -1)(to, { signal: stop.signal });
    stop.abort();
    await assert.rejects(waiting);
    assert.ok(calls.made <= 2);
  });
});
