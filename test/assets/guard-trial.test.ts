import assert from 'node:assert/strict';
import { describeOnBed, type Bed, type BedKind, type MachineSpec, type MachineState } from '../bed';
import { Guarded, type Change, type Lines } from './support/guarded';

const kernel = (parameter: string): Change => `{ boot.kernelParams = [ "${parameter}" ]; }`;

const MACHINES: readonly (readonly [BedKind, MachineSpec['bootLoader']])[] = [
  ['light', 'systemd-boot'],
  ['light', 'grub'],
  ['systemd', 'systemd-boot'],
];

for (const [kind, bootLoader] of MACHINES) {
  const options = { kind, machines: [{ name: 'one', ...(bootLoader === undefined ? {} : { bootLoader }) }] };
  describeOnBed(`A trial boot with ${bootLoader} on a ${kind} machine`, options, (bed: () => Bed) => {
    let guard: Guarded;
    let was: MachineState;

    before(async () => {
      guard = await Guarded.on(bed(), 'one');
      assert.equal((await guard.deploy('{ }')).outcome, 'switched');
    });
    beforeEach(async function () {
      this.timeout(60_000);
      was = await guard.machine.state();
    });

    /** Gives the word for the live part, and waits for the boot that follows. */
    const intoTrial = async (id: string): Promise<void> => {
      await guard.until(id, 'wait');
      const again = guard.machine.nextBoot();
      await guard.ask('confirm', id);
      await again;
    };
    const undone = async (id: string, reason: string): Promise<Lines> => {
      const result = await guard.result(id);
      assert.deepEqual([result.outcome, result.reason], ['undone', reason]);
      const state = await guard.atRest({ generation: was.generation, system: was.profileSystem });
      assert.equal(state.runningSystem, was.runningSystem);
      assert.equal(state.bootedSystem, was.runningSystem);
      return result;
    };

    it('becomes the default when it is confirmed in the new boot', async () => {
      const id = await guard.start(kernel('threadirqs'), 'reboot=yes');
      await intoTrial(id);
      await guard.machine.waitForSsh();
      await guard.until(id, 'wait');
      const trying = await guard.machine.state();
      assert.match(trying.commandLine ?? '', /threadirqs/);
      assert.deepEqual([trying.generation, trying.defaultSystem], [was.generation, was.defaultSystem]);
      assert.deepEqual([trying.lock?.id, trying.armed?.phase], [id, 'trial-wait']);
      await guard.ask('confirm', id);
      const result = await guard.result(id);
      assert.deepEqual([result.outcome, result.needs_reboot], ['switched', 'no']);
      await guard.atRest({ generation: Number(result.generation), system: result.system });
      await guard.machine.reboot();
      assert.match((await guard.machine.state()).commandLine ?? '', /threadirqs/);
    });

    it('reboots into the old one when nobody confirms it', async () => {
      const id = await guard.start(kernel('quiet'), 'reboot=yes', 'confirm=6');
      await intoTrial(id);
      await guard.until(id, 'wait');
      await guard.machine.nextBoot();
      await guard.machine.waitForSsh();
      const result = await undone(id, 'not-confirmed');
      assert.match(result.detail ?? '', /Nobody confirmed the trial boot/);
    });

    it('is gone with the next power cycle when the kernel never comes up', async () => {
      const id = await guard.start(kernel('bed.hang'), 'reboot=yes');
      await intoTrial(id);
      assert.equal((await guard.machine.state()).sshReachable, false);
      await guard.machine.crash();
      await guard.machine.powerOn();
      await undone(id, 'trial-failed');
    });

    it('ends by the guard’s own deadline when it comes up without a network', async () => {
      const id = await guard.start(kernel('bed.nonet'), 'reboot=yes', 'confirm=6');
      await intoTrial(id);
      await guard.until(id, 'wait');
      assert.equal((await guard.machine.state()).sshReachable, false);
      await guard.machine.nextBoot();
      await guard.machine.waitForSsh();
      await undone(id, 'not-confirmed');
    });

    it('is undone by a power cut', async () => {
      const id = await guard.start(kernel('quiet'), 'reboot=yes');
      await intoTrial(id);
      await guard.until(id, 'wait');
      await guard.machine.crash();
      await guard.machine.powerOn();
      await undone(id, 'rebooted');
    });

    it('is undone when its process is killed', async function () {
      this.timeout(60_000);
      const id = await guard.start(kernel('quiet'), 'reboot=yes', 'confirm=8');
      await intoTrial(id);
      await guard.until(id, 'wait');
      await guard.machine.console(`kill -KILL $(cat /run/studio-cdk/${id}/pid)`);
      await guard.machine.nextBoot();
      await guard.machine.waitForSsh();
      await undone(id, 'timed-out');
    });

    it('follows at once where only a reboot can do it', async () => {
      const again = guard.machine.nextBoot();
      const id = await guard.start('{ boot.kernelParams = [ "quiet" ]; system.switch.inhibitors.core = "9"; }', 'goal=boot', 'reboot=yes');
      await again;
      await guard.until(id, 'wait');
      await guard.ask('confirm', id);
      const result = await guard.result(id);
      assert.equal(result.outcome, 'switched');
      await guard.atRest({ generation: Number(result.generation), system: result.system });
    });

    if (kind === 'systemd')
      it('is undone when the machine refuses to reboot', async () => {
        await guard.machine.console('systemctl mask --runtime reboot.target');
        try {
          const id = await guard.start(kernel('splash'), 'reboot=yes');
          await guard.until(id, 'wait');
          await guard.ask('confirm', id);
          await undone(id, 'trial-failed');
        } finally {
          await guard.machine.console('systemctl unmask --runtime reboot.target');
        }
      });

    it('is not made where nothing of the boot changes and a reboot was asked for only if needed', async () => {
      const { bootId } = was;
      const result = await guard.deploy(`{ boot.kernelParams = [ "quiet" ]; environment.etc.note.text = "x"; }`, 'reboot=if-needed');
      assert.equal(result.outcome, 'switched');
      assert.equal((await guard.machine.state()).bootId, bootId);
    });

    it('is refused where the new system could not end it', async () => {
      const result = await guard.deploy('{ lib, ... }: { systemd.services.studio-cdk-guard.enable = lib.mkForce false; }', 'reboot=yes');
      assert.deepEqual([result.outcome, result.reason], ['undone', 'trial-failed']);
      await guard.atRest({ generation: was.generation, system: was.profileSystem });
    });
  });
}
