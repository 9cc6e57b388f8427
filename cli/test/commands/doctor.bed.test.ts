import assert from 'node:assert/strict';
import { describeOnBed, studio, type Ran, type Studio } from '../../../test/bed';
import '../support/cli'; // brings the command line up to date

const KERNEL = `
  new cdk.RealtimeKernel(stack, 'Kernel', { swappiness: 10 });
  new cdk.Studio(stack, 'Studio', { musician: 'alice', audio: cdk.AudioServer.pipewire({ quantum: 64 }) });`;
const TUNED = { machine: 'one', code: KERNEL, props: "tags: ['stage']," };

describeOnBed(
  'cdk doctor of several machines',
  { kind: 'light', machines: ['one', { name: 'two', users: [{ name: 'bob' }] }, 'away'] },
  (bed) => {
    let project: Studio;
    before(async function () {
      this.timeout(60_000);
      project = await studio(bed(), { machines: [TUNED, { machine: 'two', target: "user: 'bob'," }, 'away'] });
      await bed().machine('away').stopSshd();
    });
    const doctor = (...args: readonly string[]): Promise<Ran> => project.cdk(['doctor', ...args]);

    it('shows what each is, and says why one gave no answer', async () => {
      const { code, stdout } = await doctor('--all');
      assert.equal(code, 1);
      assert.match(stdout, /^one +warning +swappiness +runs 60, asked for 10 \(bin\/studio\.ts:\d+\)$/m);
      assert.match(stdout, /^two +error +rtprio_limit +bob: 0; music wants 75 or more$/m);
      assert.match(stdout, /^away +error +connection +away is there, but nothing listens for ssh/m);
    });

    it('takes those that a tag and a glob mean, and tells programs', async () => {
      const { stdout } = await doctor('--tag', 'stage', '--json');
      const { machines } = JSON.parse(stdout) as {
        machines: { name: string; host: string; isComparedWithStudio: boolean; seenBy: string }[];
      };
      assert.deepEqual(
        machines.map(({ name, host, isComparedWithStudio, seenBy }) => [name, host, isComparedWithStudio, seenBy]),
        [['one', 'one', true, 'root']],
      );
      assert.match((await doctor('tw*')).stdout, /^two \(nixos, kernel \S+, seen as bob\): /m);
    });

    it('names the line to change, as it stands there', async () => {
      const { stdout } = await doctor('one', '--fix-hint');
      assert.match(
        stdout,
        /^swappiness: runs 60[^]*?\n {3}(bin\/studio\.ts:\d+) asks for it already[^]*?\n {3}\1 {2}new cdk\.RealtimeKernel\(stack, 'Kernel', \{ swappiness: 10 \}\);$/m,
      );
    });

    it('watches, prints what changes, and ends with the last look on Ctrl-C', async () => {
      const watching = project.start(['doctor', 'one', '--watch', '1']);
      await watching.waitFor(/ are well/);
      await bed().machine('one').console('echo 10 >/proc/sys/vm/swappiness');
      await watching.waitFor(/^\d\d:\d\d:\d\d {2}one {2}swappiness {2}warning → ok: 10, as asked for$/m);
      watching.signal('SIGINT');
      const { code, stdout } = await watching.ended;
      assert.equal(code, 1, 'alice has no rights yet');
      assert.equal(stdout.match(/ swappiness /g)?.length, 2);
    }).timeout(30_000);
  },
);

describeOnBed('cdk doctor before and after a deployment', { kind: 'systemd', machines: ['one'] }, (bed) => {
  let project: Studio;
  before(async function () {
    this.timeout(60_000);
    project = await studio(bed(), { machines: [TUNED] });
  });
  const lines = async (): Promise<string> => (await project.cdk(['doctor', 'one'])).stdout;

  it('tells apart what is wrong, what waits for a reboot, and what is well', async () => {
    assert.match(await lines(), /^error +audio_group +alice: there is no such account, asked for one/m);

    const { code, stderr } = await project.cdk(['deploy', 'one']);
    assert.equal(code, 0, stderr);
    const deployed = await lines();
    assert.match(deployed, /^ok +swappiness +10, as asked for$/m);
    assert.match(deployed, /^pending +preempt_model +runs \w+, asked for full \(bin\/studio\.ts:\d+\); a reboot brings it$/m);
    assert.match(deployed, /^pending +pending_reboot +is not the current one: \+preempt=full, \+threadirqs$/m);
    assert.match(deployed, /^error +rtprio_limit +alice: gets 0, asked for 99/m, 'a namespace cannot grant it');

    await bed().machine('one').reboot();
    const booted = await lines();
    assert.match(booted, /^ok +preempt_model +full, as asked for$/m);
    assert.match(booted, /^ok +threaded_irqs +threads, as asked for$/m);
    assert.doesNotMatch(booted, /^pending/m);
  }).timeout(60_000);
});
