import assert from 'node:assert/strict';
import { reportPackage, type Use } from '../../src/constructs/pkg-report';
import { Pkg, withoutDuplicates } from '../../src/constructs/pkg';
import { PluginFormat } from '../../src/constructs/plugin-format';
import { findingsBelow, FlakeInput, Nixpkgs } from '../../src/core';
import { Nix } from '../../src/nix';
import { Says } from '../core/says';
import { configuration, errors, machine, options } from '../support/machine';

const band = new FlakeInput('band', { url: 'github:the-band/nix' });

describe('Pkg', () => {
  const written = (pkg: Pkg): string => {
    const stack = machine();
    new Says(stack, 'Says', (module) => module.set('environment.systemPackages', [pkg._in(module)]));
    return options(stack, 'studio-laptop/Says')['environment.systemPackages']!;
  };

  it('is a package of the machine, by its name or its path', () => {
    assert.equal(written(Pkg.of('ardour')), '[ pkgs.ardour ]');
    assert.equal(written(Pkg.of('pipewire.jack')), '[ pkgs.pipewire.jack ]');
    assert.equal(written(Pkg.of('"2ship"')), '[ pkgs."2ship" ]');
  });

  it('comes from another nixpkgs, unless that is the machine’s own', () => {
    assert.equal(written(Pkg.of('ardour', { nixpkgs: Nixpkgs.unstable() })), '[ pkgs-unstable.ardour ]');
    assert.equal(written(Pkg.of('ardour', { nixpkgs: Nixpkgs.DEFAULT })), '[ pkgs.ardour ]');
  });

  it('comes from another flake, for the platform of the machine', () => {
    assert.equal(written(Pkg.fromInput(band, 'synth')), '[ band.packages.${pkgs.stdenv.hostPlatform.system}.synth ]');
    assert.equal(
      written(Pkg.fromInput(band, 'legacyPackages.our.synth')),
      '[ band.legacyPackages.${pkgs.stdenv.hostPlatform.system}.our.synth ]',
    );
    assert.equal(written(Pkg.fromInput(band, 'packages.aarch64-linux.synth')), '[ band.packages.aarch64-linux.synth ]');
  });

  it('is any expression of Nix', () => {
    assert.equal(
      written(Pkg.fromNix(Nix.call(Nix.pkgs('callPackage'), Nix.path('./synth.nix'), {}))),
      '[ (pkgs.callPackage ./synth.nix { }) ]',
    );
  });

  it('is built otherwise, one change after the other', () => {
    const pkg = Pkg.of('calf')
      .overrideArgs({ jackSupport: true })
      .overrideAttrs({ patches: Nix.binary(Nix.attr(Nix.name('old'), 'patches', []), '++', [Nix.path('./wide.patch')]) });
    assert.equal(
      written(pkg).replace(/\s+/g, ' '),
      '[ ((pkgs.calf.override { jackSupport = true; }).overrideAttrs (old: { patches = (old.patches or [ ]) ++ [ ./wide.patch ]; }) ) ]',
    );
  });

  it('allows an unfree package by its own name, and no other one', () => {
    const allowed = (pkg: Pkg): string | undefined => {
      const stack = machine();
      new Says(stack, 'Says', (module) => module.set('environment.systemPackages', [pkg._in(module)]));
      return /builtins\.elem \(lib\.getName package\) \[ (.*) \]/.exec(configuration(stack))?.[1];
    };
    assert.equal(allowed(Pkg.of('vital')), '"vital"');
    assert.equal(allowed(Pkg.of('bitwig-studio')), '"bitwig-studio6"');
    assert.equal(allowed(Pkg.of('bitwig-studio5').overrideArgs({ x: 1 })), '"bitwig-studio-unwrapped"');
    assert.equal(allowed(Pkg.of('unknown.thing', { unfree: true })), '"thing"');
    assert.equal(allowed(Pkg.fromInput(band, 'synth', { unfree: true, unfreeName: 'our-synth' })), '"our-synth"');
    assert.equal(allowed(Pkg.of('vital', { unfree: false })), undefined);
    assert.equal(allowed(Pkg.of('calf')), undefined);
  });

  it('is the same as another one when place and changes are the same', () => {
    const names = (packages: Pkg[]): string[] => withoutDuplicates(packages).map(({ _key }) => _key);
    assert.deepEqual(names([Pkg.of('calf'), Pkg.of('helm'), Pkg.of('calf')]), ['calf', 'helm']);
    assert.equal(names([Pkg.of('calf'), Pkg.of('calf', { nixpkgs: Nixpkgs.unstable() }), Pkg.of('calf').overrideArgs({ a: 1 })]).length, 3);
    assert.equal(names([Pkg.of('calf').overrideArgs({ a: 1 }), Pkg.of('calf').overrideArgs({ a: 1 })]).length, 1);
    assert.equal(names([Pkg.fromNix(Nix.pkgs('a')), Pkg.fromNix(Nix.pkgs('a')), Pkg.fromNix(Nix.pkgs('b'))]).length, 2);
  });

  it('knows its plugin formats from the catalogue, unless it is told', () => {
    assert.deepEqual(Pkg.of('calf')._formats, [PluginFormat.LV2]);
    assert.deepEqual(Pkg.of('zrythm')._formats, []);
    assert.equal(Pkg.of('amsynth')._formats, undefined);
    assert.equal(Pkg.of('nowhere')._formats, undefined);
    assert.deepEqual(Pkg.of('calf', { formats: [PluginFormat.CLAP] })._formats, [PluginFormat.CLAP]);
  });
});

describe('A package that something is wrong with', () => {
  const said = (pkg: Pkg, use: Use = 'plugin', nixpkgs?: Nixpkgs): string[] => {
    const stack = machine(nixpkgs ? { nixpkgs } : {});
    const user = new Says(stack, 'Says', () => {});
    reportPackage(user, pkg, use);
    return findingsBelow(user).map(({ level, text }) => `${level}: ${text}`);
  };

  it('is called otherwise today', () => {
    assert.deepEqual(said(Pkg.of('surge-XT')), [
      'error: nixpkgs has no «surge-XT»: it is called «surge-xt» since 2026-02-12. Did you mean «surge-xt»?',
    ]);
  });

  it('may have its old name in an old or pinned nixpkgs', () => {
    assert.deepEqual(said(Pkg.of('surge-XT', { nixpkgs: Nixpkgs.release('25.05') })), []);
    assert.deepEqual(said(Pkg.of('surge-XT'), 'plugin', Nixpkgs.revision('0'.repeat(40))), []);
    assert.equal(said(Pkg.of('surge-XT'), 'plugin', Nixpkgs.unstable()).length, 1);
  });

  it('was removed, with a way out', () => {
    assert.deepEqual(said(Pkg.of('jack_rack')), [
      "error: nixpkgs has removed «jack_rack» (2025-06-10). «carla» takes its place best. An older nixpkgs has it: Pkg.of('jack_rack', { nixpkgs: Nixpkgs.release('25.05') }).",
    ]);
    assert.deepEqual(said(Pkg.of('jack_rack', { nixpkgs: Nixpkgs.release('24.11') })), []);
  });

  it('is about to be removed', () => {
    assert.deepEqual(said(Pkg.of('rymcast')), [
      'warning: nixpkgs removed «rymcast» on 2026-06-26: this release still has it, the next one will not.',
    ]);
    assert.equal(said(Pkg.of('rymcast'), 'plugin', Nixpkgs.unstable())[0]!.slice(0, 6), 'error:');
  });

  it('never was in nixpkgs', () => {
    assert.deepEqual(said(Pkg.of('element')), [
      'error: nixpkgs has no «element»: it was never packaged, as far as we know. «carla» takes its place best. What nixpkgs calls «element» is a table of the chemical elements for the terminal.',
    ]);
  });

  it('is misspelt', () => {
    assert.match(said(Pkg.of('SurgeXT'))[0]!, /^error: nixpkgs has no «SurgeXT»\. Did you mean «surge-xt»\?/);
    assert.match(said(Pkg.of('zynadsubfx'))[0]!, /^warning: «zynadsubfx» is not in the catalogue\. Did you mean «zynaddsubfx»\?/);
  });

  it('is unknown, which is allowed', () => {
    assert.match(
      said(Pkg.of('something-else-entirely'))[0]!,
      /^info: .* not in the catalogue: its plugin formats are unknown, .* all seven/,
    );
    assert.match(said(Pkg.of('something-else-entirely'), 'program')[0]!, /^info: .* not in the catalogue: it is taken as nixpkgs has it/);
    assert.deepEqual(said(Pkg.of('something-else-entirely', { formats: [PluginFormat.LV2] })), []);
    assert.deepEqual(said(Pkg.fromNix(Nix.pkgs('surge-XT'))), []);
  });

  it('is known to be invisible to every DAW', () => {
    assert.match(said(Pkg.of('samplv1'))[0]!, /^warning: Be careful with «samplv1»: .*26\.05/);
    assert.deepEqual(said(Pkg.of('samplv1'), 'program'), []);
  });

  it('has a name that is none, or arguments that are no Nix', () => {
    assert.match(said(Pkg.of('ardour; rm -rf'))[0]!, /^error: The attribute path «ardour; rm -rf» cannot be read/);
    assert.match(
      said(Pkg.of('calf').overrideArgs({ a: [NaN] }))[0]!,
      /^error: calf\.overrideArgs\(\{ … \}\) cannot be written as Nix: .*a\[0\].*NaN/,
    );
  });

  it('stops nothing: the other constructs are checked too', () => {
    const stack = machine();
    new Says(stack, 'Bad', (module) => module.set('environment.systemPackages', [Pkg.of('a b')._in(module)]));
    assert.equal(errors(stack).length, 1);
  });
});
