import assert from 'node:assert/strict';
import { describeOnBed, studio, type BedMachine, type Ran } from '../../../test/bed';
import { BIN } from '../support/cli';

const GUARD = '/run/current-system/sw/bin/studio-cdk-guard';

/** What a machine has that somebody has just installed; the module is the one line that is added. */
const CONFIGURATION = `{
  imports = [
    ./hardware.nix
    ./access.nix
  ];
  boot.loader.systemd-boot.enable = true;
  networking.hostName = "one";
  nixpkgs.hostPlatform = "x86_64-linux";
  services.openssh.enable = true;
  system.stateVersion = "26.05";
}
`;

/** What an administrator does with the module: it goes beside the machine's own configuration, and the machine is switched to both. */
const ADD_TO_CONFIGURATION = `
set -e
mkdir -p /etc/nixos && cd /etc/nixos
cat > access.nix
cat > system.nix <<'END'
let
  nixpkgs = NIXPKGS;
in
((import (nixpkgs + "/lib")).nixosSystem { modules = [ ./configuration.nix ]; }).config.system.build.toplevel
END
for source in /nix/store/*-source; do [ ! -d "$source/nixos" ] || sed -i "s|NIXPKGS|$source|" system.nix; done
system=$(nix-build --no-out-link system.nix)
nix-env -p /nix/var/nix/profiles/system --set "$system"
"$system/bin/switch-to-configuration" switch >&2
`;

describeOnBed('a user who may deploy, on a real machine', { kind: 'light', machines: ['one'] }, (bed) => {
  const one = (): BedMachine => bed().machine('one');
  const run = (...argv: readonly string[]): Promise<Ran> => bed().operator.run(argv);
  const deploy = (command: string): Promise<Ran> => run('ssh', '-o', 'BatchMode=yes', 'deploy@one', command);

  before(async function () {
    this.timeout(60_000);
    const { code, stdout, stderr } = await run(process.execPath, BIN, 'bootstrap-access', '--user', 'deploy');
    assert.deepEqual([code, stderr], [0, '']);
    const files = { 'hardware.nix': one().hardware, 'configuration.nix': CONFIGURATION };
    for (const [name, input] of Object.entries(files)) await one().console(`mkdir -p /etc/nixos; cat > /etc/nixos/${name}`, { input });
    await one().console(ADD_TO_CONFIGURATION, { input: stdout, timeoutMs: 60_000 });
  });

  it('logs in with his own key, and is nobody special', async () => {
    assert.equal((await deploy('id -un; id -Gn')).stdout, 'deploy\nusers\n');
    assert.notEqual((await deploy('cat /etc/shadow')).code, 0);
  });

  it('runs the guard as root, without a password', async () => {
    const { code, stdout } = await deploy(`sudo -n ${GUARD} version`);
    assert.deepEqual([code, /^protocol=\d+$/m.test(stdout)], [0, true]);
    assert.match((await deploy(`sudo -n ${GUARD} inspect`)).stdout, /^hostname=one$/m);
  });

  it('runs nothing else as root', async () => {
    const others = [
      'id',
      'sh',
      `sh -c '${GUARD} version'`,
      '/run/current-system/sw/bin/nix-env --version',
      `/run/current-system/../current-system/sw/bin/studio-cdk-guard version`,
      `-u nobody ${GUARD} version`,
      `LD_PRELOAD=/tmp/x.so ${GUARD} version`,
      `-e /etc/sudoers`,
    ];
    for (const command of others) {
      const { code, stdout } = await deploy(`sudo -n ${command}`);
      assert.notEqual(code, 0, command);
      assert.equal(stdout, '', command);
    }
  });

  it('cannot bring programs that the guard would take for those of the machine', async () => {
    const evil =
      'mkdir -p evil && for name in cat date df id nix readlink sed sha256sum sleep sort stat tar uname; do printf "#!/bin/sh\\ntouch /tmp/evil-was-here\\n" > evil/$name; chmod +x evil/$name; done';
    await deploy(
      `${evil}; sudo -n PATH="$PWD/evil" ${GUARD} inspect; sudo -n BASH_ENV="$PWD/evil/cat" ENV="$PWD/evil/cat" ${GUARD} version`,
    );
    assert.equal((await deploy('ls /tmp/evil-was-here; ls evil | wc -l')).stdout, '13\n');
  });

  it('cannot put another guard in its place', async () => {
    const { code } = await deploy(`cp /bin/sh "$(readlink -f ${GUARD})" || rm -f ${GUARD} || ln -sfn /tmp /run/current-system`);
    assert.notEqual(code, 0);
  });

  it('deploys with it, and may go on deploying', async function () {
    this.timeout(120_000);
    const target = `user: 'deploy', passwordless: true`;
    const project = await studio(bed(), { machines: [{ machine: 'one', target, module: '{ boot.kernelParams = [ "quiet" ]; }' }] });
    const { code, stdout, stderr } = await project.cdk(['deploy'], { timeoutMs: 100_000 });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /one runs the new system/);
    assert.equal((await project.cdk(['diff', '--no-build'])).code, 0);
    assert.match((await project.cdk(['import-hardware', '--to', 'shown.nix'])).stdout, /is the hardware of deploy@one/);
    assert.match((await project.cdk(['status'])).stdout, /up to date/);
  });
});
