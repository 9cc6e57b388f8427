import assert from 'node:assert/strict';
import { describeOnBed, type BedKind, type MachineState } from '../bed';
import { Guarded, newId, sleep, type Change, type Lines } from './support/guarded';

const note = (text: string): Change => `{ environment.etc.note.text = "${text}"; }`;

/** Systems that stand still where a test wants to pull the plug: in the activation, or between the profile and the boot loader. */
const stillIn = {
  activation: (text: string): Change => `{
    environment.etc.note.text = "${text}";
    system.activationScripts.zz-still.text = "while [ -e /run/stand-still ]; do touch /run/stands; sleep 0.05; done";
  }`,
  loader: (text: string): Change => `{
    environment.etc.note.text = "${text}";
    system.preSwitchChecks.still = ''if [ "$2" = boot ]; then while [ -e /run/stand-still ]; do touch /run/stands; sleep 0.05; done; fi'';
  }`,
};

for (const kind of ['light', 'systemd'] as const satisfies readonly BedKind[]) {
  describeOnBed(`The guard of a ${kind} machine that is let down`, { kind, machines: ['one'] }, (bed) => {
    let guard: Guarded;
    let was: MachineState;

    before(async () => {
      guard = await Guarded.on(bed(), 'one');
      // From here on, the machine's own configuration has the guard, and looks for what was left at each boot.
      assert.equal((await guard.deploy(note('begin'))).outcome, 'switched');
    });
    beforeEach(async function () {
      this.timeout(60_000);
      was = await guard.machine.state();
    });

    const asBefore = async (): Promise<void> => {
      const state = await guard.atRest({ generation: was.generation, system: was.profileSystem });
      assert.equal(state.runningSystem, was.runningSystem);
    };
    const standStill = () => guard.machine.console('rm -f /run/stands; touch /run/stand-still');
    const stands = () => guard.machine.console('until [ -e /run/stands ]; do sleep 0.05; done; sleep 0.1');
    const pullThePlug = async (): Promise<void> => {
      await guard.machine.crash();
      await guard.machine.powerOn();
    };
    /** Kills the guard's process, as the kernel does when memory runs out. */
    const kill = (id: string) => guard.machine.console(`kill -KILL $(cat /run/studio-cdk/${id}/pid)`);
    const ended = async (id: string): Promise<Lines> => {
      const lines = await guard.result(id);
      assert.equal(lines.id, id);
      return lines;
    };

    it('is as it was after a power cut in the build', async () => {
      const id = await guard.start(
        '{ pkgs, ... }: { environment.systemPackages = [ (pkgs.runCommand "slow" { } "sleep 50; mkdir $out") ]; }',
      );
      await sleep(800);
      await pullThePlug();
      const result = await ended(id);
      assert.deepEqual([result.outcome, result.reason], ['untouched', 'interrupted']);
      await asBefore();
    });

    it('is as it was after a power cut in the activation', async () => {
      await standStill();
      const id = await guard.start(stillIn.activation('cut in activation'));
      await stands();
      assert.equal((await guard.machine.state()).armed?.phase, 'activate');
      await pullThePlug();
      const result = await ended(id);
      assert.deepEqual([result.outcome, result.reason, result.running_system], ['undone', 'rebooted', was.runningSystem]);
      await asBefore();
    });

    it('is as it was after a power cut while it waits', async () => {
      const id = await guard.start(note('cut while waiting'));
      await guard.until(id, 'wait');
      await pullThePlug();
      const result = await ended(id);
      assert.deepEqual([result.outcome, result.reason], ['undone', 'rebooted']);
      await asBefore();
      assert.equal((await guard.call('confirm', id)).code, 3);
    });

    it('is as it was after a reboot by hand while it waits', async () => {
      const id = await guard.start(note('rebooted while waiting'));
      await guard.until(id, 'wait');
      await guard.machine.reboot();
      const result = await ended(id);
      assert.deepEqual([result.outcome, result.reason], ['undone', 'rebooted']);
      await asBefore();
    });

    it('is as it was after a power cut between the profile and the boot loader', async () => {
      const id = await guard.start(stillIn.loader('cut in commit'));
      await guard.until(id, 'wait');
      await standStill();
      await guard.ask('confirm', id);
      await stands();
      const cut = await guard.machine.state();
      assert.deepEqual([cut.armed?.phase, cut.generation, cut.defaultSystem], ['commit', was.generation + 1, was.defaultSystem]);
      await pullThePlug();
      const result = await ended(id);
      assert.deepEqual([result.outcome, result.reason], ['undone', 'rebooted']);
      await asBefore();
    });

    it('runs the new system after a power cut behind the boot loader, and says so', async () => {
      const id = await guard.start(note('cut after commit'));
      await guard.until(id, 'wait');
      const marker = await guard.machine.console('cat /var/lib/studio-cdk/armed');
      await guard.ask('confirm', id);
      const committed = await ended(id);
      // As if the plug had been pulled before any of this was written down.
      await guard.machine.console(
        `cd /var/lib/studio-cdk && rm -rf results/${id} last deployed generations/${committed.generation} && sed s/^phase=.*/phase=commit/ >armed`,
        { input: marker.replace('touched=no', 'touched=yes') },
      );
      await pullThePlug();
      const result = await ended(id);
      assert.deepEqual([result.outcome, result.system], ['switched', committed.system]);
      await guard.atRest({ generation: Number(committed.generation), system: committed.system });
      assert.equal((await guard.ask('inspect')).deployed_id, id);
    });

    it('is undone by who unlocks it when the process is killed while it waits', async function () {
      this.timeout(90_000);
      const id = await guard.start(note('killed while waiting'), 'confirm=60', 'activate=60');
      await guard.until(id, 'wait');
      await kill(id);
      const left = await guard.ask('inspect');
      assert.deepEqual([left.lock_id, left.armed_id], ['', id]);
      assert.equal((await guard.call('confirm', id)).code, 3);
      // The timer would come by itself; a person who does not want to wait says so.
      const unlocked = await guard.ask('unlock');
      assert.deepEqual([unlocked.outcome, unlocked.reason], ['undone', 'timed-out']);
      await asBefore();
    });

    it('is undone by the timer when the process is killed in the activation', async function () {
      this.timeout(90_000);
      await standStill();
      const id = await guard.start(stillIn.activation('killed in activation'), 'confirm=0', 'activate=3');
      await stands();
      await kill(id);
      await guard.machine.console('rm /run/stand-still');
      const begin = Date.now();
      while ((await guard.ask('inspect')).armed_id !== '' && Date.now() - begin < 80_000) await sleep(1000);
      const result = await ended(id);
      assert.deepEqual([result.outcome, result.reason], ['undone', 'timed-out']);
      await asBefore();
    });

    it('goes on with a commit whose process is killed', async () => {
      const id = await guard.start(stillIn.loader('killed in commit'));
      await guard.until(id, 'wait');
      await standStill();
      await guard.ask('confirm', id);
      await stands();
      await kill(id);
      await guard.machine.console('rm /run/stand-still');
      await sleep(300);
      await guard.ask('unlock');
      const result = await ended(id);
      assert.equal(result.outcome, 'switched');
      await guard.atRest({ generation: was.generation + 1, system: result.system });
    });

    it('has changed nothing when the process is killed in the build', async () => {
      const id = await guard.start(
        '{ pkgs, ... }: { environment.systemPackages = [ (pkgs.runCommand "slow2" { } "sleep 50; mkdir $out") ]; }',
      );
      await sleep(500);
      await kill(id);
      const result = await ended(id);
      assert.deepEqual([result.outcome, result.reason], ['untouched', 'interrupted']);
      await asBefore();
    });

    it('lets only one deploy, and tells the other who it is', async () => {
      const first = await guard.start(note('one'));
      await guard.until(first, 'wait');
      const second = await guard.receive(note('two'));
      const refused = await guard.call('start', second, 'attribute=machine', 'by=bob');
      assert.equal(refused.code, 75);
      assert.deepEqual([refused.lines.lock_id, refused.lines.lock_by, refused.lines.lock_phase], [first, 'alice@desk', 'wait']);
      assert.match(refused.lines.lock_since ?? '', /^\d+$/);
      const unlock = await guard.call('unlock');
      assert.deepEqual([unlock.code, unlock.lines.lock_id], [75, first]);
      await guard.ask('confirm', first);
      assert.equal((await ended(first)).outcome, 'switched');
    });

    it('lets only one of two that start at once deploy', async () => {
      const ids = [await guard.receive(note('a')), await guard.receive(note('b'))];
      const answers = await Promise.all(ids.map((id) => guard.call('start', id, 'attribute=machine', 'confirm=30', `by=${id}`)));
      assert.deepEqual(answers.map(({ code }) => code).sort(), [0, 75], JSON.stringify(answers));
      const winner = ids[answers.findIndex(({ code }) => code === 0)]!;
      await guard.until(winner, 'wait');
      await guard.ask('confirm', winner);
      assert.equal((await ended(winner)).outcome, 'switched');
    });

    it('is set free by force, and goes back', async () => {
      const id = await guard.start(note('forced'));
      await guard.until(id, 'wait');
      const unlocked = await guard.ask('unlock', 'force');
      assert.deepEqual([unlocked.outcome, unlocked.reason], ['undone', 'cancelled']);
      await asBefore();
    });

    it('undoes first what a dead process left, before another one deploys', async () => {
      const dead = await guard.start(note('dead'));
      await guard.until(dead, 'wait');
      await kill(dead);
      const id = await guard.receive(note('next'));
      const refused = await guard.call('start', id, 'attribute=machine');
      assert.deepEqual([refused.code, refused.lines.lock_id, refused.lines.lock_phase], [75, dead, 'undo']);
      assert.equal((await ended(dead)).outcome, 'undone');
      await asBefore();
    });

    it('does not mind that those who follow it are killed', async () => {
      const id = await guard.receive(note('followed'));
      await guard.ask('start', id, 'attribute=machine');
      const follow = `sh /var/lib/studio-cdk/guard-0123456789abcdef follow ${id} 1 </dev/null >/dev/null 2>&1`;
      await guard.machine.console(`${follow} & f=$!; sleep 0.3; kill -KILL $f`);
      await guard.until(id, 'wait');
      await guard.ask('confirm', id);
      assert.equal((await ended(id)).outcome, 'switched');
      await sleep(3000);
      assert.doesNotMatch(await guard.machine.console('ps -A -o args'), /tail -n \+1 -f|journalctl|sed -n -u/);
    });

    it('outlives the session that started it', async () => {
      const id = await guard.receive(note('outlived'));
      const start = `sh /var/lib/studio-cdk/guard-0123456789abcdef start ${id} attribute=machine confirm=20`;
      await bed().operator.run(['ssh', 'root@one', start]);
      await guard.machine.stopSshd();
      await guard.machine.cutLink();
      await guard.until(id, 'wait');
      await guard.machine.restoreLink();
      await guard.machine.startSshd();
      await guard.ask('confirm', id);
      assert.equal((await ended(id)).outcome, 'switched');
    });

    it('counts time by the kernel, whatever the clock says', async () => {
      const id = await guard.start(note('clock'), 'confirm=20');
      await guard.until(id, 'wait');
      await guard.machine.clock(86_400).catch(() => undefined);
      await sleep(1500);
      assert.equal((await guard.call('result', id)).lines.phase, 'wait');
      await guard.ask('confirm', id);
      assert.equal((await ended(id)).outcome, 'switched');
      await guard.machine.clock(0).catch(() => undefined);
    });

    it('knows nothing of an ID that never was', async () => {
      for (const verb of ['result', 'follow', 'lockfile', 'logs']) {
        const { code } = await guard.call(verb, newId(), ...(verb === 'follow' ? ['1'] : []));
        assert.equal(code, verb === 'logs' && kind === 'systemd' ? 0 : 4, verb);
      }
    });
  });
}
