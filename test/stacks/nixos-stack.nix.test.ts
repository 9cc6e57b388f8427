import assert from 'node:assert/strict';
import { join } from 'node:path';
import { whereabouts, type App } from '../../src/core';
import { Nix } from '../../src/nix';
import { evalMachine, evalToplevel, findNix, parseFiles } from '../support/nix';
import { contentsOf, temporaryFolder } from '../support/temp';
import { Says } from '../core/says';
import { station, written } from '../core/written';
import { twoMachines } from './studios';

const GOLDEN = 'test/stacks/golden';

describe('the files of a studio, for real Nix', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  before(function () {
    if (findNix().length > 0) return;
    console.log('      left out: there is no Nix on this machine (npm run verify installs one where it may)');
    this.skip();
  });

  it('can be read', () =>
    parseFiles(
      Object.keys(contentsOf(GOLDEN))
        .filter((name) => name.endsWith('.nix'))
        .map((name) => join(GOLDEN, name)),
    ));

  it('mean what was asked for', async () => {
    const values = await evalMachine(join(GOLDEN, 'two-machines'), 'laptop', {
      hostName: 'networking.hostName',
      networkManager: 'networking.networkmanager.enable',
      generations: 'boot.loader.systemd-boot.configurationLimit',
      timeZone: 'time.timeZone',
      locale: 'i18n.defaultLocale',
      layout: 'services.xserver.xkb.layout',
      ssh: 'services.openssh.enable',
      passwords: 'services.openssh.settings.PasswordAuthentication',
      ports: 'services.openssh.ports',
      keys: 'users.users.alice.openssh.authorizedKeys.keys',
      announced: 'services.avahi.publish.enable',
      musnix: 'musnix.enable',
      watches: 'boot.kernel.sysctl."fs.inotify.max_user_watches"',
      fromServer: 'environment.etc."samples/host".text',
      readme: 'environment.etc."samples/readme".text',
    });
    assert.deepEqual(values, {
      hostName: 'laptop',
      networkManager: true,
      generations: 20,
      timeZone: 'Europe/Berlin',
      locale: 'de_DE.UTF-8',
      layout: 'de',
      ssh: true,
      passwords: false,
      ports: [2222],
      keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home'],
      announced: true,
      musnix: true,
      watches: 524288,
      fromServer: 'samples',
      readme: 'The samples are on the server.\nThey cost ${money}.\n',
    });
  });

  it('mean it on the other machine too, with an override and a module of the user’s own', async () => {
    const dir = twoMachines(folder('cdk.out')).synth();
    const values = await evalMachine(dir, 'server', { swappiness: 'boot.kernel.sysctl."vm.swappiness"', kernel: 'boot.kernelParams' });
    assert.equal(values.swappiness, 60);
    const parameters = values.kernel as string[];
    assert.ok(parameters.indexOf('panic=10') > parameters.indexOf('quiet') && parameters.includes('quiet'), parameters.join(' '));
  });

  it('name both lines of the program where two constructs want what only NixOS can compare', async () => {
    let first: Says | undefined;
    let second: Says | undefined;
    written(folder('cdk.out'), (app: App) => {
      const laptop = station(app, 'laptop');
      const wants = (id: string, colour: string): Says =>
        new Says(laptop, id, (module) => module.set('networking.hostName', Nix.mkForce(Nix.interpolate([colour, Nix.raw('""')]))));
      first = wants('First', 'red');
      second = wants('Second', 'blue');
    });
    await assert.rejects(evalToplevel(folder('cdk.out'), 'laptop'), ({ message }: Error) => {
      for (const construct of [first, second]) assert.ok(message.includes(whereabouts(construct!)), message);
      return true;
    });
  });
});
