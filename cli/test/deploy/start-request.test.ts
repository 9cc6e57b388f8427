import assert from 'node:assert/strict';
import { deployer, newId, startRequest } from '../../src/deploy/start-request';
import { STORE, factsWith, planOf } from './support';

describe('what the guard is told', () => {
  it('to do is the plan', () =>
    assert.deepEqual(startRequest(planOf(), factsWith(), undefined, 'ada@desk'), {
      goal: 'switch',
      stack: 'studio-laptop',
      fingerprint: 'sha256-F',
      by: 'ada@desk',
      watch: true,
      attribute: 'studio-laptop',
      activate: 600,
      confirm: 90,
      expect: 41,
    }));

  it('of a system that is there already, or of a generation, leaves the build out', () => {
    assert.equal(startRequest(planOf(), factsWith(), { system: STORE('new') }, 'a').system, STORE('new'));
    for (const source of [{ system: STORE('new') }, { generation: 3 }])
      assert.equal(startRequest(planOf(), factsWith(), source, 'a').attribute, undefined);
  });

  it('of a reboot is that it may be needed', () =>
    assert.equal(startRequest(planOf({ reboot: true }), factsWith(), undefined, 'a').reboot, 'if-needed'));

  it('waits for no word where none is given', () =>
    assert.equal(startRequest(planOf({ goal: 'boot' }), factsWith(), undefined, 'a').confirm, undefined));

  it('adopts only when the user says so', () => {
    assert.equal(startRequest(planOf(), factsWith(), undefined, 'a').adopt, undefined);
    assert.equal(startRequest(planOf({ adopt: true }), factsWith(), undefined, 'a').adopt, true);
    assert.equal(startRequest(planOf({ goal: 'build' }), factsWith(), undefined, 'a').adopt, undefined);
  });

  it('expects nothing of a machine without generations', () =>
    assert.equal(startRequest(planOf(), factsWith({ generation: '' }), undefined, 'a').expect, undefined));
});

describe('a deployment', () => {
  it('has a name that sorts by time and is never used twice', () => {
    assert.match(newId(new Date('2026-05-22T18:03:01Z')), /^20260522-180301-[0-9a-f]{6}$/);
    assert.equal(new Set(Array.from({ length: 100 }, () => newId())).size, 100);
  });

  it('has somebody who does it, in one word', () => assert.match(deployer(), /^[\w.-]+@[\w.-]+$/));
});
