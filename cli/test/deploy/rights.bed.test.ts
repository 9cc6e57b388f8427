import assert from 'node:assert/strict';
import { describeOnBed, type BedMachine } from '../../../test/bed';
import { studio } from '../../../test/bed/studio';
import { deploy } from './bed';

const MACHINES = [{ name: 'one', users: [{ name: 'carla', mayRun: ['/run/current-system/sw/bin/studio-cdk-guard'] }] }];

describeOnBed('a user who may run the guard and nothing else', { kind: 'light', machines: MACHINES }, (bed) => {
  const one = (): BedMachine => bed().machine('one');

  beforeEach(function () {
    this.currentTest?.timeout(60_000);
  });

  it('deploys to a machine that a deployment has reached before', async () => {
    const asRoot = await studio(bed(), { machines: ['one'], folder: 'as-root' });
    assert.equal((await deploy(bed(), asRoot, 'one')).outcome.kind, 'switched');

    const asCarla = await studio(bed(), {
      machines: [{ machine: 'one', target: "user: 'carla'", module: '{ environment.etc."take".text = "two"; }' }],
    });
    const ended = await deploy(bed(), asCarla, 'one');
    assert.equal(ended.outcome.kind, 'switched', ended.story);
    assert.equal(await one().console('cat /etc/take'), 'two');
    assert.deepEqual((await deploy(bed(), asCarla, 'one')).phases, ['connecting', 'checking', 'finished']);
  });
});
