import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnBed, studio, type Ran, type Studio } from '../../../test/bed';
import { saveMeasurement } from '../../src/realtime/measure';
import { measurement } from '../realtime/report/fixtures';
import '../support/cli'; // brings the command line up to date

describeOnBed('cdk report of a machine', { kind: 'light', machines: ['laptop'] }, (bed) => {
  let project: Studio;
  before(async function () {
    this.timeout(60_000);
    project = await studio(bed(), { machines: ['laptop'] });
    saveMeasurement(project.folder, { ...measurement({ cpus: 2 }), stack: 'laptop' });
  });
  const report = (...args: readonly string[]): Promise<Ran> => project.cdk(['report', ...args]);

  it('asks it how it is set up, and draws what it found', async () => {
    const { code, stderr } = await report('laptop', '--html', 'report.html');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^report\.html is written\.$/m);
    const page = readFileSync(join(project.folder, 'report.html'), 'utf8');
    assert.match(page, /What the machine is set to/);
    assert.match(page, /The way of the sound/);
    assert.doesNotMatch(page, /Made from what is stored/);
  });

  it('writes the page all the same when it does not answer', async () => {
    await bed().machine('laptop').stopSshd();
    const { code, stdout, stderr } = await report('laptop', '--html', '-');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^laptop did not answer, so the page is made from what is stored: /m);
    assert.match(stdout, /laptop was not reached: /);
    assert.match(stdout, /64 frames at 48 kHz hold: /);
  });
});
