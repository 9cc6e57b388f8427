import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daw } from '../../../src/constructs/daw';
import { DawHost } from '../../../src/constructs/daw-host';
import { FhsHost } from '../../../src/constructs/packaging/fhs-host';
import { App, System } from '../../../src/core';
import { PortableStack } from '../../../src/stacks/portable-stack';
import { configuration, errors, machine, options, warnings } from '../../support/machine';
import { buildFlake, evalFlake, findNix } from '../../support/nix';
import { temporaryFolder } from '../../support/temp';
import { mixer, mixerHost, packageFiles, PACKAGES } from './packages';

describe('FhsHost', () => {
  it('installs one program, which is passed what callPackage does not find', () => {
    const stack = machine();
    mixerHost(stack);
    assert.deepEqual(options(stack, 'studio-laptop/Mixer'), {
      'environment.systemPackages': `[
  (pkgs.callPackage ../../packages/mixer.nix {
    gate = pkgs.callPackage ../../packages/gate.nix { };
    helm = pkgs-unstable.helm;
    mixer = pkgs.callPackage ../../packages/mixer-unwrapped.nix { };
    stdenv-cc-cc-lib = pkgs.stdenv.cc.cc.lib;
  })
]`,
    });
    assert.match(configuration(stack), /# studio-laptop\/Mixer: Mixer with 3 plugin packages\n/);
    assert.match(configuration(stack), /allowUnfreePredicate = package: builtins\.elem \(lib\.getName package\) \[ "mixer" \];/);
    assert.deepEqual([...errors(stack), ...warnings(stack)], []);
  });

  it('has the libraries that most programs need, and starts a program of the catalogue by its name', () => {
    const stack = machine();
    new FhsHost(stack, 'Reaper', { daw: Daw.REAPER });
    const text = packageFiles(stack).get('packages/reaper.nix')!;
    assert.match(text, /^# REAPER in a conventional file system, which sees plugins in the user's own folders only\.\n/);
    assert.match(text, /executableName = "reaper";/);
    assert.match(text, /runScript = lib\.getExe' reaper "reaper";/);
    assert.match(text, /targetPkgs = _: \[\n {4}reaper\n {4}alsa-lib\n/);
    assert.match(text, /libGL\n/);
  });

  it('is a host like the others: what is wrong is said in the same words', () => {
    const stack = machine({ system: System.AARCH64_LINUX });
    new DawHost(stack, 'One', { daw: Daw.ARDOUR });
    new FhsHost(stack, 'Two', { daw: Daw.ARDOUR, plugins: ['surge-xt'], environment: { VST3_PATH: '/x' }, libraries: ['a b'] });
    const said = errors(stack).join('\n');
    assert.match(said, /Ardour is installed twice on this machine, here and by «studio-laptop\/One»/);
    assert.match(said, /«surge-xt» is made for x86_64-linux only/);
    assert.match(said, /VST3_PATH is what this host sets to its plugins/);
    assert.match(said, /The attribute path «a b» cannot be read/);
  });
});

describe('An environment for any Linux with packages of our own', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  before(function () {
    if (findNix().length === 0) this.skip();
  });
  const synthesised = (): string => {
    const app = new App({ outdir: folder('cdk.out') });
    const stack = new PortableStack(app, 'band');
    const plugins = [PACKAGES['make']!(), PACKAGES['phases']!(), 'calf'];
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins });
    new FhsHost(stack, 'Mixer', { daw: Daw.of(mixer(), { title: 'Mixer' }), plugins: ['calf'] });
    return app.synth();
  };

  it('offers them to other flakes, as far as an overlay can make them', async () => {
    const overlay = await evalFlake(synthesised(), 'overlays.default', {
      apply: 'overlay: builtins.attrNames (overlay { callPackage = _: _: { }; } { })',
    });
    assert.deepEqual(overlay, ['gate', 'mixer']); // our-synth is made with another nixpkgs
  });

  it('proves that their plugins are found, also where a build cannot start the program', async () => {
    const flake = synthesised();
    assert.deepEqual(await evalFlake(flake, 'checks.x86_64-linux', { apply: 'builtins.attrNames' }), ['ardour-plugins', 'mixer-plugins']);
    // The vendor's program itself is not needed for that, nor a file system around it.
    assert.match(readFileSync(await buildFlake(flake, 'checks.x86_64-linux.mixer-plugins'), 'utf8'), /^calf, LV2: \d+$/m);
  });

  it('is built', async () => {
    const app = new App({ outdir: folder('cdk.out') });
    new DawHost(new PortableStack(app, 'band'), 'Ardour', { daw: Daw.ARDOUR, plugins: [PACKAGES['make']!()] });
    const ardour = await buildFlake(app.synth(), 'packages.x86_64-linux.ardour');
    assert.match(readFileSync(join(ardour, 'bin/ardour9'), 'utf8'), /LADSPA_PATH="\/\S+-gate-2\.0\/lib\/ladspa:/);
  });
});
