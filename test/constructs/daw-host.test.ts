import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { Pkg } from '../../src/constructs/pkg';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { PluginFormat } from '../../src/constructs/plugin-format';
import { App, collect, findingsBelow, FlakeInput, Nixpkgs, Shelf, System } from '../../src/core';
import { NixosStack } from '../../src/stacks/nixos-stack';
import { configuration, errors, machine, options, warnings } from '../support/machine';

describe('DawHost', () => {
  const packageFile = (stack: NixosStack, name: string): string => {
    const shelf = new Shelf();
    collect(stack, stack.nixpkgs, shelf);
    return shelf.texts.get(`packages/${name}.nix`)!;
  };
  const equalsGolden = (text: string, name: string): void => {
    const path = `test/constructs/golden/${name}`;
    if (process.env.UPDATE_GOLDENS) writeFileSync(path, text);
    assert.equal(text, readFileSync(path, 'utf8'));
  };
  /** Folder → packages, as the package file has them. */
  const folders = (stack: NixosStack, name: string): Record<string, string[]> => {
    const [, block] = /plugins = \{\n(.*?)\n {2}\};/s.exec(packageFile(stack, name)) ?? [];
    const lists = [...(block ?? '').matchAll(/(\w+) = \[([^\]]*)\]/g)].map(([, folder, items]) => [folder, items!.trim().split(/\s+/)]);
    return Object.fromEntries(lists) as Record<string, string[]>;
  };

  it('writes a package that anybody could call', () => {
    const stack = machine();
    const synths = new PluginBundle(stack, 'Synths', { plugins: ['surge-xt', 'zynaddsubfx', 'helm', 'cardinal'] });
    const effects = new PluginBundle(stack, 'Effects', { plugins: ['lsp-plugins', 'calf', 'x42-plugins', 'dragonfly-reverb'] });
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths, effects] });
    equalsGolden(packageFile(stack, 'ardour'), 'ardour.nix');
    assert.deepEqual(options(stack, 'studio-laptop/Ardour'), {
      'environment.systemPackages': '[ (pkgs.callPackage ../../packages/ardour.nix { }) ]',
    });
    assert.match(configuration(stack), /# studio-laptop\/Ardour: Ardour with 8 plugin packages\n/);
  });

  it('passes the packages that callPackage does not find, and starts programs with an environment', () => {
    const stack = machine();
    new DawHost(stack, 'Carla', {
      daw: Daw.CARLA,
      plugins: [
        'calf',
        Pkg.of('calf').overrideArgs({ jackSupport: true }),
        Pkg.of('vital', { nixpkgs: Nixpkgs.unstable() }),
        Pkg.of('audio.rack', { formats: [PluginFormat.LV2] }),
        Pkg.fromInput(new FlakeInput('band', { url: 'github:the-band/nix' }), 'our-synth', { formats: [PluginFormat.CLAP] }),
      ],
      environment: { QT_SCALE_FACTOR: '1.5', CARLA_NOTE: "it's ${x}\n" },
    });
    equalsGolden(packageFile(stack, 'carla'), 'carla.nix');
    assert.deepEqual(options(stack, 'studio-laptop/Carla'), {
      'environment.systemPackages': `[
  (pkgs.callPackage ../../packages/carla.nix {
    audio-rack = pkgs.audio.rack;
    calf-2 = pkgs.calf.override {
      jackSupport = true;
    };
    our-synth = band.packages.\${pkgs.stdenv.hostPlatform.system}.our-synth;
    vital = pkgs-unstable.vital;
  })
]`,
    });
    assert.deepEqual(errors(stack), []);
  });

  it('closes all search paths when it has no plugins', () => {
    const stack = machine();
    new DawHost(stack, 'Reaper', { daw: Daw.REAPER });
    equalsGolden(packageFile(stack, 'reaper'), 'reaper.nix');
    assert.match(configuration(stack), /# studio-laptop\/Reaper: REAPER\n/);
    assert.match(configuration(stack), /allowUnfreePredicate = package: builtins\.elem \(lib\.getName package\) \[ "reaper" \];/);
  });

  it('takes the program itself from another place too', () => {
    const stack = machine();
    new DawHost(stack, 'Ardour', { daw: Daw.of(Pkg.of('ardour', { nixpkgs: Nixpkgs.unstable() })) });
    assert.equal(
      options(stack, 'studio-laptop/Ardour')['environment.systemPackages'],
      `[
  (pkgs.callPackage ../../packages/ardour.nix {
    ardour = pkgs-unstable.ardour;
  })
]`,
    );
  });

  it('searches an unknown package in every folder', () => {
    const stack = machine();
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: ['something-else-entirely'] });
    assert.deepEqual(Object.keys(folders(stack, 'ardour')), ['clap', 'dssi', 'ladspa', 'lv2', 'lxvst', 'vst', 'vst3']);
  });

  it('sees a package only in the formats that its bundle and the host allow', () => {
    const stack = machine();
    const small = new PluginBundle(stack, 'Small', { plugins: ['lsp-plugins'], formats: [PluginFormat.LV2, PluginFormat.CLAP] });
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [small, 'surge-xt'], formats: [PluginFormat.LV2, PluginFormat.VST3] });
    assert.deepEqual(folders(stack, 'ardour'), { lv2: ['lsp-plugins', 'surge-xt'], vst3: ['surge-xt'] });
  });

  it('sees what is added to it and to its bundles afterwards', () => {
    const stack = machine();
    const bundle = new PluginBundle(stack, 'Effects');
    const host = new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [bundle] });
    bundle.add('calf');
    host.addPlugins('fomp');
    assert.deepEqual(folders(stack, 'ardour'), { lv2: ['calf', 'fomp'] });
  });

  it('names the program to start where the package does not', () => {
    const stack = machine();
    new DawHost(stack, 'Carla', { daw: Daw.CARLA });
    new DawHost(stack, 'Own', { daw: Daw.of(Pkg.of('mixbus-pro', { unfree: true }), { program: 'mixbus10', title: 'Mixbus' }) });
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR });
    assert.match(packageFile(stack, 'carla'), /mainProgram = "carla";/);
    assert.match(packageFile(stack, 'mixbus-pro'), /^# Mixbus, .*mainProgram = "mixbus10";/s);
    assert.doesNotMatch(packageFile(stack, 'ardour'), /mainProgram/);
  });

  it('shares its file with every machine that has the same program and bundles', () => {
    const app = new App();
    const shelf = new Shelf();
    for (const name of ['desk-1', 'desk-2', 'desk-3']) {
      const desk = new NixosStack(app, name, { stateVersion: '26.05', hardware: 'test/support/hardware.nix' });
      const bundle = new PluginBundle(desk, 'Effects', { plugins: name === 'desk-3' ? ['calf', 'helm'] : ['calf'] });
      new DawHost(desk, 'Ardour', { daw: Daw.ARDOUR, plugins: [bundle] });
      collect(desk, desk.nixpkgs, shelf);
    }
    assert.deepEqual([...shelf.texts.keys()], ['packages/ardour.nix', 'packages/ardour-desk-3.nix']);
  });

  it('says which package its program gets nothing from', () => {
    const stack = machine();
    new DawHost(stack, 'Audacity', { daw: Daw.AUDACITY, plugins: ['stochas', 'calf'] });
    assert.deepEqual(folders(stack, 'audacity'), { lv2: ['calf'] });
    assert.deepEqual(warnings(stack), [
      'Audacity gets nothing from «stochas», which comes as VST3: here it loads only LV2, LADSPA, DSSI, VST2, CLAP, LXVST. Allow another format, or leave it out.',
    ]);
  });

  it('says which package is not made for the platform', () => {
    const stack = machine({ system: System.AARCH64_LINUX });
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: ['surge-xt', 'calf'] });
    assert.deepEqual(errors(stack), [
      '«surge-xt» is made for x86_64-linux only, and this is aarch64-linux: Nix would refuse it. Leave it out here.',
    ]);
  });

  it('refuses a second host of one program, but not one of another nixpkgs', () => {
    const stack = machine();
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR });
    new DawHost(stack, 'Newest', { daw: Daw.of(Pkg.of('ardour', { nixpkgs: Nixpkgs.unstable() })) });
    assert.deepEqual(errors(stack), []);
    new DawHost(stack, 'Again', { daw: Daw.of('ardour') });
    assert.deepEqual(errors(stack), [
      'Ardour is installed twice on this machine, here and by «studio-laptop/Ardour», and only one of them could be started. Give all its plugins to one host.',
    ]);
  });

  it('refuses variables that are none, and the search paths', () => {
    const stack = machine();
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, environment: { 'A B': '1', LV2_PATH: '/x' } });
    assert.deepEqual(errors(stack), [
      '«A B» cannot be the name of an environment variable: letters, digits and underscores, and no digit first.',
      'LV2_PATH is what this host sets to its plugins. Add plugins to the host instead; what lies in the user’s own folders is seen anyway.'.replace(
        '’',
        "'",
      ),
    ]);
  });

  it('refuses to stand outside of a machine', () => {
    const app = new App();
    new DawHost(app, 'Ardour', { daw: Daw.ARDOUR });
    assert.match(findingsBelow(app)[0]!.text, /^A DawHost installs a program, so it must be inside of a machine/);
  });
});
