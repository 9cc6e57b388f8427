import assert from 'node:assert/strict';
import { readDeployOptions, readTransport } from '../../src/deploy/deploy-options';

describe('the options of a deployment', () => {
  it('are a switch that is built on the machine, when nothing is said', () => {
    assert.deepEqual(readDeployOptions({}), { plan: { goal: 'switch' }, concurrency: 50, undoDone: false, stages: [] });
  });

  it('say where it is built', () => {
    const buildOn = (place: string): unknown => readDeployOptions({ buildOn: place }).plan.buildOn;
    assert.deepEqual([buildOn('target'), buildOn('here'), buildOn('nix@tower')], ['target', 'deployer', { builder: 'nix@tower' }]);
  });

  it('take numbers that are meant', () => {
    const { plan, concurrency } = readDeployOptions({ concurrency: '8', confirmTimeout: '5', activationTimeout: '86400' });
    assert.deepEqual([concurrency, plan.confirmWithin, plan.activateWithin], [8, 5, 86_400]);
    for (const wrong of ['', '-1', '0', '1.5', '1e3', 'ten', '1001', ' 8'])
      assert.throws(() => readDeployOptions({ concurrency: wrong }), /is not a number of machines from 1 to 1000/);
    assert.throws(
      () => readDeployOptions({ confirmTimeout: '86401' }),
      /^UserError: --confirm-timeout «86401» is not a number of seconds from 5 to 86400/,
    );
  });

  it('name a transport that there is, or leave it open', () => {
    assert.equal(readTransport(undefined), undefined);
    assert.equal(readTransport('openssh'), 'openssh');
    assert.throws(() => readTransport('openshh'), /Did you mean «openssh»\?/);
  });
});
