import assert from 'node:assert/strict';
import { runtime } from '@pulumi/pulumi';
import { pause } from '../../cli/src/deploy/patience';
import { onEngineEnd } from '../src/engine-end';

/** As gRPC numbers them. */
const [IDLE, CONNECTING, READY, TRANSIENT_FAILURE, SHUTDOWN] = [0, 1, 2, 3, 4];

describe('the end of Pulumi’s engine', () => {
  const seen = async (...states: readonly number[]): Promise<number> => {
    let at = 0;
    const channel = { getConnectivityState: () => states[Math.min(at++, states.length - 1)] };
    runtime.setMockOptions({ getChannel: () => channel }, 'trial', 'home', false);
    let told = 0;
    const forget = onEngineEnd(() => told++);
    await pause(250 * (states.length + 2));
    forget();
    return told;
  };

  it('is when its connection is closed', async () => assert.equal(await seen(READY!, SHUTDOWN!), 1));

  it('is when nobody is there any more', async () => assert.equal(await seen(READY!, IDLE!, CONNECTING!, TRANSIENT_FAILURE!), 1));

  it('is not when nothing was said for long, as in a long build', async () =>
    assert.equal(await seen(READY!, IDLE!, CONNECTING!, READY!), 0));
});
