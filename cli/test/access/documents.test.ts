import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFlake, evalMachine, parseFiles } from '../../../test/support/nix';
import { readGuard } from '../../src/deploy/guard-script';
import { GUARD_PROGRAM, nixosModule, sudoersFile, type Access } from '../../src/access/documents';
import { folderWith } from '../support/cli';
import { needsNix } from '../support/nix';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home ${x} "y"';

/** Signs that mean something in Nix, and a script all the same. */
const GUARD = `#!/bin/sh
set -eu
name='a''b'"\${1:-nobody}"
case $name in
	*) printf '%s|\${plain}\\n' "$name" ;;
esac
echo '$\${x}' '\${y}'
`;
const ACCESS: Access = { user: 'deploy', keys: [KEY], guard: GUARD };

const FLAKE = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.machine = nixpkgs.lib.nixosSystem {
      modules = [
        ./access.nix
        {
          nixpkgs.hostPlatform = "x86_64-linux";
          system.stateVersion = "26.05";
          boot.loader.systemd-boot.enable = true;
          fileSystems."/" = { device = "/dev/disk/by-label/nixos"; fsType = "ext4"; };
          users.users.root.openssh.authorizedKeys.keys = [ "ssh-ed25519 AAAA root" ];
        }
      ];
    };
  };
}
`;

describe('the module that lets a user deploy', function () {
  this.timeout(60_000);
  before(needsNix);

  const folder = (access = ACCESS): string => folderWith({ 'flake.nix': FLAKE, 'access.nix': nixosModule(access) });

  it('gives a user with keys, and leave to run the guard and nothing else', async () => {
    const { user, rules, ssh } = await evalMachine(folder(), 'machine', {
      user: 'users.users.deploy',
      rules: 'security.sudo.extraRules',
      ssh: 'services.openssh.enable',
    });
    const { isNormalUser, openssh, extraGroups } = user as {
      isNormalUser: boolean;
      openssh: { authorizedKeys: { keys: string[] } };
      extraGroups: string[];
    };
    assert.deepEqual([isNormalUser, openssh.authorizedKeys.keys, extraGroups, ssh], [true, [KEY], [], true]);
    const own = (rules as { users: string[]; groups: string[]; commands: unknown[] }[]).filter(({ users }) => users.includes('deploy'));
    assert.deepEqual(
      own.map(({ users, groups, commands }) => ({ users, groups, commands })),
      [{ users: ['deploy'], groups: [], commands: [{ command: GUARD_PROGRAM, options: ['NOPASSWD', 'NOSETENV'] }] }],
    );
  });

  it('brings the guard as it is', async () => {
    const system = await buildFlake(folder(), 'nixosConfigurations.machine.config.system.build.toplevel');
    const program = join(system, 'sw', 'bin', 'studio-cdk-guard');
    assert.ok(readFileSync(program, 'utf8').endsWith(GUARD));
    assert.equal(execFileSync(program, ['carla'], { encoding: 'utf8' }), 'abcarla|${plain}\n$${x} ${y}\n');
  });

  it('brings the guard of this version', async () => {
    const { text } = readGuard();
    const system = await buildFlake(folder({ ...ACCESS, guard: text }), 'nixosConfigurations.machine.config.system.build.toplevel');
    assert.ok(readFileSync(join(system, 'sw', 'bin', 'studio-cdk-guard'), 'utf8').endsWith(text));
  });

  it('can be added to a machine that has the user already, and under any name', async () => {
    const access = { ...ACCESS, user: 'in' };
    const files = folderWith({ 'access.nix': nixosModule(access) });
    await parseFiles([join(files, 'access.nix')]);
    assert.match(nixosModule(access), /users\.users\."in" = /);
  });
});

describe('the rule for sudo', () => {
  it('is read by sudo', function () {
    const folder = folderWith({ rule: sudoersFile(ACCESS.user) });
    const { status, stdout, stderr, error } = spawnSync('visudo', ['-cf', join(folder, 'rule')], { encoding: 'utf8' });
    if (error) {
      console.log('      left out: there is no visudo on this machine');
      this.skip();
    }
    assert.equal(status, 0, stdout + stderr);
  });

  it('is about one program, as root, without a password', () => {
    const rules = sudoersFile(ACCESS.user)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    assert.deepEqual(rules, [`deploy ALL=(root) NOPASSWD:NOSETENV: ${GUARD_PROGRAM}`]);
  });
});
