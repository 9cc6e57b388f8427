import assert from 'node:assert/strict';
import { AudioDevice, AudioServer, JackAlsaBridge, SampleRate } from '../../../src/constructs/audio';
import { PluginBundle } from '../../../src/constructs/plugin-bundle';
import { RealtimeKernel } from '../../../src/constructs/realtime';
import { Desktop, Studio } from '../../../src/constructs/studio';
import { App } from '../../../src/core';
import { NixosStack } from '../../../src/stacks/nixos-stack';
import { evalFlake } from '../../support/nix';
import { temporaryFolder } from '../../support/temp';

/** What is compared; the toplevel's path is there only when every type and every assertion of NixOS is satisfied. */
const WANTED = `machines: builtins.mapAttrs (_: { config, ... }: {
  toplevel = builtins.isString config.system.build.toplevel.drvPath;
  groups = config.users.users.alice.extraGroups;
  rtkit = config.security.rtkit.enable;
  pipewire = {
    inherit (config.services.pipewire) enable;
    extraConfig = { inherit (config.services.pipewire.extraConfig) client jack pipewire pipewire-pulse; };
    faces = map (face: config.services.pipewire.\${face}.enable) [ "alsa" "jack" "pulse" ];
    rules = config.services.pipewire.wireplumber.extraConfig;
  };
  jack = {
    inherit (config.services.jack.jackd) enable extraOptions;
    alsa = config.services.jack.alsa.enable;
    loopback = config.services.jack.loopback.enable;
  };
  desktop = config.services.desktopManager.plasma6.enable && config.services.displayManager.sddm.wayland.enable;
  lv2 = config.environment.sessionVariables.LV2_PATH or null;
}) machines`;

describe('Studio, evaluated by Nix', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  it('sets what was asked for, on a machine with PipeWire, with musnix, and with JACK', async () => {
    const app = new App({ outdir: folder('cdk.out') });
    const machine = (name: string) => new NixosStack(app, name, { stateVersion: '26.05', hardware: 'test/support/hardware.nix' });
    const plugins = new PluginBundle(app, 'Plugins', { plugins: ['lsp-plugins'] });

    const laptop = machine('laptop');
    new Studio(laptop, 'Studio', {
      musician: 'alice',
      desktop: Desktop.PLASMA,
      bundles: [plugins],
      audio: AudioServer.pipewire({
        rate: SampleRate.hz(48_000),
        quantum: 48,
        powerOfTwo: false,
        priority: 80,
        devices: [AudioDevice.card('~Scarlett.*', { profile: 'pro-audio', periodSize: 48, disableBatch: true })],
      }),
    });
    const tuned = machine('tuned');
    new RealtimeKernel(tuned, 'Kernel');
    new Studio(tuned, 'Studio', { musician: 'alice', bundles: [plugins] });
    new Studio(machine('rack'), 'Studio', {
      musician: 'alice',
      audio: AudioServer.jack({ device: 'hw:USB', period: 128, alsaBridge: JackAlsaBridge.LOOPBACK }),
    });
    app.synth();

    const found = (await evalFlake(folder('cdk.out'), 'nixosConfigurations', { apply: WANTED })) as Record<string, any>;
    const { lv2: tunedPath, ...tunedRest } = found.tuned;
    assert.match(tunedPath, /^\$HOME\/\.lv2:/);
    assert.match(tunedPath, /nix-profile/, 'musnix’s own path counts');
    assert.equal(tunedRest.toplevel, true);

    const clients = { '10-studio': { 'module.rt.args': { 'rt.prio': 79 } } };
    assert.deepEqual(found.laptop, {
      toplevel: true,
      groups: ['audio', 'pipewire'],
      rtkit: true,
      pipewire: {
        enable: true,
        faces: [true, true, true],
        extraConfig: {
          pipewire: {
            '10-studio': {
              'context.properties': {
                'clock.power-of-two-quantum': false,
                'default.clock.min-quantum': 48,
                'default.clock.quantum': 48,
                'default.clock.rate': 48000,
              },
              'module.rt.args': { 'rt.prio': 80 },
            },
          },
          jack: { '10-studio': { 'jack.properties': { 'node.latency': '48/48000' }, 'module.rt.args': { 'rt.prio': 79 } } },
          'pipewire-pulse': clients,
          client: clients,
        },
        rules: {
          '10-studio': {
            'monitor.alsa.rules': [
              {
                matches: [{ 'api.alsa.card.name': '~Scarlett.*' }],
                actions: { 'update-props': { 'device.profile': 'pro-audio', 'api.alsa.period-size': 48, 'api.alsa.disable-batch': true } },
              },
            ],
          },
        },
      },
      jack: { enable: false, extraOptions: ['-dalsa'], alsa: true, loopback: false },
      desktop: true,
      lv2: '$HOME/.lv2:/etc/profiles/per-user/$USER/lib/lv2:/run/current-system/sw/lib/lv2',
    });

    assert.deepEqual(
      [found.rack.toplevel, found.rack.groups, found.rack.jack, found.rack.pipewire.enable, found.rack.lv2],
      [
        true,
        ['audio', 'jackaudio'],
        {
          enable: true,
          extraOptions: ['-R', '-P70', '-dalsa', '-dhw:USB', '-r48000', '-p128', '-n3'],
          alsa: false,
          loopback: true,
        },
        false,
        null,
      ],
    );
  });
});
