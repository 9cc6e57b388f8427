import assert from 'node:assert/strict';
import { describeOnBed, type BedKind, type MachineState } from '../bed';
import { Guarded, newId, sleep, type Change, type Lines } from './support/guarded';

const note = (text: string): Change => `{ environment.etc.note.text = "${text}"; }`;
const activation = (script: string): Change => `{ system.activationScripts.zz-change.text = ''${script}''; }`;
const service = (name: string, command: string): Change => `{
  systemd.services.${name} = {
    wantedBy = [ "multi-user.target" ];
    serviceConfig = { Type = "oneshot"; ExecStart = "${command}"; };
  };
}`;

for (const kind of ['light', 'systemd'] as const satisfies readonly BedKind[]) {
  describeOnBed(`The guard on a ${kind} machine`, { kind, machines: ['one'] }, (bed) => {
    let guard: Guarded;
    let was: MachineState;

    before(async () => {
      guard = await Guarded.on(bed(), 'one');
    });
    beforeEach(async function () {
      this.timeout(60_000);
      was = await guard.machine.state();
    });

    /** The machine is as it was before the test. */
    const asBefore = async (result: Lines): Promise<void> => {
      const state = await guard.atRest({ generation: was.generation, system: was.profileSystem });
      assert.equal(state.runningSystem, was.runningSystem);
      assert.equal(result.running_system, was.runningSystem);
      assert.equal(result.default_generation, `${was.generation}`);
    };

    it('switches, waits for the word, and only then makes it the default', async () => {
      const id = await guard.start(note('switched'));
      await guard.until(id, 'wait');
      const waiting = await guard.machine.state();
      assert.equal(await guard.machine.console('cat /etc/note'), 'switched');
      assert.deepEqual([waiting.generation, waiting.defaultSystem], [was.generation, was.defaultSystem]);
      assert.deepEqual([waiting.lock?.id, waiting.lock?.by, waiting.lock?.phase], [id, 'alice@desk', 'wait']);
      assert.deepEqual([waiting.armed?.id, waiting.armed?.former_generation], [id, `${was.generation}`]);

      await guard.ask('confirm', id);
      const result = await guard.result(id);
      assert.deepEqual([result.outcome, result.reason, result.generation], ['switched', '', `${was.generation + 1}`]);
      const state = await guard.atRest({ generation: was.generation + 1, system: result.system });
      assert.equal(state.runningSystem, result.system);
      const facts = await guard.ask('inspect');
      assert.deepEqual(
        [
          facts.deployed_id,
          facts.deployed_fingerprint,
          facts.deployed_system,
          facts.deployed_generation,
          facts.deployed_by,
          facts.last_outcome,
        ],
        [id, 'sha256-x', result.system, result.generation, 'alice@desk', 'switched'],
      );
    });

    it('builds, and changes nothing', async () => {
      const result = await guard.deploy(note('built'), 'goal=build');
      assert.equal(result.outcome, 'built');
      assert.match(result.system ?? '', /^\/nix\/store\//);
      await asBefore(result);
    });

    it('shows what would be done, and changes nothing', async () => {
      const result = await guard.deploy(note('previewed'), 'goal=dry-activate');
      assert.equal(result.outcome, 'previewed');
      assert.match(await guard.log(result.id!), /would activate the configuration/);
      await asBefore(result);
    });

    it('tests: what is confirmed runs, and is gone with the next boot', async () => {
      const result = await guard.deploy(note('tested'), 'goal=test');
      assert.equal(result.outcome, 'tested');
      const state = await guard.machine.state();
      assert.equal(state.runningSystem, result.system);
      assert.deepEqual([state.generation, state.defaultSystem, state.armed], [was.generation, was.defaultSystem, undefined]);
      await guard.machine.reboot();
      assert.equal((await guard.machine.state()).runningSystem, was.runningSystem);
    });

    it('boot: what is asked for only takes effect at the next boot', async () => {
      const result = await guard.deploy(note('staged'), 'goal=boot');
      assert.deepEqual([result.outcome, result.reason, result.generation], ['staged', 'asked', `${was.generation + 1}`]);
      const state = await guard.atRest({ generation: was.generation + 1, system: result.system });
      assert.equal(state.runningSystem, was.runningSystem);
      await guard.machine.reboot();
      assert.equal((await guard.machine.state()).runningSystem, result.system);
    });

    it('goes back when nobody gives the word', async () => {
      const result = await guard.result(await guard.start(note('unconfirmed'), 'confirm=1'));
      assert.deepEqual([result.outcome, result.reason], ['undone', 'not-confirmed']);
      await asBefore(result);
      assert.equal((await guard.call('confirm', result.id!)).code, 3);
    });

    it('goes back when it is cancelled while it waits, and the word comes too late then', async () => {
      const id = await guard.start(note('cancelled'));
      await guard.until(id, 'wait');
      await guard.ask('cancel', id);
      assert.equal((await guard.call('confirm', id)).code, 3);
      const result = await guard.result(id);
      assert.deepEqual([result.outcome, result.reason], ['undone', 'cancelled']);
      await asBefore(result);
    });

    it('stops a build when it is cancelled, before anything was changed', async () => {
      const id = await guard.start(
        `{ pkgs, ... }: { environment.systemPackages = [ (pkgs.runCommand "slow" { } "sleep 50; mkdir $out") ]; }`,
      );
      await guard.until(id, 'build');
      await sleep(1500);
      await guard.ask('cancel', id);
      const result = await guard.result(id);
      assert.deepEqual([result.outcome, result.reason], ['untouched', 'cancelled']);
      await asBefore(result);
      assert.doesNotMatch(await guard.machine.console('ps -A -o args'), /nixos-rebuild/);
    });

    it('goes back when it is cancelled in the activation', async () => {
      const id = await guard.start(activation('sleep 1'));
      await guard.until(id, 'activate');
      await guard.ask('cancel', id);
      const result = await guard.result(id);
      assert.deepEqual([result.outcome, result.reason], ['undone', 'cancelled']);
      await asBefore(result);
    });

    it('goes back when the activation fails', async () => {
      const result = await guard.deploy(activation('exit 1'));
      assert.deepEqual([result.outcome, result.reason], ['undone', 'activation-failed']);
      await asBefore(result);
    });

    it('goes back when the activation hangs', async () => {
      const result = await guard.deploy(activation('sleep 1000'), 'activate=2');
      assert.deepEqual([result.outcome, result.reason], ['undone', 'timed-out']);
      await asBefore(result);
      assert.doesNotMatch(await guard.machine.console('ps -A -o args'), /sleep 1000/);
    });

    it('goes back when a unit fails, and names it', async () => {
      const result = await guard.deploy(service('brittle', '/bin/sh -c \\"exit 3\\"'));
      assert.deepEqual([result.outcome, result.reason], ['undone', 'units-failed']);
      if (kind === 'systemd') assert.equal(result.failed_units, 'brittle.service');
      await asBefore(result);
      assert.equal((await guard.ask('inspect')).failed_units, '');
    });

    if (kind === 'systemd') {
      it('only warns of a unit that failed before, or that was said to be allowed to', async () => {
        const brittle = service('brittle', '/bin/sh -c \\"exit 3\\"');
        const tolerated = await guard.deploy(brittle, 'tolerate=other.service', 'tolerate=brittle.service');
        assert.deepEqual([tolerated.outcome, tolerated.failed_units], ['switched', 'brittle.service']);
        assert.match(tolerated.detail ?? '', /brittle\.service/);
        const again = await guard.deploy(`{ imports = [ (${brittle}) ]; environment.etc.note.text = "again"; }`);
        assert.deepEqual([again.outcome, again.failed_units], ['switched', 'brittle.service']);
        assert.equal((await guard.deploy(note('healthy'))).outcome, 'switched');
      });
    }

    it('says what is wrong with a configuration that does not evaluate', async () => {
      const result = await guard.deploy('{ environment.etc.note.text = nonsense; }');
      assert.deepEqual([result.outcome, result.reason], ['untouched', 'evaluation-failed']);
      assert.match(result.detail ?? '', /undefined variable 'nonsense'/);
      await asBefore(result);
    });

    it('says what is wrong when something cannot be built', async () => {
      const result = await guard.deploy('{ pkgs, ... }: { environment.systemPackages = [ (pkgs.runCommand "broken" { } "exit 7") ]; }');
      assert.deepEqual([result.outcome, result.reason], ['untouched', 'build-failed']);
      await asBefore(result);
    });

    it('leaves for the next boot what inhibits a switch', async () => {
      const base = await guard.deploy('{ system.switch.inhibitors.core = "1"; }');
      assert.equal(base.outcome, 'switched');
      const result = await guard.deploy('{ system.switch.inhibitors.core = "2"; }');
      assert.deepEqual([result.outcome, result.reason], ['staged', 'inhibited']);
      const state = await guard.atRest({ generation: was.generation + 2, system: result.system });
      assert.equal(state.runningSystem, base.system);
      await guard.machine.reboot();
      assert.equal((await guard.machine.state()).runningSystem, result.system);
    });

    it('leaves for the next boot what the running system has no way to', async () => {
      const result = await guard.deploy('{ pkgs, ... }: { systemd.package = pkgs.systemd // { interfaceVersion = 99; }; }');
      assert.deepEqual([result.outcome, result.reason], ['staged', 'needs-reboot']);
      await guard.atRest({ generation: was.generation + 1, system: result.system });
      await guard.machine.reboot();
      assert.equal((await guard.machine.state()).runningSystem, result.system);
      assert.equal((await guard.deploy(note('the way back is one, too'))).outcome, 'staged');
      await guard.machine.reboot();
    });

    it('tells that another kernel command line needs a reboot', async () => {
      const result = await guard.deploy('{ boot.kernelParams = [ "threadirqs" ]; }');
      assert.deepEqual([result.outcome, result.needs_reboot], ['switched', 'yes']);
      assert.equal((await guard.ask('inspect')).pending_reboot, 'yes');
      await guard.machine.reboot();
      assert.equal((await guard.ask('inspect')).pending_reboot, 'no');
    });

    it('goes to a generation that is there, and back to what was recorded of it', async () => {
      const first = await guard.deploy(note('first'), 'fingerprint=sha256-first');
      await guard.deploy(note('second'), 'fingerprint=sha256-second');
      const id = newId();
      await guard.ask('start', id, `generation=${first.generation}`, 'by=alice', 'stack=one');
      await guard.until(id, 'wait');
      await guard.ask('confirm', id);
      const result = await guard.result(id);
      assert.deepEqual([result.outcome, result.generation, result.system], ['switched', first.generation, first.system]);
      await guard.atRest({ generation: Number(first.generation), system: first.system });
      assert.equal((await guard.ask('inspect')).deployed_fingerprint, 'sha256-first');
      assert.match(await guard.machine.console('cat /var/lib/studio-cdk/deployed.files/change.nix'), /first/);
    });

    it('goes to a system that is in the store already', async () => {
      const built = await guard.deploy(note('copied'), 'goal=build');
      const id = newId();
      await guard.ask('start', id, `system=${built.system}`, 'by=alice', 'confirm=0');
      const result = await guard.result(id);
      assert.deepEqual([result.outcome, result.system], ['switched', built.system]);
      await guard.atRest({ generation: Number(result.generation), system: built.system });
      const absent = newId();
      await guard.ask('start', absent, `system=${built.system!.replace(/store\/.{5}/, 'store/00000')}`);
      assert.deepEqual([(await guard.result(absent)).outcome, (await guard.result(absent)).reason], ['untouched', 'not-there']);
    });

    it('gives back what somebody who deploys wants to know', async () => {
      const { id, system, generation } = await guard.deploy(note('told'));
      assert.match((await guard.call('lockfile', id!)).stdout, /"nixpkgs"/);
      assert.match(await guard.machine.console('sh /var/lib/studio-cdk/guard-* files | base64 -d | tar -tf -'), /change\.nix/);
      assert.match((await guard.call('hardware')).stdout, /fileSystems/);
      const closure = (await guard.call('closure', system!)).stdout.trimEnd().split('\n');
      for (const line of closure) assert.match(line, /^\/nix\/store\/\S+ \d+$/);
      assert.ok(closure.some((line) => line.startsWith(`${system} `)));
      const generations = (await guard.call('generations')).stdout;
      assert.match(generations, new RegExp(`^number=${generation} .*system=${system} .*current=yes .*deployed=${id}$`, 'm'));
    });

    it('refuses where somebody else changed the machine', async () => {
      const result = await guard.deploy(note('expected'), `expect=${was.generation + 5}`);
      assert.deepEqual([result.outcome, result.reason], ['untouched', 'wrong-generation']);
      await asBefore(result);
      const adopted = await guard.deploy(note('adopted'), `expect=${was.generation + 5}`, 'adopt=yes');
      assert.equal(adopted.outcome, 'switched');
    });

    it('activates nothing when its deployer is not heard of any more', async function () {
      this.timeout(60_000);
      const result = await guard.result(await guard.start(note('deserted'), 'watch=yes'));
      assert.deepEqual([result.outcome, result.reason], ['untouched', 'deserted']);
      await asBefore(result);
    });

    it('goes back to what runs, also where that is no generation', async () => {
      const tested = await guard.deploy(note('by hand'), 'goal=test');
      const result = await guard.deploy(activation('exit 1'));
      assert.deepEqual([result.outcome, result.former_generation], ['undone', `${was.generation}`]);
      const state = await guard.machine.state();
      assert.equal(state.runningSystem, tested.system);
      assert.equal(state.generation, was.generation);
      await guard.machine.reboot();
    });

    it('leaves alone what a person has switched to in the meantime', async () => {
      const other = await guard.deploy(note('of a person'), 'goal=build');
      const id = await guard.start(note('overtaken'), 'confirm=12');
      await guard.until(id, 'wait');
      await guard.machine.console(
        `nix-env -p /nix/var/nix/profiles/system --set ${other.system} && ${other.system}/bin/switch-to-configuration switch`,
      );
      const result = await guard.result(id);
      assert.deepEqual([result.outcome, result.reason], ['undo-failed', 'superseded']);
      const state = await guard.machine.state();
      assert.deepEqual([state.runningSystem, state.defaultSystem], [other.system, other.system]);
      await guard.machine.console('rm -f /var/lib/studio-cdk/armed');
    });

    it('goes back when /boot is full, with the old default', async () => {
      const id = await guard.start(
        '{ pkgs, ... }: { boot.kernelPackages = pkgs.linuxPackages_latest; environment.etc.note.text = "full"; }',
      );
      await guard.until(id, 'wait');
      await guard.machine.fillBoot();
      await guard.ask('confirm', id);
      const result = await guard.result(id);
      await guard.machine.freeBoot();
      assert.deepEqual([result.outcome, result.reason], ['undone', 'bootloader-failed']);
      await asBefore(result);
      assert.equal((await guard.deploy(note('freed'))).outcome, 'switched');
    });

    it('changes nothing when /nix is full while it builds', async () => {
      const id = await guard.receive(note('no room'));
      await guard.machine.fillNix();
      await guard.ask('start', id, 'attribute=machine');
      const result = await guard.result(id);
      await guard.machine.freeNix();
      assert.deepEqual([result.outcome, result.reason], ['untouched', 'disk-full']);
      await asBefore(result);
    });

    it('goes back when /nix is full at the commit', async () => {
      const id = await guard.start(note('no room for a generation'));
      await guard.until(id, 'wait');
      await guard.machine.fillNix();
      await guard.ask('confirm', id);
      const result = await guard.result(id);
      await guard.machine.freeNix();
      assert.equal(result.outcome, 'undone');
      await asBefore(result);
    });

    it('says it loudly when the old system does not come back either, and keeps sshd', async function () {
      this.timeout(60_000);
      // It fails whenever something else was active before: the way back does not work.
      const trap = `if [ -e /run/trapped ]; then exit 1; fi`;
      assert.equal((await guard.deploy(activation(trap))).outcome, 'switched');
      const id = await guard.start(activation('touch /run/trapped; exit 1'), 'activate=20');
      const result = await guard.result(id);
      assert.deepEqual([result.outcome, result.reason], ['undo-failed', 'activation-failed']);
      const state = await guard.machine.state();
      assert.ok(state.sshReachable);
      assert.equal(state.lock, undefined);
      assert.equal((await guard.ask('inspect')).armed_phase, 'undo-failed');
      // A reboot is the way out: the boot loader never heard of the new one.
      await guard.machine.reboot();
      assert.equal((await guard.machine.state()).runningSystem, result.former_system);
      await guard.ask('inspect');
      assert.equal((await guard.ask('result', id)).outcome, 'undone');
      await guard.atRest({ generation: Number(result.former_generation) });
    });
  });
}
