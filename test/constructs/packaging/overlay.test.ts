import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Overlay } from '../../../src/constructs/packaging/overlay';
import { Pkg } from '../../../src/constructs/pkg';
import { FlakeInput, Nixpkgs } from '../../../src/core';
import { errors, machine, options, warnings } from '../../support/machine';
import { temporaryFolder } from '../../support/temp';
import { PACKAGES } from './packages';

describe('Overlay', () => {
  const folder = temporaryFolder();
  const overlays = (props: ConstructorParameters<typeof Overlay>[2]): string => {
    const stack = machine();
    new Overlay(stack, 'Changes', props);
    assert.deepEqual([...errors(stack), ...warnings(stack)], []);
    return options(stack, 'studio-laptop/Changes')['nixpkgs.overlays']!.replace(/[0-9a-f]{12}-/, 'hash-');
  };
  const band = new FlakeInput('band', { url: 'github:the-band/nix' });

  it('is a file, or a folder', () => {
    writeFileSync(folder('fixes.nix'), 'final: prev: { }\n');
    mkdirSync(folder('more'));
    writeFileSync(folder('more/default.nix'), 'final: prev: { }\n');
    assert.equal(overlays({ path: folder('fixes.nix') }), '[ (import ../../assets/hash-fixes.nix) ]');
    assert.equal(overlays({ path: folder('more') }), '[ (import ../../assets/hash-more) ]');
  });

  it('is of a flake', () => {
    assert.equal(overlays({ input: band }), '[ band.overlays.default ]');
    assert.equal(overlays({ input: band, attribute: 'overlays.synths' }), '[ band.overlays.synths ]');
  });

  it('is made of packages: what was there before, changed; our own; and those of another nixpkgs', () => {
    assert.equal(
      overlays({
        packages: {
          jack2: Pkg.of('jack2').overrideArgs({ dbus: null }),
          gate: PACKAGES['phases']!(),
          ardour: Pkg.of('ardour', { nixpkgs: Nixpkgs.unstable() }),
        },
      }),
      `[
  (final: prev: {
    jack2 = prev.jack2.override {
      dbus = null;
    };
    gate = final.callPackage ../../packages/our-synth.nix {
      fftw = pkgs-unstable.fftw;
      xorg-libX11 = prev.xorg.libX11;
    };
    ardour = pkgs-unstable.ardour;
  })
]`,
    );
  });

  it('says what is wrong with it', () => {
    const said = (props: ConstructorParameters<typeof Overlay>[2]): string[] => {
      const stack = machine();
      new Overlay(stack, 'Changes', props);
      return errors(stack);
    };
    writeFileSync(folder('notes.txt'), '');
    assert.deepEqual(said({}), ['This overlay changes nothing. Give it a file (path), a flake (input), or packages by their attributes.']);
    assert.match(said({ path: folder('nowhere.nix') })[0]!, /^The overlay «.*nowhere\.nix» does not exist\. Paths are relative/);
    assert.match(said({ path: folder('notes.txt') })[0]!, /holds no overlay: it must be a file that ends in \.nix/);
    assert.match(said({ path: folder() })[0]!, /holds no overlay/);
    assert.match(
      said({ attribute: 'overlays.x', path: 'test/support/hardware.nix' })[0]!,
      /«overlays\.x» is the attribute of a flake, and no flake/,
    );
    assert.match(said({ packages: { 'a b': Pkg.of('calf') } })[0]!, /«a b» cannot be the attribute of a package/);
    assert.match(said({ packages: { calf: Pkg.of('surge-XT') } })[0]!, /it is called «surge-xt»/);
  });
});
