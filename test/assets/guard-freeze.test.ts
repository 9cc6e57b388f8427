import assert from 'node:assert/strict';
import { describeOnBed, type MachineState } from '../bed';
import { Guarded, sleep, type Called, type Change } from './support/guarded';

const note = (text: string): Change => `{ environment.etc.note.text = "${text}"; }`;
const slowly = (text: string): Change => `{ pkgs, ... }: {
  environment.etc.note.text = "${text}";
  environment.systemPackages = [ (pkgs.runCommand "slow-${text}" { } "sleep 2; mkdir $out") ];
}`;

describeOnBed('A machine that is frozen', { kind: 'light', machines: ['one'] }, (bed) => {
  let guard: Guarded;
  let was: MachineState;

  before(async () => {
    guard = await Guarded.on(bed(), 'one');
  });
  beforeEach(async () => {
    await guard.ask('freeze', 'for=3600', 'by=alice@desk', "because=the band's tour");
    was = await guard.machine.state();
  });

  const deploying = async (...options: readonly string[]): Promise<Called> => {
    const id = await guard.receive(note('frozen'));
    return guard.call('start', id, 'attribute=machine', 'by=bob@loft', ...options);
  };
  const asBefore = async (): Promise<void> => {
    const { runningSystem } = await guard.atRest({ generation: was.generation, system: was.profileSystem });
    assert.equal(runningSystem, was.runningSystem);
  };

  it('takes nothing that would change it, and says who, until when and why', async () => {
    for (const goal of ['test', 'boot', 'switch']) {
      const { code, stdout, lines } = await deploying(`goal=${goal}`);
      assert.equal(code, 76);
      assert.deepEqual([lines.frozen_by, lines.frozen_because], ['alice@desk', "the band's tour"]);
      assert.match(
        stdout,
        /Nothing was changed: the machine was frozen until \d{4}-\d\d-\d\d \d\d:\d\d UTC by alice@desk, because: the band's tour\./,
      );
    }
    assert.equal((await guard.call('start', 'frozen-generation', 'generation=1')).code, 76);
    const { frozen_until: until, clock } = await guard.ask('inspect');
    assert.ok(Math.abs(Number(until) - Number(clock) - 3600) < 10, until);
    await asBefore();
  });

  it('builds and shows as ever', async () => {
    assert.equal((await guard.deploy(note('built'), 'goal=build', 'confirm=0')).outcome, 'built');
    assert.equal((await guard.deploy(note('built'), 'goal=dry-activate', 'confirm=0')).outcome, 'previewed');
    await asBefore();
  });

  it('takes what has a reason, and writes it down', async () => {
    const result = await guard.deploy(note('despite'), 'despite=the mixer is silent');
    assert.deepEqual([result.outcome, result.despite], ['switched', 'the mixer is silent']);
    assert.match(await guard.log(result.id!), /although the machine is frozen: the mixer is silent/);
    assert.match(await guard.machine.console('cat /var/lib/studio-cdk/deployed'), /^despite=the mixer is silent$/m);
    assert.equal((await deploying('despite=')).code, 2);
    assert.equal((await deploying(`despite=${'x'.repeat(201)}`)).code, 2);
  });

  it('keeps no reason where none was needed', async () => {
    await guard.ask('thaw');
    const result = await guard.deploy(note('needless'), 'despite=just in case');
    assert.deepEqual([result.outcome, result.despite], ['switched', '']);
  });

  it('also takes nothing that was begun before and has not changed it yet', async () => {
    await guard.ask('thaw');
    const id = await guard.start(slowly('begun'));
    await guard.until(id, 'build');
    const { lock_id: lock } = await guard.ask('freeze', 'for=3600', 'by=alice@desk');
    assert.equal(lock, id);
    const result = await guard.result(id);
    assert.deepEqual([result.outcome, result.reason], ['untouched', 'frozen']);
    await asBefore();
  });

  it('still goes back from what is not confirmed, and can be unlocked', async () => {
    await guard.ask('thaw');
    const id = await guard.start(note('waiting'), 'confirm=6');
    await guard.until(id, 'wait');
    await guard.ask('freeze', 'for=3600');
    assert.equal((await guard.result(id)).outcome, 'undone');
    await asBefore();

    const other = await guard.start(note('waiting'), 'despite=a test');
    await guard.until(other, 'wait');
    assert.equal((await guard.ask('unlock', 'force')).outcome, 'undone');
    await asBefore();
  });

  it('is so after a power cut, and until the time has come by its own clock', async () => {
    await guard.machine.crash();
    await guard.machine.powerOn();
    assert.equal((await deploying()).code, 76);
    await guard.machine.clock(2 * 3600);
    assert.equal((await guard.ask('inspect')).frozen_until, '');
    await guard.machine.clock(-7200);
    assert.equal((await deploying()).code, 76);
    await guard.machine.clock(0);
    assert.equal((await guard.ask('thaw', 'by=bob@loft')).former_by, 'alice@desk');

    await guard.ask('freeze', 'for=1');
    await sleep(1100);
    assert.equal((await guard.ask('thaw')).former_until, '');
    assert.equal((await guard.deploy(note('thawed'))).outcome, 'switched');
  }).timeout(60_000);

  it('can be frozen anew, by whomever, and says what was before', async () => {
    const lines = await guard.ask('freeze', 'for=60', 'by=bob@loft');
    assert.deepEqual([lines.former_by, lines.frozen_by, lines.frozen_because], ['alice@desk', 'bob@loft', '']);
  });

  it('takes names', async () => {
    await guard.ask('pin', 'tour');
    await guard.ask('unpin', 'tour');
    await asBefore();
  });
});

describeOnBed('An undo on a machine with systemd', { kind: 'systemd', machines: ['one'] }, (bed) => {
  it('starts sshd again, which the switch has stopped', async () => {
    const guard = await Guarded.on(bed(), 'one');
    const id = await guard.start(
      '{ system.activationScripts.deaf.text = "systemctl stop sshd; ! systemctl is-active sshd"; }',
      'confirm=1',
    );
    assert.equal((await guard.result(id)).outcome, 'undone');
    await guard.atRest({ generation: 1 });
  });

  it('leaves an sshd alone that did not run before', async () => {
    const guard = await Guarded.on(bed(), 'one');
    await guard.machine.console('systemctl stop sshd');
    assert.equal((await guard.result(await guard.start(note('unheard'), 'confirm=1'))).outcome, 'undone');
    assert.equal((await guard.machine.state()).sshReachable, false);
  });
});
