import assert from 'node:assert/strict';
import { describeOnBed, studio, type Ran, type Studio } from '../../../test/bed';
import '../support/cli'; // brings the command line up to date

const note = (text: string): string => `{ environment.etc.note.text = "${text}"; }`;

describeOnBed('commands for the time of a show', { kind: 'light', machines: ['one', { name: 'two', bootLoader: 'grub' }] }, (bed) => {
  let project: Studio;
  before(async function () {
    this.timeout(60_000);
    project = await studio(bed(), { machines: ['one', { machine: 'two' }] });
    fine(await cdk('deploy', 'one'));
  });
  const cdk = (...args: readonly string[]): Promise<Ran> => project.cdk(args);
  const fine = (ran: Ran): Ran => (assert.equal(ran.code, 0, ran.stdout + ran.stderr), ran);
  const refused = (ran: Ran, why: RegExp): void => {
    assert.equal(ran.code, 1, ran.stdout);
    assert.match(ran.stderr, why);
  };
  const noteThere = (): Promise<string> => bed().machine('one').console('cat /etc/note');

  it('name a system, keep it beyond its generation, and go back to it', async () => {
    project.setModule('one', note('the tour'));
    fine(await cdk('deploy', 'one'));
    assert.match(
      fine(await cdk('pin', 'one', '--name', 'tour')).stdout,
      /^✔ one keeps generation 3 as «tour», also in its boot menu\. «cdk rollback one --to tour» goes back to it\.$/m,
    );
    project.setModule('one', note('after the tour'));
    fine(await cdk('deploy', 'one'));
    assert.match((await cdk('generations', 'one')).stdout, /^3 .*  «tour», deployment /m);
    assert.match((await cdk('status', 'one')).stdout, /keeps tour$/m);

    // What flakes are made of on the bed nobody could download again.
    const keepSources = 'for path in /nix/store/*-source; do ln -s "$path" /nix/var/nix/gcroots/; done';
    await bed().machine('one').console(`${keepSources}; nix-collect-garbage -d`, { timeoutMs: 60_000 });
    assert.match((await cdk('generations', 'one')).stdout, /\n-  +-  +-  +-  +«tour», kept; it was generation 3\n$/);
    assert.match(
      fine(await cdk('rollback', 'one', '--to', 'tour')).stdout,
      /^✔ one runs generation 5 again, was checked, and boots it from now on\./m,
    );
    assert.equal(await noteThere(), 'the tour');
    assert.match((await cdk('generations', 'one')).stdout, /^5 .*«tour», runs now, boots next/m);
    assert.match(fine(await cdk('rollback', 'one', '--to', 'tour')).stdout, /one/);
  }).timeout(60_000);

  it('say what is wrong with a name', async () => {
    refused(await cdk('pin', 'one', '--name', 'Tour 2026'), /How about «tour_2026»\?/);
    refused(await cdk('pin', 'one', '--name', 'spring', '--generation', '99'), /^one has no generation 99\. There are 4 and 5/m);
    refused(await cdk('pin', 'one', '--name', 'tour', '--generation', '4'), /«tour» is the name of generation 3 already\. .*--force/);
    refused(await cdk('rollback', 'one', '--to', 'spring'), /^one has no generation of the name «spring»\. Names there: tour\.$/m);
    refused(await cdk('unpin', 'one', '--name', 'spring'), /Names there: tour\.$/m);
    refused(await cdk('unpin', 'one'), /Which name is to be taken away/);
    assert.match(fine(await cdk('unpin', 'one', '--name', 'tour')).stdout, /^✔ one has no «tour» any more\./m);
    assert.match(fine(await cdk('pin', 'two')).stdout, /^✔ two keeps generation 1 as «pin_1», also in its boot menu\./m);
  });

  it('freeze machines for everybody, until a time or for a reason', async () => {
    const frozen = fine(await cdk('freeze', '--all', '--for', '3d', '--because', 'the tour'));
    assert.match(
      frozen.stdout,
      /^✔ one is frozen until \w{3} \d+ \w{3} \d{4}, \d\d:\d\d \S+: until then a deployment takes a reason\.\n✔ two is frozen/m,
    );
    assert.equal(frozen.stderr, '');
    project.setModule('one', note('in the tour'));
    for (const ran of [await cdk('deploy', 'one'), await cdk('rollback', 'one', '--to', '4')])
      refused(ran, /✘ one was not changed\. The machine is frozen until .*, by \S+@\S+: «the tour»\. Wait until then.*cdk thaw one/);
    assert.match((await cdk('status', 'one')).stdout, /frozen until \w{3} .*: «the tour»$/m);
    fine(await cdk('deploy', 'one', '--goal', 'build'));
    assert.equal(await noteThere(), 'the tour');

    refused(await cdk('deploy', 'one', '--despite-freeze', ' '), /--despite-freeze takes a few words/);
    const despite = fine(await cdk('deploy', 'one', '--despite-freeze', 'no sound'));
    assert.match(despite.stdout + despite.stderr, /It is changed nevertheless, and the reason is kept there: «no sound»/);
    assert.equal(await noteThere(), 'in the tour');
    assert.match((await cdk('logs', 'one')).stdout, /although the machine is frozen: no sound/);

    assert.match(fine(await cdk('freeze', 'one', '--until', '2027-01-01 12:00')).stdout, /Before, it was frozen until .*«the tour»\./);
    const thawed = fine(await cdk('thaw', '--all')).stdout;
    assert.match(thawed, /^✔ one takes deployments again\. It was frozen until .*\n✔ two takes deployments again\./m);
    assert.match(fine(await cdk('thaw', 'one')).stdout, /^✔ one was not frozen\.$/m);
    fine(await cdk('rollback', 'one'));
  }).timeout(60_000);

  it('say that the machine’s clock is wrong, which counts', async () => {
    await bed().machine('one').clock(-3600);
    const { stderr } = fine(await cdk('freeze', 'one', '--for', '1h'));
    await bed().machine('one').clock(0);
    assert.match(stderr, /^! Its clock counts, and is 60 min behind this computer's: by the clock here, the freeze ends at /m);
    fine(await cdk('thaw', 'one'));
  });

  it('go on with other machines where one does not answer, and end with 1', async () => {
    await bed().machine('one').stopSshd();
    const { code, stdout, stderr } = await cdk('freeze', '--all', '--for', '1h');
    await bed().machine('one').startSshd();
    assert.equal(code, 1);
    assert.match(stdout, /^✔ two is frozen/m);
    assert.match(stderr, /^✘ one: /m);
  });
});

const DEPLOYER = { name: 'one', users: [{ name: 'deploy', mayRun: ['/run/current-system/sw/bin/studio-cdk-guard'] }] };

describeOnBed('somebody who may run the guard and nothing else as root', { kind: 'light', machines: [DEPLOYER] }, (bed) => {
  let project: Studio;
  before(async function () {
    this.timeout(60_000);
    const first = await studio(bed(), { folder: 'first', machines: ['one'] });
    assert.equal((await first.cdk(['deploy'])).code, 0); // brings the guard
    project = await studio(bed(), { machines: [{ machine: 'one', target: "user: 'deploy', passwordless: true," }] });
  });

  it('can pin and freeze', async () => {
    for (const args of [['pin', '--name', 'tour'], ['freeze', '--for', '1h'], ['unpin', '--name', 'tour'], ['thaw']]) {
      const { code, stderr } = await project.cdk(args);
      assert.equal(code, 0, stderr);
    }
  });
});
