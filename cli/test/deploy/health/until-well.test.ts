import assert from 'node:assert/strict';
import type { GuardClient } from '../../../src/deploy/guard-client';
import { untilWell, type Look } from '../../../src/deploy/health/until-well';

const guard = {} as GuardClient;
const wait = (look: Look, within = 1, reach = (): Promise<GuardClient> => Promise.resolve(guard)): Promise<string | undefined> =>
  untilWell({ within, signal: new AbortController().signal, reach, look });

describe('a check that is asked again', () => {
  it('is done as soon as it is well', async () => {
    let looks = 0;
    assert.equal(await wait(() => Promise.resolve((looks += 1) < 3 ? 'it starts' : undefined), 5), undefined);
    assert.equal(looks, 3);
  });

  it('says what was wrong at last when its time is over', async () => {
    let looks = 0;
    assert.equal(await wait(() => Promise.resolve(`look ${(looks += 1)}`), 0.3), 'look 2');
  });

  it('bears a connection that breaks, as a switch may restart sshd', async () => {
    let calls = 0;
    const reach = (): Promise<GuardClient> => ((calls += 1) === 1 ? Promise.reject(new Error('it was lost')) : Promise.resolve(guard));
    assert.equal(await wait(() => Promise.resolve(undefined), 5, reach), undefined);
    assert.equal(
      await wait(
        () => Promise.resolve(undefined),
        0,
        () => Promise.reject(new Error('it was lost')),
      ),
      'it was lost',
    );
  });

  it('gives a program at least a second, also where no time is left', async () => {
    let limit = 0;
    await wait(({ timeoutMs }) => ((limit = timeoutMs), Promise.resolve('no')), 0);
    assert.equal(limit, 1000);
  });

  it('ends when somebody stops it', async () => {
    const stop = new AbortController();
    const waiting = untilWell({ within: 60, signal: stop.signal, reach: () => Promise.resolve(guard), look: () => Promise.resolve('no') });
    stop.abort();
    assert.equal(await waiting, 'no');
  });
});
