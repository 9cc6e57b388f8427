import assert from 'node:assert/strict';
import { BootLoader } from '../../src/constructs/boot-loader';
import { Network } from '../../src/constructs/network';
import type { NixosStackProps } from '../../src/stacks/nixos-stack-props';
import { errors, machine, options, warnings } from '../support/machine';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home';
const REST = {
  'nix.settings.experimental-features': '[\n  "nix-command"\n  "flakes"\n]',
  'nixpkgs.hostPlatform': '"x86_64-linux"',
  'system.stateVersion': '"26.05"',
};

/** What a machine sets by itself, without what every machine sets. */
function settings(props: Partial<NixosStackProps>): Record<string, string> {
  const all = options(machine(props), 'studio-laptop');
  return Object.fromEntries(Object.entries(all).filter(([option]) => !(option in REST)));
}

describe('NixosStack', () => {
  it('is a machine with UEFI and NetworkManager, called after the stack', () =>
    assert.deepEqual(options(machine(), 'studio-laptop'), {
      'boot.loader.efi.canTouchEfiVariables': 'true',
      'boot.loader.systemd-boot.enable': 'true',
      'boot.loader.systemd-boot.configurationLimit': '20',
      'networking.hostName': '"studio-laptop"',
      'networking.networkmanager.enable': 'true',
      ...REST,
    }));

  it('sets time, language and keyboard where they are given', () =>
    assert.deepEqual(
      settings({
        bootLoader: BootLoader.none(),
        network: Network.none(),
        hostName: 'stage',
        timeZone: 'America/Argentina/Buenos_Aires',
        locale: 'de_DE.UTF-8',
        keyboard: { layout: 'de,us', variant: 'T3' },
      }),
      {
        'console.useXkbConfig': 'true',
        'i18n.defaultLocale': '"de_DE.UTF-8"',
        'networking.hostName': '"stage"',
        'services.xserver.xkb.layout': '"de,us"',
        'services.xserver.xkb.variant': '"T3"',
        'time.timeZone': '"America/Argentina/Buenos_Aires"',
      },
    ));

  describe('with a target', () => {
    const target = (props: NonNullable<NixosStackProps['target']>): Record<string, string> =>
      settings({ bootLoader: BootLoader.none(), network: Network.none(), hostName: 'a', target: props });
    const ssh = {
      'networking.hostName': '"a"',
      'services.openssh.enable': 'true',
      'services.openssh.settings.KbdInteractiveAuthentication': 'false',
      'services.openssh.settings.PasswordAuthentication': 'false',
    };

    it('lets nobody in without a key', () => assert.deepEqual(target({ host: '10.0.0.2' }), ssh));

    it('announces itself where the name ends in .local', () =>
      assert.deepEqual(target({ host: 'a.local' }), {
        ...ssh,
        'services.avahi.enable': 'true',
        'services.avahi.nssmdns4': 'true',
        'services.avahi.publish.enable': 'true',
        'services.avahi.publish.addresses': 'true',
      }));

    it('listens where it is told, and knows the keys of who logs in', () =>
      assert.deepEqual(target({ host: 'a', user: 'deploy', port: 2222, authorizedKeys: [`${KEY}\n`] }), {
        ...ssh,
        'services.openssh.ports': '[ 2222 ]',
        'users.users.deploy.openssh.authorizedKeys.keys': `[ "${KEY}" ]`,
      }));

    it('sets no port that is set anyway', () => assert.deepEqual(target({ host: 'a', port: 22 }), ssh));

    it('refuses what is no fingerprint of a host key', () => {
      const good = `SHA256:${'a'.repeat(43)}`;
      assert.deepEqual(errors(machine({ target: { host: 'a', hostKeys: [good] } })), []);
      for (const bad of ['', 'SHA256:abc', good.slice(7), KEY, `${good}=`])
        assert.match(
          errors(machine({ target: { host: 'a', hostKeys: [bad] } })).join(),
          /is no fingerprint of a host key\. It is SHA256: and 43 signs/,
        );
    });

    describe('has a guard of deployments', () => {
      const guard = (props: NonNullable<NixosStackProps['target']>): Record<string, string> =>
        options(machine({ target: props }), 'studio-laptop/DeploymentGuard');

      it('that looks at every boot whether something is left to undo, and is never interrupted by a switch', () =>
        assert.deepEqual(guard({ host: 'a' }), {
          'environment.systemPackages': '[ (pkgs.callPackage ../../packages/studio-cdk-guard.nix { }) ]',
          'systemd.services.studio-cdk-guard.description': '"Finish or undo a deployment after a reboot"',
          'systemd.services.studio-cdk-guard.restartIfChanged': 'false',
          'systemd.services.studio-cdk-guard.serviceConfig.ExecStart':
            '"${pkgs.callPackage ../../packages/studio-cdk-guard.nix { }}/bin/studio-cdk-guard boot"',
          'systemd.services.studio-cdk-guard.serviceConfig.Type': '"oneshot"',
          'systemd.services.studio-cdk-guard.stopIfChanged': 'false',
          'systemd.services.studio-cdk-guard.unitConfig.ConditionPathExists': '"/var/lib/studio-cdk/armed"',
          'systemd.services.studio-cdk-guard.wantedBy': '[ "multi-user.target" ]',
        }));

      it('that a user may call without a password where that was said, and nothing else', () => {
        const rules = 'security.sudo.extraRules';
        assert.match(
          guard({ host: 'a', user: 'deploy', passwordless: true })[rules]!,
          /"\/run\/current-system\/sw\/bin\/studio-cdk-guard"/,
        );
        for (const props of [{ user: 'deploy' }, { passwordless: true }, { user: 'root', passwordless: true }])
          assert.equal(guard({ host: 'a', ...props })[rules], undefined);
      });

      it('unless it is not deployed to', () => assert.throws(() => options(machine(), 'studio-laptop/DeploymentGuard'), /no module/));
    });

    it('warns when no key of the user’s is known to the machine', () => {
      const text =
        'No key of yours is known to this machine, so root may be unable to log in for the next deployment. Add target.authorizedKeys, with the line in ~/.ssh/id_ed25519.pub.';
      assert.deepEqual(warnings(machine({ target: { host: 'a' } })), [text]);
      assert.deepEqual(warnings(machine({ target: { host: 'a', authorizedKeys: [] } })), [text]);
      assert.deepEqual(warnings(machine({ target: { host: 'a', authorizedKeys: [KEY] } })), []);
      assert.deepEqual(warnings(machine()), []);
    });
  });

  it('takes tags that can be typed', () => {
    assert.deepEqual(errors(machine({ tags: ['stage', 'room-2'] })), []);
    assert.deepEqual(errors(machine({ tags: ['Room 2'] })), [
      '«Room 2» is no tag. Tags are small letters, digits and dashes, such as stage or room-2: they are typed on the command line.',
    ]);
  });

  describe('starts', () => {
    const boot = (bootLoader: BootLoader): Record<string, string> => settings({ bootLoader, network: Network.none() });
    const name = { 'networking.hostName': '"studio-laptop"' };

    it('by systemd-boot, as told', () =>
      assert.deepEqual(boot(BootLoader.systemdBoot({ generations: 3, touchEfiVariables: false })), {
        'boot.loader.efi.canTouchEfiVariables': 'false',
        'boot.loader.systemd-boot.configurationLimit': '3',
        'boot.loader.systemd-boot.enable': 'true',
        ...name,
      }));

    it('by GRUB on a disk', () =>
      assert.deepEqual(boot(BootLoader.grub({ device: '/dev/sda' })), {
        'boot.loader.grub.configurationLimit': '20',
        'boot.loader.grub.device': '"/dev/sda"',
        'boot.loader.grub.enable': 'true',
        ...name,
      }));

    it('in its own way', () => assert.deepEqual(boot(BootLoader.none()), name));
  });

  describe('gets its address', () => {
    const net = (network: Network): Record<string, string> => settings({ network, bootLoader: BootLoader.none() });
    const name = { 'networking.hostName': '"studio-laptop"' };

    it('from the router', () => assert.deepEqual(net(Network.dhcp()), { 'networking.useDHCP': 'true', ...name }));

    it('once and for all', () =>
      assert.deepEqual(
        net(
          Network.staticAddress({
            device: 'enp3s0',
            address: '10.0.0.12',
            prefixLength: 16,
            gateway: '10.0.0.1',
            nameservers: ['10.0.0.1'],
          }),
        ),
        {
          'networking.useDHCP': 'false',
          'networking.interfaces.enp3s0.ipv4.addresses': '[\n  {\n    address = "10.0.0.12";\n    prefixLength = 16;\n  }\n]',
          'networking.defaultGateway': '"10.0.0.1"',
          'networking.nameservers': '[ "10.0.0.1" ]',
          ...name,
        },
      ));

    it('without a router, as on a stage', () =>
      assert.ok(!('networking.defaultGateway' in net(Network.staticAddress({ device: 'enp3s0', address: '10.0.0.12' })))));
  });

  describe('is told', () => {
    const HOST = ' in a network: host names have 1 to 63 letters, digits and dashes, and neither start nor end with a dash. Set hostName.';
    const long = 'a'.repeat(64);
    const refusals: readonly (readonly [string, Partial<NixosStackProps>, string])[] = [
      ['a host name with an underscore', { hostName: 'my_pc' }, `A machine cannot be called «my_pc»${HOST}`],
      ['an empty host name', { hostName: '' }, `A machine cannot be called «»${HOST}`],
      ['a host name of 64 letters', { hostName: long }, `A machine cannot be called «${long}»${HOST}`],
      ['a host name that ends in a dash', { hostName: 'a-' }, `A machine cannot be called «a-»${HOST}`],
      [
        'a state version that was no release',
        { stateVersion: '26.04' },
        'The state version «26.04» is no release of NixOS. It is the one the machine was installed with, year and month, such as 26.05; «nixos-version» on the machine tells.',
      ],
      [
        'a time zone with a blank',
        { timeZone: 'Central European' },
        '«Central European» is no time zone. They are called after places, such as Europe/Berlin; «timedatectl list-timezones» lists them.',
      ],
      [
        'a locale without a country',
        { locale: 'german' },
        '«german» is no locale. It is a language, a country and a character set, such as de_DE.UTF-8.',
      ],
      [
        'a keyboard with a quote',
        { keyboard: { layout: 'de"' } },
        '«de"» is no name of a keyboard layout. They are short, such as us, de or fr; «localectl list-x11-keymap-layouts» lists them.',
      ],
      [
        'a hardware file that is not there',
        { hardware: 'nowhere.nix' },
        'The hardware file «nowhere.nix» does not exist. Make it on the machine itself: nixos-generate-config --show-hardware-config > nowhere.nix',
      ],
      [
        'a folder in place of the hardware file',
        { hardware: 'test/support' },
        'The hardware file «test/support» is no file. Make it on the machine itself: nixos-generate-config --show-hardware-config > test/support',
      ],
      [
        'a host that is a command',
        { target: { host: '-oProxyCommand=x', authorizedKeys: [KEY] } },
        '«-oProxyCommand=x» is no host to deploy to. Give a name such as studio-laptop.local, or an address.',
      ],
      [
        'a user that is a command',
        { target: { host: 'a', user: 'root; rm -rf', authorizedKeys: [KEY] } },
        '«root; rm -rf» is no user to log in as: user names are small letters, digits, dashes and underscores, start with a letter and have at most 31 signs.',
      ],
      [
        'a port beyond 65535',
        { target: { host: 'a', port: 65536, authorizedKeys: [KEY] } },
        'There is no port 65536: ports are 1 to 65535.',
      ],
      [
        'no generations for the boot menu',
        { bootLoader: BootLoader.systemdBoot({ generations: 0 }) },
        'The boot menu cannot offer 0 generations: it takes a whole number, 1 or more. Two are needed to go back to the one before.',
      ],
      [
        'a boot disk that is none',
        { bootLoader: BootLoader.grub({ device: 'sda' }) },
        'GRUB cannot be installed to «sda»: that is no disk. Name one such as /dev/sda, or better /dev/disk/by-id/….',
      ],
      [
        'an address that is none',
        { network: Network.staticAddress({ device: 'eth0', address: '10.0.0.256' }) },
        '«10.0.0.256» is no IPv4 address, such as 10.0.0.12.',
      ],
      [
        'a network interface with a blank',
        { network: Network.staticAddress({ device: 'eth 0', address: '10.0.0.2' }) },
        '«eth 0» is no name of a network interface. «ip link» lists those of a machine.',
      ],
      [
        'a prefix of 33 bits',
        { network: Network.staticAddress({ device: 'eth0', address: '10.0.0.2', prefixLength: 33 }) },
        'A prefix length of 33 does not exist: it counts the bits of the network’s part, 1 to 32.'.replace('’', "'"),
      ],
    ];
    for (const [what, props, text] of refusals) it(`when it gets ${what}`, () => assert.deepEqual(errors(machine(props)), [text]));

    it('when it gets a key that is none, or two in one line', () => {
      for (const key of ['ssh-ed25519', `${KEY}\n${KEY}`])
        assert.match(
          errors(machine({ target: { host: 'a', authorizedKeys: [key] } })).join('\n'),
          /is no public key of .*~\/\.ssh\/id_ed25519\.pub\.$/,
        );
    });

    it('when it gets a private key, which is not repeated', () => {
      const text = errors(machine({ target: { host: 'a', authorizedKeys: ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn'] } })).join('\n');
      assert.match(text, /is a private key\. .*\.pub\.$/);
      assert.doesNotMatch(text, /b3Blbn/);
    });

    it('everything at once', () =>
      assert.equal(
        errors(machine({ hostName: '-', stateVersion: '1', locale: 'x', hardware: 'x', target: { host: '', user: 'A', port: 0 } })).length,
        7,
      ));

    it('nothing when all is well', () => {
      for (const locale of ['de_DE.UTF-8', 'C.UTF-8', 'ca_ES@valencia', 'en_GB', 'POSIX'])
        assert.deepEqual(errors(machine({ locale })), []);
      for (const timeZone of ['UTC', 'Etc/GMT+3', 'Europe/Berlin']) assert.deepEqual(errors(machine({ timeZone })), []);
      for (const stateVersion of ['23.11', '24.05']) assert.deepEqual(errors(machine({ stateVersion })), []);
      for (const host of ['10.0.0.1', 'fe80::1', 'a.example.org', 'studio']) assert.deepEqual(errors(machine({ target: { host } })), []);
    });
  });
});
