import assert from 'node:assert/strict';
import type { Deployed, Facts } from '../../src/deploy/facts';
import { notesOf, rowOf, standingOf, type Standing } from '../../src/machines/status';

const SYSTEM = '/nix/store/a-nixos-system';
const EXPECTED = { fingerprint: 'sha256-now', fingerprintWithoutLock: 'sha256-open' };
const DEPLOYED: Deployed = {
  id: '20260522-180301-4f3a9c',
  fingerprint: 'sha256-now',
  system: SYSTEM,
  generation: 12,
  at: 1000,
  by: 'ada@desk',
  needsReboot: false,
};
const FACTS: Facts = {
  askedAt: 0,
  protocol: 1,
  hostname: 'stage-box',
  osId: 'nixos',
  nixosVersion: '26.05',
  arch: 'x86_64',
  bootId: 'b',
  clock: 8300,
  system: SYSTEM,
  profile: SYSTEM,
  generation: 12,
  pendingReboot: 'no',
  failedUnits: [],
  deployed: DEPLOYED,
};

const standing = (change: Partial<Facts>, sameLock = false): Promise<Standing> =>
  standingOf({ ...FACTS, ...change }, EXPECTED, () => Promise.resolve(sameLock));

describe('the standing of a machine', () => {
  it('is up to date with the configuration of now', async () => {
    assert.equal(await standing({}), 'up to date');
  });

  it('is up to date also where the lock of now is the one that the machine made itself', async () => {
    const deployed = { ...DEPLOYED, fingerprint: 'sha256-open' };
    assert.equal(await standing({ deployed }, true), 'up to date');
    assert.equal(await standing({ deployed }, false), 'differs');
  });

  it('differs when the studio has changed since', async () => {
    assert.equal(await standing({ deployed: { ...DEPLOYED, fingerprint: 'sha256-then' } }), 'differs');
  });

  it('is that of a stranger before the first deployment', async () => {
    assert.equal(await standing({ deployed: undefined }), 'never deployed');
  });

  it('tells that somebody else was there', async () => {
    assert.equal(await standing({ generation: 13 }), 'changed by hand');
    assert.equal(await standing({ profile: '/nix/store/b' }), 'changed by hand');
    assert.equal(await standing({ system: '/nix/store/b' }), 'changed by hand');
  });

  it('is nobody’s fault while somebody deploys', async () => {
    assert.equal(await standing({ system: '/nix/store/b', lock: { id: 'x' } }), 'changing');
    assert.equal(await standing({ system: '/nix/store/b', armed: { id: 'x' } }), 'changing');
  });

  it('is no stranger’s work where a system waits for a reboot', async () => {
    assert.equal(await standing({ system: '/nix/store/b', deployed: { ...DEPLOYED, needsReboot: true } }), 'up to date');
  });
});

describe('a row of cdk status', () => {
  it('says what it runs, and who deployed when', () => {
    const row = rowOf({ stack: 'stage-box', host: 'h', standing: 'up to date', facts: FACTS });
    assert.deepEqual(row, ['stage-box', 'up to date', '12', '26.05', '2 h ago by ada@desk', '-']);
  });

  it('says why there is none', () => {
    const row = rowOf({ stack: 'foh', host: 'h', problem: 'Nobody answers.\nIs it on?' });
    assert.deepEqual(row, ['foh', 'no answer', '-', '-', '-', 'Nobody answers.']);
    assert.equal(rowOf({ stack: 'foh', host: 'h', problem: 'sudo wants a password.', isThere: true })[1], 'no access');
  });

  it('notes what matters, the worst first', () => {
    const notes = notesOf({
      ...FACTS,
      lock: { id: 'x', by: 'ben@loft', since: 8120, phase: 'build' },
      failedUnits: ['jack.service'],
      pendingReboot: 'yes',
      last: { id: 'x', outcome: 'undo-failed' },
    });
    assert.deepEqual(notes, [
      'the last deployment could not be taken back',
      'ben@loft is deploying since 3 min (build)',
      'failed: jack.service',
      'needs a reboot',
    ]);
  });
});
