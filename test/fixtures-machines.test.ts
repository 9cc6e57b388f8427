/** What a system of the stand-in nixpkgs makes of a machine: its files and accounts, its boot menu, and the tools on it. */
import assert from 'node:assert/strict';
import { describeOnBed } from './bed';
import { swappiness, SystemMachine } from './support/system-machine';

describeOnBed('a machine with a system of the stand-in nixpkgs', { kind: 'light', machines: ['one'] }, (bed) => {
  let one: SystemMachine;
  let first: string;
  before(async () => {
    one = new SystemMachine(bed().machine('one'));
    first = await one.build(swappiness(10));
  });
  const shell = (script: string) => one.machine.console(script);
  const state = () => one.machine.state();

  describe('sets up the machine:', () => {
    it('/etc has links and copies, loses those of the former system, and keeps what is not of any', async () => {
      const text = `{ environment.etc = { "band/name".text = "Quintet\\n"; "band/key" = { text = "secret"; mode = "0400"; }; }; }`;
      await shell('echo mine > /etc/mine');
      await one.switchTo(await one.build(text));
      assert.equal(
        await shell('cat /etc/band/name; readlink /etc/band/name; stat -c "%F %a" /etc/band/key; cat /etc/band/key'),
        'Quintet\n/etc/static/band/name\nregular file 400\nsecret',
      );
      const { said } = await one.switchTo(first);
      assert.match(said, /^removing obsolete symlink ‘\/etc\/band\/name’\.\.\.$/m);
      assert.equal(await shell('ls /etc/band; cat /etc/mine'), 'mine\n');
    });

    it('accounts come with their groups, keys and passwords, and go again', async () => {
      const text = `{ users.users.alice = { isNormalUser = true; extraGroups = [ "audio" "wheel" ]; initialPassword = "a:b'c"; openssh.authorizedKeys.keys = [ "ssh-ed25519 AAAA alice" ]; }; }`;
      await one.switchTo(await one.build(text));
      assert.equal(
        await shell('id -Gn alice; cat /etc/ssh/authorized_keys.d/alice; stat -c %U /home/alice'),
        'users audio wheel\nssh-ed25519 AAAA alice\nalice\n',
      );
      assert.equal(await shell(`echo "a:b'c" | runuser -u alice -- sudo -k -S -p '' id -un`), 'root\n');
      await one.switchTo(first);
      assert.equal((await one.try('id alice')).code, 1);
    });

    it('sudo lets people do what the rules say', async () => {
      const text = `{ users.users.deployer.isNormalUser = true;
        security.sudo.extraRules = [ { users = [ "deployer" ]; commands = [ { command = "/run/current-system/sw/bin/id"; options = [ "NOPASSWD" ]; } ]; } ]; }`;
      await one.switchTo(await one.build(text));
      assert.equal(await shell('runuser -u deployer -- sudo -n /run/current-system/sw/bin/id -un'), 'root\n');
      assert.match((await one.try('runuser -u deployer -- sudo -n /run/current-system/sw/bin/ls')).said, /a password is required/);
    });

    it('addresses are those that are configured, and come back when another system has them', async () => {
      const text = '{ networking.interfaces.eth0.ipv4.addresses = lib.mkForce [ { address = "192.0.2.7"; prefixLength = 24; } ]; }';
      const addresses = () => shell("ip -o -4 address show eth0 | awk '{ print $4 }'");
      const before = await addresses();
      assert.equal((await one.switchTo(await one.build(text))).code, 0);
      assert.equal(await addresses(), '192.0.2.7/24\n');
      assert.equal((await state()).sshReachable, false);
      assert.equal((await one.switchTo(first)).code, 0);
      assert.equal(await addresses(), before);
    });

    it('programs of the machine are found in NixOS’s place, and work', async () => {
      const names = 'awk bash bootctl cat find flock grep ip nix nix-env nixos-rebuild nixos-version reboot sed systemctl tar';
      await shell(`cd /run/current-system/sw/bin && ls ${names}`);
      assert.match(
        await shell('nixos-version; /run/current-system/sw/bin/nix --version'),
        /^\d+\.\d+\.fixture \(Fixture\)\nnix \(Nix\) \d/,
      );
    });
  });

  describe('is built, switched and booted with NixOS’s tools:', () => {
    const generation = async () => (await state()).generation;
    /** A flake with the machines `quiet` and `loud`, and one that does not evaluate. */
    before(async () => {
      await shell('mkdir -p /root/flake');
      await one.machine.console('cat > /root/flake/flake.nix', {
        input: `{
          inputs.nixpkgs.url = "path:${await one.standIn()}";
          outputs = { nixpkgs, ... }:
            let system = module: nixpkgs.lib.nixosSystem { modules = [ ./hardware.nix {
              boot.loader.systemd-boot.enable = true; nixpkgs.hostPlatform = "x86_64-linux"; system.stateVersion = "26.05"; networking.hostName = "";
            } module ]; }; in
            { nixosConfigurations = { quiet = system { boot.kernel.sysctl."vm.swappiness" = 21; }; loud = system { boot.kernel.sysctl."vm.swappiness" = 22; };
              wrong = system { boot.kernel.sysctls = 1; }; }; };
        }`,
      });
      await shell('cp /root/hardware.nix /root/flake/');
    });

    it('nixos-rebuild builds, and leaves the result', async () => {
      const before = await state();
      await shell('cd /root && nixos-rebuild build --flake path:/root/flake#quiet');
      assert.match(await shell('readlink /root/result'), /-nixos-system-unnamed-/);
      assert.deepEqual(await state(), before);
    });

    it('nixos-rebuild tests without a generation, and switches with one', async () => {
      const before = await generation();
      await shell('nixos-rebuild test --flake path:/root/flake#quiet');
      assert.deepEqual([await generation(), (await state()).swappiness], [before, 21]);
      await shell('nixos-rebuild switch --fast --flake path:/root/flake#loud');
      const { runningSystem, swappiness: value, defaultSystem, generation: now } = await state();
      assert.deepEqual([now, value, defaultSystem], [before + 1, 22, runningSystem]);
    });

    it('nixos-rebuild boot is for the next boot, and --rollback goes back', async () => {
      await shell('nixos-rebuild boot --flake path:/root/flake#quiet');
      const { runningSystem, defaultSystem, generation: now } = await state();
      assert.notEqual(defaultSystem, runningSystem);
      await shell('nixos-rebuild switch --rollback');
      assert.deepEqual([await generation(), (await state()).defaultSystem], [now - 1, runningSystem]);
      assert.match(await shell('nixos-rebuild list-generations'), new RegExp(`^${now} .*\\n${now - 1} .* current\\n`));
    });

    it('nixos-rebuild fails with what Nix says', async () => {
      const { code, said } = await one.try('nixos-rebuild switch --flake path:/root/flake#wrong');
      assert.equal(code, 1);
      assert.match(said, /The option `boot\.kernel\.sysctls' does not exist/);
    });

    it('nixos-generate-config tells of the hardware', async () => {
      await shell('nixos-generate-config --show-hardware-config > /tmp/hardware.nix && nix-instantiate --parse /tmp/hardware.nix');
    });

    it('bootctl chooses what is booted once', async () => {
      const { defaultEntry } = await state();
      await shell('bootctl is-installed && bootctl set-oneshot nixos-generation-1.conf');
      assert.deepEqual([(await state()).defaultEntry, (await state()).bootsOnce], ['nixos-generation-1.conf', true]);
      await shell("bootctl set-oneshot ''");
      assert.equal((await state()).defaultEntry, defaultEntry);
    });
  });

  describe('has a boot menu of systemd-boot:', () => {
    const set = (system: string) => shell(`nix-env -p /nix/var/nix/profiles/system --set ${system}`);
    const entry = (number: number) => shell(`cat /boot/loader/entries/nixos-generation-${number}.conf`);

    it('with an entry for each generation, whose kernel, initrd and parameters are those of its system', async () => {
      const next = await one.build('{ boot.kernelPackages = pkgs.linuxPackages_latest; boot.kernelParams = [ "quiet" ]; }');
      await set(next);
      await shell(`${next}/bin/switch-to-configuration boot`);
      const { generations, generation } = await state();
      for (const number of generations) assert.match(await entry(number), /^title NixOS$/m);
      const text = await entry(generation);
      assert.match(text, /^version Generation \d+ NixOS \S+ \(Linux 7\.1\.3\), built on \d{4}-\d\d-\d\d$/m);
      assert.match(text, new RegExp(`^options init=${next}/init quiet loglevel=4$`, 'm'));
      for (const [, kind, file] of text.matchAll(/^(linux|initrd) (\S+)$/gm))
        assert.equal(await shell(`cat /boot${file}`), await shell(`cat ${next}/${kind === 'linux' ? 'kernel' : kind}`));
    });

    it('whose default is the system that was asked for, also when it is not the newest', async () => {
      const { generation } = await state();
      await shell(`/nix/var/nix/profiles/system-1-link/bin/switch-to-configuration boot`);
      assert.equal((await state()).defaultEntry, 'nixos-generation-1.conf');
      await entry(generation);
    });

    it('which a system without a generation leaves as it is', async () => {
      const { defaultEntry } = await state();
      assert.equal((await one.switchTo(await one.build(swappiness(15)), 'boot')).code, 0);
      assert.equal((await state()).defaultEntry, defaultEntry);
    });

    it('without the generations that are gone, and their kernels', async () => {
      const { generation } = await state();
      await shell('nix-env -p /nix/var/nix/profiles/system --switch-generation 1');
      await shell(`nix-env -p /nix/var/nix/profiles/system --delete-generations ${generation}`);
      await one.switchTo((await state()).profileSystem, 'boot');
      assert.equal((await one.try(`ls /boot/loader/entries/nixos-generation-${generation}.conf /boot/EFI/nixos/*-linux-7.1.3-*`)).code, 2);
    });
  });
});

describeOnBed('a machine that GRUB boots', { kind: 'light', machines: [{ name: 'old', bootLoader: 'grub' }] }, (bed) => {
  it('has the menu of NixOS, and an entry of it can be chosen for once', async () => {
    const old = new SystemMachine(bed().machine('old'));
    const next = await old.build('{ boot.kernelPackages = pkgs.linuxPackages_latest; }');
    await old.machine.console(`nix-env -p /nix/var/nix/profiles/system --set ${next} && ${next}/bin/switch-to-configuration boot`);
    const menu = await old.machine.console('cat /boot/grub/grub.cfg');
    const titles = [...menu.matchAll(/^(?:menuentry|submenu) "([^"]*)"/gm)].map(([, title]) => title);
    assert.deepEqual(
      titles.map((title) => title?.replace(/\(.*\)/, '(…)')),
      ['NixOS', 'NixOS - All configurations', 'NixOS - Configuration 2 (…)', 'NixOS - Configuration 1 (…)'],
    );
    assert.match(menu, new RegExp(`^  linux /kernels/\\S+-linux-7\\.1\\.3-bzImage init=${next}/init loglevel=4$`, 'm'));
    assert.equal((await old.machine.state()).defaultSystem, next);

    await old.machine.console(`grub-reboot 'NixOS - All configurations>${titles[3]}'`);
    assert.match(await old.machine.console('grub-editenv list'), /^next_entry=NixOS - All configurations>NixOS - Configuration 1 /);
    const { bootsOnce, defaultSystem, runningSystem } = await old.machine.state();
    assert.deepEqual([bootsOnce, defaultSystem], [true, runningSystem]);
    await old.machine.console('grub-editenv - unset next_entry');
    assert.equal((await old.machine.state()).bootsOnce, false);
  });

  it('keeps its menu when /boot is full', async () => {
    const old = new SystemMachine(bed().machine('old'));
    const { defaultSystem } = await old.machine.state();
    const next = await old.build('{ boot.kernelPackages = pkgs.linuxPackages_zen; }');
    await old.machine.fillBoot();
    const { code, said } = await old.switchTo(next, 'boot');
    await old.machine.freeBoot();
    assert.equal(code, 1);
    assert.match(said, /Failed to install bootloader$/);
    assert.equal((await old.machine.state()).defaultSystem, defaultSystem);
  });
});
