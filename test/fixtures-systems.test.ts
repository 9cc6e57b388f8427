/**
 * A system that the stand-in nixpkgs builds is switched to as NixOS is: in its order, with its words and its exit codes,
 * on machines with systemd and without.
 */
import assert from 'node:assert/strict';
import { describeOnBed, type BedKind } from './bed';
import { service, swappiness, SystemMachine } from './support/system-machine';

for (const kind of ['light', 'systemd'] as const satisfies readonly BedKind[]) {
  describeOnBed(`a system of the stand-in nixpkgs on a ${kind} machine`, { kind, machines: ['one'] }, (bed) => {
    let one: SystemMachine;
    let first: string;
    before(async () => {
      one = new SystemMachine(bed().machine('one'));
      first = await one.build(swappiness(10));
    });
    beforeEach(async () => {
      if ((await running()) !== first) assert.equal((await one.switchTo(first)).code, 0);
    });
    const state = () => one.machine.state();
    const shell = (script: string) => one.machine.console(script);
    const running = async () => (await shell('readlink /run/current-system')).trim();
    const pidOf = async (name: string): Promise<string> =>
      kind === 'systemd' ? shell(`systemctl show -P MainPID ${name}`) : shell(`cat /run/stand-in/services/${name}.service/pid || echo 0`);

    describe('takes the verbs', () => {
      it('test: it runs, and the next boot is what it was', async () => {
        const before = await state();
        const next = await one.build(swappiness(11), service('worker'));
        const { code, said } = await one.switchTo(next);
        assert.equal(code, 0);
        assert.match(said, /^Checking switch inhibitors\.\.\. done\nactivating the configuration\.\.\.\nsetting up \/etc\.\.\.\n/);
        assert.match(said, /^restarting the following units: systemd-sysctl\.service$/m);
        assert.match(said, /^the following new units were started: worker\.service$/m);
        const after = await state();
        assert.deepEqual([after.runningSystem, after.swappiness], [next, 11]);
        assert.deepEqual([after.bootedSystem, after.defaultSystem], [before.bootedSystem, before.defaultSystem]);
      });

      it('dry-activate: it says what would be done, and does nothing', async () => {
        const { code, said } = await one.switchTo(await one.build(swappiness(12)), 'dry-activate');
        assert.equal(code, 0);
        assert.match(said, /^would activate the configuration\.\.\.\nwould restart the following units: systemd-sysctl\.service$/m);
        assert.equal(await running(), first);
      });

      it('check: it looks, and does nothing', async () => {
        assert.equal((await one.switchTo(await one.build(swappiness(12)), 'check')).code, 0);
        assert.equal(await running(), first);
      });

      it('none: it says how it is used', async () => {
        const { code, said } = await one.switchTo(first, '');
        assert.equal(code, 1);
        assert.match(said, /^Usage: switch-to-configuration \[check\|switch\|boot\|test\|dry-activate\]$/m);
      });

      it('boot: it is started next, and does not run before', async () => {
        const next = await one.build(swappiness(13), service('worker'));
        await shell(`nix-env -p /nix/var/nix/profiles/system --set ${next}`);
        assert.equal((await one.switchTo(next, 'boot')).code, 0);
        assert.deepEqual([(await state()).runningSystem, (await state()).defaultSystem], [first, next]);
        await one.machine.reboot();
        await shell('for i in 1 2 3 4 5 6 7 8 9 10; do pgrep -x sleep -a | grep -q 1000000 && exit; sleep 0.1; done; exit 1');
        const { runningSystem, bootedSystem, swappiness: value } = await state();
        assert.deepEqual([runningSystem, bootedSystem, value], [next, next, 13]);
      });
    });

    describe('answers 2 when the activation fails:', () => {
      it('a command that fails is named and stops nothing', async () => {
        const next = await one.build('{ system.activationScripts = { a = "false"; b.deps = [ "etc" ]; b.text = "touch /run/b"; }; }');
        const { code, said } = await one.switchTo(next);
        assert.equal(code, 2);
        assert.match(said, /^Activation script snippet 'a' failed \(1\)\n(.*\n)*Failed to run activate script$/m);
        await shell('test -e /run/b');
        assert.equal(await running(), next);
      });

      it('one that exits is the end of it, but units are still started', async () => {
        const next = await one.build('{ system.activationScripts.z = "echo the end; exit 7"; }', service('worker'));
        const { code, said } = await one.switchTo(next);
        assert.equal(code, 2);
        assert.match(said, /^the end\nFailed to run activate script\n(.*\n)*the following new units were started: worker\.service$/m);
        assert.equal(await running(), first);
      });
    });

    describe('answers 4 when units fail:', () => {
      it('a service whose program does not exist', async () => {
        const { code, said } = await one.switchTo(await one.build(service('worker', '', '/nonexistent')));
        assert.equal(code, 4);
        assert.match(said, /^warning: the following units failed: worker\.service\n× worker\.service/m);
      });

      it('one that ends with a failure a moment after its start', async () => {
        const { code, said } = await one.switchTo(await one.build(service('worker', 'script = "echo I cannot; exit 3";', '')));
        assert.equal(code, 4);
        // What it printed is sometimes lost with systemd: journald learns too late whose it was.
        assert.match(said, kind === 'light' ? /^I cannot$/m : /status=3/);
      });

      it('a value that the kernel refuses', async () => {
        const { code, said } = await one.switchTo(await one.build('{ boot.kernel.sysctl."net.ipv4.ip_forward" = "perhaps"; }'));
        assert.equal(code, 4);
        assert.match(said, /^warning: the following units failed: systemd-sysctl\.service$/m);
      });

      it('and tries again at the next switch, also when nothing has changed', async () => {
        const next = await one.build(service('worker', '', '/bin/sh -c "test -e /run/ready && sleep 1000"'));
        assert.equal((await one.switchTo(next)).code, 4);
        assert.equal((await one.switchTo(next)).code, 4);
        await shell('touch /run/ready');
        assert.equal((await one.switchTo(next)).code, 0);
      });
    });

    describe('changes units as they say:', () => {
      const changed = async (rest = ''): Promise<{ said: string; restarted: boolean }> => {
        await one.switchTo(await one.build(service('worker', rest)));
        const before = await pidOf('worker');
        const after = await one.switchTo(await one.build(service('worker', `${rest} environment.TUNE = "new";`)));
        assert.equal(after.code, 0);
        return { said: after.said, restarted: before !== (await pidOf('worker')) };
      };

      it('one that changed is stopped before the activation and started after it', async () => {
        const { said, restarted } = await changed();
        assert.match(
          said,
          /^stopping the following units: worker\.service\nactivating (.*\n)*starting the following units: worker\.service$/m,
        );
        assert.equal(restarted, true);
      });

      it('stopIfChanged = false: it is restarted', async () => {
        const { said, restarted } = await changed('stopIfChanged = false;');
        assert.match(said, /^restarting the following units: worker\.service$/m);
        assert.equal(restarted, true);
      });

      it('restartIfChanged = false: it is left alone', async () => {
        const { said, restarted } = await changed('restartIfChanged = false;');
        assert.match(said, /^NOT restarting the following changed units: worker\.service$/m);
        assert.equal(restarted, false);
      });

      it('reloadIfChanged: it is reloaded', async () => {
        const { said, restarted } = await changed('reloadIfChanged = true; reload = "touch /run/reloaded";');
        assert.match(said, /^reloading the following units: worker\.service$/m);
        assert.equal(restarted, false);
        await shell('test -e /run/reloaded');
      });

      it('one that is gone is stopped', async () => {
        await one.switchTo(await one.build(service('worker')));
        assert.match((await one.switchTo(first)).said, /^stopping the following units: worker\.service$/m);
        await shell('! pgrep -f "[s]leep 1000000"');
      });

      it('one whose condition does not hold is not started, and that is no failure', async () => {
        const next = await one.build(service('worker', 'unitConfig.ConditionPathExists = "/run/wanted";'));
        assert.deepEqual([(await one.switchTo(next)).code, Number(await pidOf('worker'))], [0, 0]);
        await shell('touch /run/wanted');
        assert.equal((await one.switchTo(next)).code, 0);
        assert.notEqual(Number(await pidOf('worker')), 0);
      });

      it('one that an interrupted switch did not come to is restarted by the next', async () => {
        await one.switchTo(await one.build(service('worker', 'stopIfChanged = false;')));
        const slow = '{ system.activationScripts.zz = { deps = [ "etc" ]; text = "touch /run/slow; [ -e /run/hurry ] || sleep 60"; }; }';
        const next = await one.build(service('worker', 'stopIfChanged = false; environment.TUNE = "new";'), slow);
        const before = await pidOf('worker');
        await shell(`setsid ${next}/bin/switch-to-configuration test >/dev/null 2>&1 </dev/null & group=$!
          while [ ! -e /run/slow ]; do sleep 0.05; done; kill -s KILL -- -$group; touch /run/hurry`);
        assert.equal(await pidOf('worker'), before);
        assert.match((await one.switchTo(next)).said, /^restarting the following units: worker\.service$/m);
      });

      it('services run with their environment, scripts, path and account', async () => {
        const text = `{ users.users.player = { isNormalUser = true; };
          systemd.services.once = { wantedBy = [ "multi-user.target" ]; environment.PIECE = "Für Elise"; path = [ pkgs.hello ];
            preStart = "echo before > /tmp/once"; script = "echo $PIECE $(id -un) $(hello) >> /tmp/once";
            serviceConfig = { Type = "oneshot"; User = "player"; RemainAfterExit = true; }; }; }`;
        await shell('rm -f /tmp/once');
        assert.equal((await one.switchTo(await one.build(text))).code, 0);
        assert.equal(await shell('cat /tmp/once'), 'before\nFür Elise player hello (hello 2.12.2)\n');
      });
    });
  });
}
