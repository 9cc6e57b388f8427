import assert from 'node:assert/strict';
import type { GuardClient } from '../../src/deploy/guard-client';
import { guardOf } from '../../src/deploy/guard-script';
import { Lifeline, OutOfReach } from '../../src/deploy/lifeline';
import { PATIENCE } from '../../src/deploy/patience';
import type { Connection, RemoteResult } from '../../src/ssh/connection';
import { ConnectionLost } from '../../src/ssh/errors';

const ANSWER: RemoteResult = { code: 0, stdout: 'outcome=built\n', stderr: '' };

/** A way to a machine whose connections break as told. What is real of it is tested on the bed. */
class Way {
  public opened = 0;
  public closed = 0;
  /** How long it takes to open a connection again. */
  public delay = 0;
  public readonly lost: string[] = [];
  public readonly lifeline: Lifeline;

  public constructor(
    private readonly refusals: number,
    private readonly run: (connection: number) => Promise<RemoteResult>,
    reconnect = 1000,
  ) {
    this.lifeline = new Lifeline({
      guard: guardOf('#!/bin/sh\n'),
      patience: { ...PATIENCE, reconnect, firstPause: 1, longestPause: 4 },
      open: async () => this.open(),
      onLost: ({ message }) => void this.lost.push(message),
    });
  }

  private async open(): Promise<Connection> {
    this.opened += 1;
    const number = this.opened;
    if (number > 1) await new Promise((resolve) => setTimeout(resolve, this.delay));
    if (number > 1 && number <= 1 + this.refusals) throw new Error('nobody listens');
    return {
      label: 'root@one',
      user: 'root',
      closed: new Promise(() => undefined),
      run: () => this.run(number),
      close: async () => void (this.closed += 1),
    };
  }
}

const never = new AbortController().signal;
const ask = (guard: GuardClient): Promise<unknown> => guard.result('abcdefgh');
const lost = async (): Promise<never> => {
  throw new ConnectionLost('root@one', 'reset');
};

describe('a connection that is kept up', () => {
  it('is one for all that is done over it', async () => {
    const way = new Way(0, async () => ANSWER);
    await way.lifeline.open(never);
    for (let again = 0; again < 3; again++) await way.lifeline.use(ask);
    way.lifeline.close();
    assert.deepEqual([way.opened, way.closed, way.lost.length], [1, 1, 0]);
  });

  it('is opened again when it breaks, as often as it takes, and what was under way is done again', async () => {
    const way = new Way(5, (connection) => (connection === 1 ? lost() : Promise.resolve(ANSWER)));
    await way.lifeline.open(never);
    assert.equal(((await way.lifeline.use((guard) => guard.result('abcdefgh'))) as { outcome: string }).outcome, 'built');
    assert.deepEqual([way.opened, way.lost.length], [7, 1]);
  });

  it('is opened once when two are under way as it breaks', async () => {
    const way = new Way(2, (connection) => (connection === 1 ? lost() : Promise.resolve(ANSWER)));
    await way.lifeline.open(never);
    await Promise.all([way.lifeline.use(ask), way.lifeline.use(ask), way.lifeline.use(ask)]);
    assert.deepEqual([way.opened, way.lost.length], [4, 1]);
  });

  it('is given up after our patience, with what was met with last', async () => {
    const way = new Way(Infinity, lost, 30);
    await way.lifeline.open(never);
    await assert.rejects(
      way.lifeline.use(ask),
      (error) => error instanceof OutOfReach && error.message === 'nobody listens' && error.seconds < 1,
    );
  });

  it('is tried until our patience is over, and not given up before', async () => {
    const way = new Way(Infinity, lost, 300);
    await way.lifeline.open(never);
    await assert.rejects(way.lifeline.use(ask), (error) => error instanceof OutOfReach && error.seconds >= 0.29);
  });

  it('is not opened any more after the end, and one that comes then is closed', async () => {
    const way = new Way(0, (connection) => (connection === 1 ? lost() : Promise.resolve(ANSWER)));
    await way.lifeline.open(never);
    way.delay = 50;
    const late = way.lifeline.use(ask);
    await new Promise((resolve) => setTimeout(resolve, 10)); // the second one is on its way
    way.lifeline.close();
    await assert.rejects(late);
    assert.equal(way.closed, way.opened);
  });

  it('does not hide an error that is none of the connection', async () => {
    const way = new Way(0, async () => ({ code: 1, stdout: '', stderr: 'studio-cdk guard: no.\n' }));
    await way.lifeline.open(never);
    await assert.rejects(way.lifeline.use(ask), { name: 'UserError', message: /refused «result»: studio-cdk guard: no\.$/ });
    assert.equal(way.opened, 1);
  });

  it('does not try again when it cannot be opened at first', async () => {
    const refused = new Way(1, async () => ANSWER);
    refused.opened = 1; // the next one is the second, which nobody answers
    await assert.rejects(refused.lifeline.open(never), /nobody listens/);
    assert.equal(refused.opened, 2);
  });
});
