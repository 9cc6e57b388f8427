import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeOnBed, studio, type BedMachine, type Ran, type Studio } from '../../../test/bed';
import { checkMeasurement } from '../../src/realtime/measure/check-measurement';
import { whyNotHere } from '../realtime/measure/here';
import '../support/cli'; // brings the command line up to date

const ALICE = { name: 'booth', users: [{ name: 'alice', password: 'open sesame', isAdministrator: true }] };

describeOnBed('cdk measure of machines', { kind: 'light', machines: ['laptop', ALICE] }, (bed) => {
  let project: Studio;
  before(async function () {
    this.timeout(60_000);
    if (whyNotHere() !== undefined) return this.skip();
    project = await studio(bed(), { machines: ['laptop', { machine: 'booth', target: "user: 'alice'," }] });
  });
  const measure = (...args: readonly string[]): Promise<Ran> => project.cdk(['measure', ...args]);
  const laptop = (): BedMachine => bed().machine('laptop');
  /** What of a measurement runs on a machine. Its processes are seen by its own /proc. */
  const left = (machine: BedMachine): Promise<string> =>
    machine.console(
      "pgrep -l 'cyclictest|stress-ng' || true; ls -d /dev/shm/cdk-* /run/cdk-* /tmp/cdk-* /var/tmp/cdk-* 2>/dev/null || true",
    );
  const isClean = async (machine: BedMachine): Promise<void> => {
    for (let tries = 0; (await left(machine)) !== ''; tries++) {
      assert.ok(tries < 150, await left(machine));
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  const begun = async (machine: BedMachine): Promise<void> => {
    for (let tries = 0; !(await left(machine)).includes('cyclictest'); tries++) {
      assert.ok(tries < 100, 'it never began');
      await new Promise((done) => setTimeout(done, 100));
    }
  };

  it('measures a machine, tells generation and system, and keeps it beside cdk.json', async () => {
    const { code, stdout, stderr } = await measure('laptop', '--seconds', '1');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^laptop: The worst of/);
    const folder = join(project.folder, 'measurements', 'laptop');
    const [file] = readdirSync(folder);
    const { machine, threads } = checkMeasurement(JSON.parse(readFileSync(join(folder, file!), 'utf8')), '');
    assert.match(file!, /-1\.json$/);
    assert.deepEqual([machine.hostname, machine.generation], ['laptop', 1]);
    assert.match(machine.system!, /^\/nix\/store\//);
    assert.ok(threads.length > 0);
    await isClean(laptop());
  });

  it('says why a user without rights measured nothing', async () => {
    const { code, stdout, stderr } = await measure('booth', '--seconds', '1');
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(
      stderr,
      /booth: booth does not let us wake up at realtime priority 88, whose limit is 0.*Root’s rights were not to be had/,
    );
  });

  it('measures with sudo where the user may not', async () => {
    const password = join(bed().operator.home, 'password');
    writeFileSync(password, 'open sesame\n');
    chmodSync(password, 0o600);
    const { code, stdout, stderr } = await measure('booth', '--seconds', '1', '--sudo-password-file', password);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^booth: The worst of/);
    await isClean(bed().machine('booth'));
  });

  it('leaves no process behind on Ctrl-C', async () => {
    const running = project.start(['measure', 'laptop', '--seconds', '60', '--load']);
    await begun(laptop());
    running.signal('SIGINT');
    assert.equal((await running.ended).code, 130);
    await isClean(laptop());
  });

  it('ends by itself when the link is cut, and is an error', async function () {
    this.timeout(60_000);
    const running = project.start(['measure', 'laptop', '--seconds', '60']);
    await begun(laptop());
    await laptop().cutLink();
    await isClean(laptop());
    await laptop().restoreLink();
    const { code, stdout, stderr } = await running.ended;
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /The way to laptop broke during the measurement: .* Nothing was measured, which is no pass\./);
  });

  it('tells a machine that rebooted from one that was lost', async function () {
    this.timeout(60_000);
    const running = project.start(['measure', 'laptop', '--seconds', '60']);
    await begun(laptop());
    await laptop().reboot();
    const { code, stderr } = await running.ended;
    assert.equal(code, 1);
    assert.match(stderr, /laptop rebooted during the measurement\. Nothing was measured, which is no pass\./);
  });
});
