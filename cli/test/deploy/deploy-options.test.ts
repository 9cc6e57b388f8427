import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readDeployOptions, readSshConfig, readTransport } from '../../src/deploy/deploy-options';
import { patienceFor } from '../../src/deploy/patience';
import { folderWith } from '../support/cli';

describe('the options of a deployment', () => {
  it('are a switch that is built on the machine, when nothing is said', () => {
    assert.deepEqual(readDeployOptions({}), { plan: { goal: 'switch' }, concurrency: 50, engine: 'ssh', undoDone: false, stages: [] });
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

  it('take the time that somebody has for a machine that is silent', () => {
    assert.equal(readDeployOptions({ patience: '30' }).patience, 30);
    assert.deepEqual(patienceFor(30), { reconnect: 30_000, isFirm: true });
    assert.deepEqual(patienceFor(undefined), {});
    for (const wrong of ['4', '1m', ''])
      assert.throws(() => readDeployOptions({ patience: wrong }), /--patience «.*» is not a number of seconds/);
  });

  it('take units as systemctl does', () => {
    const tolerated = (...units: readonly string[]): unknown => readDeployOptions({ tolerateUnit: units }).plan.tolerate;
    assert.deepEqual(tolerated('jack', 'jack.service', 'home.mount', 'getty@tty1', 'systemd-udevd.socket'), [
      'jack.service',
      'jack.service',
      'home.mount',
      'getty@tty1.service',
      'systemd-udevd.socket',
    ]);
    for (const wrong of ['', 'a b', 'a;b', '../x', 'a\nb']) assert.throws(() => tolerated(wrong), /is not the name of a unit of systemd/);
  });

  it('take a configuration of ssh that is there', () => {
    const folder = folderWith({ 'ssh.conf': '' });
    assert.equal(readSshConfig(undefined, folder), undefined);
    assert.equal(readSshConfig('ssh.conf', folder), join(folder, 'ssh.conf'));
    assert.equal(readSshConfig('/dev/null', folder), '/dev/null');
    assert.throws(() => readSshConfig('ssh.cnf', folder), /^UserError: --ssh-config «ssh\.cnf»: it is not there\.$/);
    assert.throws(() => readSshConfig('.', folder), /that is a folder/);
  });

  it('name a transport that there is, or leave it open', () => {
    assert.equal(readTransport(undefined), undefined);
    assert.equal(readTransport('openssh'), 'openssh');
    assert.throws(() => readTransport('openshh'), /Did you mean «openssh»\?/);
  });
});
