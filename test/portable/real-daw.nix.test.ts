import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import type { Pkg } from '../../src/constructs/pkg';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { PluginFormat } from '../../src/constructs/plugin-format';
import { App, type Stack } from '../../src/core';
import { NixosStack } from '../../src/stacks/nixos-stack';
import { PortableStack } from '../../src/stacks/portable-stack';
import { buildFlake, findNix, machineAttribute } from '../support/nix';
import { temporaryFolder } from '../support/temp';
import { CALF, debianArdour, FIL4, pluginsIn, pluginsOf, uris, whatIsMissing, type Seen } from './real-ardour';

/** Everything that is installed on the machine, as musnix and others set it for a session. */
const SESSION = {
  LV2_PATH: '/usr/lib/lv2:/run/current-system/sw/lib/lv2',
  LADSPA_PATH: '/usr/lib/ladspa',
  DSSI_PATH: '/usr/lib/dssi',
  VST_PATH: '/usr/lib/vst',
  LXVST_PATH: '/usr/lib/lxvst',
  VST3_PATH: '/usr/lib/vst3',
  CLAP_PATH: '/usr/lib/clap',
};
const NOWHERE = Object.fromEntries(Object.keys(SESSION).map((name) => [name, '/nowhere']));

describe('A real Ardour in its wrapper', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  before(function () {
    const missing = findNix().length === 0 ? 'no Nix here' : whatIsMissing();
    if (missing === undefined) return;
    console.log(`      ${missing}: skipped`);
    this.skip();
  });

  type Populate = (stack: Stack) => (PluginBundle | Pkg)[];
  /** Ardour in its wrapper, from a flake for any Linux. */
  const portable = async (populate: Populate): Promise<string> => {
    const app = new App({ outdir: folder('cdk.out') });
    const stack = new PortableStack(app, 'jam');
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: populate(stack) });
    return join(await buildFlake(app.synth(), 'packages.x86_64-linux.ardour'), 'bin/ardour9-lua');
  };
  /** Ardour in its wrapper, as a machine has it on its PATH. */
  const onMachine = async (populate: Populate): Promise<string> => {
    const app = new App({ outdir: folder('cdk.out') });
    const stack = new NixosStack(app, 'studio', { stateVersion: '26.05', hardware: 'test/support/hardware.nix' });
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: populate(stack) });
    return join(await buildFlake(app.synth(), `${machineAttribute('studio')}.config.system.build.toplevel`), 'sw/bin/ardour9-lua');
  };
  const home = (): string => folder('o\'neill "alice" $x');
  /** What Ardour has without a bundle: its own, and the LADSPA plugins of the machine, for which it looks whatever `LADSPA_PATH` says. */
  const builtIn = async (): Promise<Seen[]> => (known ??= await pluginsOf(debianArdour()!, folder('nobody'), NOWHERE));
  let known: Seen[] | undefined;
  const names = (plugins: Seen[]): string[] => [...new Set(plugins.map(({ format, id }) => `${format} ${id}`))].sort();
  /** What lilv finds of a Debian package. */
  const lv2 = async (debian: string): Promise<string[]> => {
    const place = folder(`${debian}.alone`);
    mkdirSync(place);
    for (const bundle of pluginsIn(debian)) symlinkSync(bundle, join(place, basename(bundle)));
    return (await uris(place)).map((uri) => `LV2 ${uri}`);
  };

  it('lists its own plugins alone when it has no bundles, whatever the session says', async () => {
    const ardour = await portable(() => []);
    const [builtin, seen] = await Promise.all([builtIn(), pluginsOf(ardour, home(), SESSION)]);
    assert.ok(builtin.length > 10, 'Ardour has plugins of its own');
    assert.deepEqual(names(seen), names(builtin));
    assert.ok(!seen.some(({ format }) => format === 'LV2'));
  });

  for (const [place, install] of [
    ['on a machine', onMachine],
    ['on any Linux', portable],
  ] as const) {
    it(`lists its own plugins and exactly those of its bundles ${place}`, async () => {
      const ardour = await install((stack) => {
        const effects = new PluginBundle(stack, 'Effects', { plugins: ['calf'] });
        const meters = new PluginBundle(stack, 'Meters', { plugins: ['x42-plugins'], formats: [PluginFormat.LV2] });
        return [effects, new PluginBundle(stack, 'Everything', { bundles: [meters, effects] })];
      });
      const [builtin, seen] = await Promise.all([builtIn(), pluginsOf(ardour, home(), SESSION)]);
      const [calf, x42] = [await lv2('calf-plugins'), await lv2('x42-plugins')];
      assert.ok(calf.length > 40 && x42.length > 60, 'there are many');
      assert.deepEqual(names(seen), [...names(builtin), ...calf, ...x42].sort());
    });
  }

  it('lists the plugins in the user’s own folder too, after those of its bundles', async () => {
    const ardour = await portable((stack) => [new PluginBundle(stack, 'Equalisers', { plugins: ['x42-plugins'] })]);
    // The user has one plugin more, and another make of one that is in the bundle.
    const own = join(home(), '.lv2');
    mkdirSync(own, { recursive: true });
    cpSync(CALF, join(own, 'calf.lv2'), { recursive: true });
    cpSync(FIL4, join(own, 'fil4.lv2'), { recursive: true });
    for (const file of readdirSync(join(own, 'fil4.lv2')).filter((name) => name.endsWith('.ttl'))) {
      const path = join(own, 'fil4.lv2', file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(doap:name ")/g, '$1Home-made '));
    }
    const [builtin, seen, elsewhere] = await Promise.all([
      builtIn(),
      pluginsOf(ardour, home(), SESSION),
      pluginsOf(debianArdour()!, folder('alone'), { ...NOWHERE, LV2_PATH: own }),
    ]);
    assert.deepEqual(names(seen), [...names(builtin), ...(await lv2('x42-plugins')), ...(await lv2('calf-plugins'))].sort());
    const homeMade = (plugins: Seen[]): boolean => plugins.some(({ name }) => name.startsWith('Home-made'));
    assert.deepEqual([homeMade(elsewhere), homeMade(seen)], [true, false]);
  });
});
