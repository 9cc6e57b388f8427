/** The studios whose files stand in `golden/`. Lines count: they are in the files. */
import { App, FlakeInput, Nixpkgs, System } from '../../src/core';
import { BootLoader } from '../../src/constructs/boot-loader';
import { Network } from '../../src/constructs/network';
import { Nix } from '../../src/nix';
import { NixosStack } from '../../src/stacks/nixos-stack';
import { Says } from '../core/says';

const HARDWARE = 'test/support/hardware.nix';
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home';

/** As little as a machine can be. */
export function oneMachine(outdir: string): App {
  const app = new App({ outdir });
  new NixosStack(app, 'studio-laptop', { stateVersion: '26.05', hardware: HARDWARE });
  return app;
}

/** A sample server, and the laptop that plays from it: everything that a stack itself can do. */
export function twoMachines(outdir: string): App {
  const app = new App({ outdir, description: "Alice's samples, and where she plays them" });
  const laptop = new NixosStack(app, 'laptop', {
    stateVersion: '25.11',
    hardware: HARDWARE,
    hardwareProfiles: ['lenovo-thinkpad-t14'],
    timeZone: 'Europe/Berlin',
    locale: 'de_DE.UTF-8',
    keyboard: { layout: 'de', variant: 'nodeadkeys' },
    target: { host: 'laptop.local', user: 'alice', port: 2222, authorizedKeys: [KEY] },
  });
  const server = new NixosStack(app, 'server', {
    stateVersion: '26.05',
    hardware: HARDWARE,
    hostName: 'samples',
    system: System.AARCH64_LINUX,
    nixpkgs: Nixpkgs.unstable(),
    bootLoader: BootLoader.grub({ device: '/dev/sda', generations: 5 }),
    network: Network.staticAddress({ device: 'enp3s0', address: '10.0.0.12', gateway: '10.0.0.1', nameservers: ['10.0.0.1'] }),
  });
  laptop.addDependency(server);

  const musnix = new FlakeInput('musnix', { url: 'github:musnix/musnix', follows: { nixpkgs: 'nixpkgs' } });
  laptop.addFlakeModule(musnix, 'nixosModules.musnix');
  new Says(laptop, 'Kernel', (module) => {
    module.describe('realtime scheduling');
    module.set('musnix.enable', true);
    module.set('boot.kernel.sysctl."fs.inotify.max_user_watches"', 524288);
  });
  new Says(laptop, 'Daw', (module) => {
    module.describe('Reaper, and a synth from the rolling branch');
    module.allowUnfree('reaper');
    module.set('environment.systemPackages', [Nix.pkgs('reaper'), Nix.attr(module.packages(Nixpkgs.unstable()), 'surge-xt')]);
    module.set('environment.etc."samples/host".text', server.optionValue('networking.hostName'));
    module.set('environment.etc."samples/readme".text', 'The samples are on the server.\nThey cost ${money}.\n');
  });
  new Says(server, 'Export', (module) => module.set('boot.kernelParams', ['quiet']));
  server.addModule('test/stacks/fixtures/backup.nix');
  server.overrideOption('boot.kernel.sysctl."vm.swappiness"', 60);
  return app;
}
