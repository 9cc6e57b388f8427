import assert from 'node:assert/strict';
import { alice, said, verdict, wish } from './a-snapshot';

const gets = (changes: object) => ({
  musicians: [alice({ limits: { rtprio: 99, memlock: 'unlimited', nofile: 99_999, from: 'login', ...changes } })],
});
const ASKS = { limits: { rtprio: wish<number | 'unlimited'>(95), memlock: wish<number | 'unlimited'>('unlimited') } };
const WITHOUT_SERVER = { pipewire: undefined };

describe('limits of the musician', () => {
  it('are those of the session, whoever looks', () => {
    assert.equal(said('rtprio_limit', gets({ rtprio: 0 })), 'warning: alice: 0; rtkit lends PipeWire one, of 20 at most');
    assert.equal(said('rtprio_limit', { ...gets({ rtprio: 0 }), ...WITHOUT_SERVER }), 'error: alice: 0; music wants 75 or more');
    assert.match(said('root'), /^ok: root, who looked at the sessions of alice$/);
  });

  it('of root are no answer', () => {
    const asRoot = { musicians: [alice({ name: 'root', limits: { rtprio: 99, memlock: 'unlimited', nofile: 1e6, from: 'self' } })] };
    for (const id of ['rtprio_limit', 'memlock_limit', 'nofile_limit', 'rtprio_settable', 'cpu_dma_latency'])
      assert.match(said(id, asRoot), /^unknown: root: /, id);
    assert.match(said('root', asRoot), /^unknown: root, and no musician is known$/);
    assert.match(said('rtprio_limit', { musicians: [] }), /^unknown: nobody is known/);
  });

  it('are held against what was asked for, and more is as good', () => {
    assert.equal(said('rtprio_limit', gets({ rtprio: 20 }), ASKS), 'warning: alice: gets 20, asked for 95 (bin/studio.ts:14)');
    assert.equal(
      said('rtprio_limit', { ...gets({ rtprio: 20 }), ...WITHOUT_SERVER }, ASKS),
      'error: alice: gets 20, asked for 95 (bin/studio.ts:14)',
    );
    assert.equal(said('rtprio_limit', gets({}), ASKS), 'ok: alice: 99, as asked for');
    assert.equal(said('memlock_limit', gets({ memlock: 8192 }), ASKS), 'error: alice: gets 8.4 MB, asked for unlimited (bin/studio.ts:14)');
    assert.match(said('memlock_limit', gets({ memlock: 4_194_304 })), /^info: alice: 4\.3 GB; /);
    assert.match(said('memlock_limit', gets({ memlock: 64 })), /^error: /);
    assert.match(said('nofile_limit', gets({ nofile: 4096 })), /^info: /);
  });

  it('were not asked for somebody who is no member of the group audio, and was not named', () => {
    const deployer = {
      musicians: [alice({ name: 'deploy', groups: ['users'], limits: { rtprio: 0, memlock: 64, nofile: 1024, from: 'self' } })],
    };
    assert.doesNotMatch(said('rtprio_limit', deployer, ASKS), /asked for/);
    assert.match(said('memlock_limit', deployer, ASKS), /^error: deploy: 65\.5 kB; a sampler /);
    assert.match(said('rtprio_limit', deployer, { ...ASKS, musicians: [wish('deploy')] }), /asked for 95/);
  });

  it('are unknown where they are not to be seen, which is never fine', () => {
    const { status, withoutFix } = verdict('rtprio_limit', { musicians: [alice({ limits: undefined })] });
    assert.equal(status, 'unknown');
    assert.match(withoutFix!, /Only root/);
  });

  it('of several musicians are those of the worst', () => {
    const both = {
      musicians: [alice(), alice({ name: 'bob', limits: { rtprio: 0, memlock: 0, nofile: 0, from: 'login' } })],
      ...WITHOUT_SERVER,
    };
    assert.equal(said('rtprio_limit', both), 'error: bob: 0; music wants 75 or more');
    assert.match(
      said('rtprio_limit', { musicians: [alice()] }, { musicians: [wish('alice'), wish('carol')] }),
      /^unknown: carol: was not looked at$/,
    );
  });

  it('need an account, which is said once', () => {
    const nobody = { musicians: [alice({ exists: false, groups: [], limits: undefined })] };
    assert.equal(said('audio_group', nobody), 'error: alice: there is no such account');
    assert.equal(
      said('audio_group', nobody, { musicians: [wish('alice')] }),
      'error: alice: there is no such account, asked for one (bin/studio.ts:14)',
    );
    assert.equal(said('rtprio_limit', nobody), 'unknown: alice: there is no such account');
  });
});

describe('what was tried', () => {
  it('proves more than a limit', () => {
    assert.match(said('rtprio_settable', { musicians: [alice({ maySetRealtime: false })] }), /^error: alice: SCHED_FIFO 80 was refused$/);
    assert.match(said('rtprio_settable', { musicians: [alice({ maySetRealtime: undefined })] }), /^unknown: /);
    assert.match(
      said('cpu_dma_latency', { musicians: [alice({ mayHoldDmaLatency: undefined })] }),
      /^absent: alice: the machine has no such device$/,
    );
    assert.match(
      said('cpu_dma_latency', { musicians: [alice({ mayHoldDmaLatency: undefined })], unseen: ['musicians.alice.mayHoldDmaLatency'] }),
      /^unknown: /,
    );
    assert.match(said('cpu_dma_latency', { musicians: [alice({ mayHoldDmaLatency: false })] }), /^warning: alice: not allowed$/);
  });
});

describe('the group audio', () => {
  it('is asked for', () => {
    const outside = { musicians: [alice({ groups: ['users'] })] };
    assert.equal(
      said('audio_group', outside, { musicians: [wish('alice')] }),
      'warning: alice: no member, asked for one (bin/studio.ts:14)',
    );
    assert.match(said('audio_group', outside), /^info: alice: no member, and has the rights all the same$/);
    assert.match(said('audio_group', { musicians: [alice({ groups: ['users'], maySetRealtime: false })] }), /^warning: /);
    assert.match(said('audio_group', { musicians: [alice({ groups: ['pipewire'] })] }), /^ok: /);
  });

  it('is there once', () => {
    assert.match(said('multiple_audio_groups', { audioGroups: 0 }), /^warning: there is none$/);
    assert.match(said('multiple_audio_groups', { audioGroups: 2 }), /^warning: there are 2$/);
  });
});
