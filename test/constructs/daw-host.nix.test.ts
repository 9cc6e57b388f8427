import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { Pkg } from '../../src/constructs/pkg';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { PluginFormat } from '../../src/constructs/plugin-format';
import { App, Nixpkgs } from '../../src/core';
import { Nix } from '../../src/nix';
import { NixosStack } from '../../src/stacks/nixos-stack';
import { buildFlake, findNix, machineAttribute } from '../support/nix';
import { temporaryFolder } from '../support/temp';

describe('A machine with programs in their wrappers, built by real Nix', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  before(function () {
    if (findNix().length === 0) this.skip();
  });

  /** Builds a machine, and gives the folder that everything is installed in. */
  const build = async (populate: (stack: NixosStack) => void): Promise<string> => {
    const app = new App({ outdir: folder('cdk.out') });
    const stack = new NixosStack(app, 'studio', { stateVersion: '26.05', hardware: 'test/support/hardware.nix' });
    populate(stack);
    return join(await buildFlake(app.synth(), `${machineAttribute('studio')}.config.system.build.toplevel`), 'sw');
  };

  const HOME = '/home/o\'neill "alice" $x';

  /** The environment that a program of the stand-in nixpkgs gets, started from a session with musnix's kind of paths. */
  const environmentOf = (program: string): Record<string, string> => {
    const session = { PATH: '/usr/bin:/bin', HOME, LV2_PATH: '/run/current-system/sw/lib/lv2', VST3_PATH: '/usr/lib/vst3' };
    const lines = execFileSync(program, ['--print-environment'], { encoding: 'utf8', env: session }).trim().split('\n');
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  };
  /** `/nix/store/…-calf-0.90.6/lib/lv2` → `calf lib/lv2`, and whether it is there. */
  const searched = (path: string | undefined): string[] =>
    path!
      .split(':')
      .map((part) => part.replace(HOME, '~'))
      .map(inStore);
  const inStore = (part: string): string => {
    const [, name, below] = /^.*\/store\/\w+-([^/]+?)-[\d.]+\/(.*)$/.exec(part) ?? [];
    return name === undefined ? part : `${name} ${below}${existsSync(part) ? '' : ' (missing)'}`;
  };

  it('shows each program the plugins of its bundles, then the user’s own, and no others', async () => {
    const sw = await build((stack) => {
      const synths = new PluginBundle(stack, 'Synths', { plugins: ['surge-xt', 'helm', 'zynaddsubfx'] });
      const effects = new PluginBundle(stack, 'Effects', { plugins: ['lsp-plugins', 'calf'], formats: [PluginFormat.LV2] });
      new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths] });
      new DawHost(stack, 'Carla', { daw: Daw.CARLA, plugins: [effects], environment: { NOTE: 'it\'s "$HOME"', QT_SCALE_FACTOR: '1.5' } });
    });

    const ardour = environmentOf(join(sw, 'bin/ardour9'));
    assert.deepEqual(searched(ardour.LV2_PATH), ['surge-xt lib/lv2', 'helm lib/lv2', 'zynaddsubfx lib/lv2', '~/.lv2']);
    assert.deepEqual(searched(ardour.VST3_PATH), ['surge-xt lib/vst3', '~/.vst3']);
    assert.deepEqual(searched(ardour.CLAP_PATH), ['surge-xt lib/clap', '~/.clap']);
    assert.deepEqual(searched(ardour.VST_PATH), ['zynaddsubfx lib/vst', '~/.vst', 'helm lib/lxvst', '~/.lxvst']);
    assert.deepEqual(searched(ardour.LXVST_PATH), ['helm lib/lxvst', '~/.lxvst', 'zynaddsubfx lib/vst', '~/.vst']);
    assert.deepEqual(searched(ardour.LADSPA_PATH), ['~/.ladspa']);
    assert.deepEqual(searched(ardour.DSSI_PATH), ['~/.dssi']);

    for (const program of readdirSync(join(sw, 'bin')).filter((name) => name.startsWith('carla'))) {
      const carla = environmentOf(join(sw, 'bin', program));
      assert.deepEqual(searched(carla.LV2_PATH), ['lsp-plugins lib/lv2', 'calf lib/lv2', '~/.lv2'], program);
      assert.deepEqual(searched(carla.VST3_PATH), ['~/.vst3'], program);
      assert.deepEqual([carla.NOTE, carla.QT_SCALE_FACTOR], ['it\'s "$HOME"', '1.5'], program);
    }
  });

  it('keeps what comes with a program, and starts the wrapped one from the menu', async () => {
    const withFiles = Pkg.of('ardour').overrideAttrs({
      outputs: ['out', 'man'],
      meta: Nix.binary(Nix.attr(Nix.name('old'), 'meta'), '//', { outputsToInstall: ['out', 'man'] }),
      buildCommand: Nix.binary(
        Nix.attr(Nix.name('old'), 'buildCommand'),
        '+',
        `mkdir -p $out/share/applications $out/share/icons $man/share/man/man1
         printf '[Desktop Entry]\\nTryExec=%s/bin/ardour9\\nExec=%s/bin/ardour9 %%U\\nIcon=%s/share/icons/a.png\\n' $out $out $out > $out/share/applications/ardour9.desktop
         echo icon > $out/share/icons/a.png
         echo page > $man/share/man/man1/ardour9.1
         printf '#!/bin/sh\\necho "$0"\\n' > "$out/bin/ardour9 tool"
         chmod +x "$out/bin/ardour9 tool"
         echo notes > $out/bin/README`,
      ),
    });
    const sw = await build((stack) => void new DawHost(stack, 'Ardour', { daw: Daw.of(withFiles) }));
    const wrapped = realpathSync(join(sw, 'bin/ardour9')).replace('/bin/ardour9', '');
    const desktop = readFileSync(join(sw, 'share/applications/ardour9.desktop'), 'utf8').split('\n');
    assert.equal(desktop[1], `TryExec=${wrapped}/bin/ardour9`);
    assert.equal(desktop[2], `Exec=${wrapped}/bin/ardour9 %U`);
    assert.equal(readFileSync(join(sw, 'share/icons/a.png'), 'utf8'), 'icon\n');
    assert.equal(readFileSync(join(sw, 'share/man/man1/ardour9.1'), 'utf8'), 'page\n');
    assert.equal(readFileSync(join(sw, 'bin/README'), 'utf8'), 'notes\n');
    const tool = execFileSync(join(sw, 'bin/ardour9 tool'), { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', HOME } }).trim();
    assert.notEqual(tool, `${wrapped}/bin/ardour9 tool`); // a program that looks for its files beside itself finds them
    assert.match(tool, /-ardour-[\d.]+\/bin\/ardour9 tool$/);
    assert.deepEqual(
      readdirSync(join(wrapped, 'bin')).filter((name) => name.startsWith('.')),
      [],
    );
  });

  it('installs unfree, changed and newer packages, each allowed and passed by itself', async () => {
    const sw = await build((stack) => {
      const calf = Pkg.of('calf').overrideArgs({ stdenv: Nix.pkgs('stdenv') });
      const plugins = [calf, 'vital', Pkg.of('helm', { nixpkgs: Nixpkgs.unstable() }), 'decent-sampler'];
      new DawHost(stack, 'Bitwig', { daw: Daw.BITWIG_STUDIO, plugins });
    });
    const bitwig = environmentOf(join(sw, 'bin/bitwig-studio'));
    assert.deepEqual(searched(bitwig.LV2_PATH), ['calf lib/lv2', 'helm lib/lv2', '~/.lv2']);
    assert.deepEqual(searched(bitwig.VST3_PATH), ['vital lib/vst3', 'decent-sampler lib/vst3', '~/.vst3']);
  });
});
