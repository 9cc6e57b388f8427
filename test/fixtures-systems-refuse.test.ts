/** A system of the stand-in nixpkgs refuses to be switched to where a system of NixOS does, and changes nothing then. */
import assert from 'node:assert/strict';
import { describeOnBed } from './bed';
import { swappiness, SystemMachine } from './support/system-machine';

describeOnBed('a system of the stand-in nixpkgs', { kind: 'light', machines: ['one'] }, (bed) => {
  let one: SystemMachine;
  let first: string;
  before(async () => {
    one = new SystemMachine(bed().machine('one'));
    first = await one.build(swappiness(10));
    assert.equal((await one.switchTo(first)).code, 0);
  });
  const shell = (script: string) => one.machine.console(script);
  const state = () => one.machine.state();
  const running = async () => (await shell('readlink /run/current-system')).trim();

  describe('refuses with 1, and leaves everything as it is,', () => {
    const refused = async (system: string, environment = ''): Promise<string> => {
      const { code, said } = await one.switchTo(system, 'switch', environment);
      assert.equal(code, 1);
      assert.equal(await running(), first);
      return said;
    };

    it('when somebody else switches', async () => {
      await shell(`touch /run/busy
        flock /run/nixos/switch-to-configuration.lock sh -c 'touch /run/locked; while [ -e /run/busy ]; do sleep 0.05; done' >/dev/null 2>&1 &
        while [ ! -e /run/locked ]; do sleep 0.05; done`);
      assert.equal(await refused(first), 'Could not acquire lock');
      await shell('rm /run/busy; flock /run/nixos/switch-to-configuration.lock true');
    });

    it('when a pre-switch check fails', async () => {
      const said = await refused(await one.build('{ system.preSwitchChecks.music = "echo $1 $2; false"; }'));
      assert.match(said, /^\/nix\/store\/\S* switch\nPre-switch check 'music' failed\nPre-switch checks failed$/);
    });

    it('when something changes that a running machine cannot exchange, unless it is forced', async () => {
      const broker = await one.build('{ services.dbus.implementation = "broker"; }');
      const said = await refused(broker);
      assert.match(said, /There are changes to critical components of the system:\n\ndbus-implementation : dbus -> broker\n/);
      assert.match(said, /\nPre-switch check 'switchInhibitors' failed\nPre-switch checks failed$/);
      assert.equal((await one.switchTo(broker, 'test', 'NIXOS_NO_CHECK=1')).code, 0);
      assert.equal((await one.switchTo(first, 'test', 'NIXOS_NO_CHECK=1')).code, 0);
    });

    it('when the machine is no NixOS', async () => {
      await shell('mv /etc/NIXOS /etc/os-release /root/');
      assert.equal(await refused(first), 'This is not a NixOS installation!');
      await shell('mv /root/NIXOS /root/os-release /etc/');
    });

    it('when the boot loader cannot be installed', async () => {
      const next = await one.build(swappiness(14));
      await shell(`nix-env -p /nix/var/nix/profiles/system --set ${next}`);
      const { defaultSystem } = await state();
      await one.machine.fillBoot();
      assert.match(await refused(next), /No space left on device\nFailed to install bootloader$/);
      assert.equal((await state()).defaultSystem, defaultSystem);
      await one.machine.freeBoot();
    });
  });

  it('answers 100 when it can only be booted, and leaves the running system', async () => {
    const { code, said } = await one.switchTo(await one.build('{ systemd.package = pkgs.systemd // { interfaceVersion = 3; }; }'));
    assert.equal(code, 100);
    assert.match(said, /Warning: the new NixOS configuration has an ‘init’ that is\nincompatible with the current configuration\./);
    assert.equal(await running(), first);
  });
});
