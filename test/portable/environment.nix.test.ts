import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { Pkg } from '../../src/constructs/pkg';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { ALL_FORMATS } from '../../src/constructs/plugin-format';
import { machine } from '../support/machine';
import { buildFlake, findNix, type NixInstallation } from '../support/nix';
import { temporaryFolder } from '../support/temp';
import { writePackageFlake } from './package-flake';

/** What each variable is to say: folders of the bundles' packages, and then the user's own. */
const WANTED: Readonly<Record<string, string[]>> = {
  CLAP_PATH: ['surge-xt/lib/clap', 'all-formats/lib/clap', '~/.clap'],
  DSSI_PATH: ['all-formats/lib/dssi', '~/.dssi'],
  LADSPA_PATH: ['zam-plugins/lib/ladspa', 'all-formats/lib/ladspa', '~/.ladspa'],
  LV2_PATH: ['surge-xt/lib/lv2', 'zam-plugins/lib/lv2', 'all-formats/lib/lv2', '~/.lv2'],
  LXVST_PATH: ['all-formats/lib/lxvst', '~/.lxvst', 'zam-plugins/lib/vst', 'all-formats/lib/vst', '~/.vst'],
  VST3_PATH: ['surge-xt/lib/vst3', 'all-formats/lib/vst3', '~/.vst3'],
  VST_PATH: ['zam-plugins/lib/vst', 'all-formats/lib/vst', '~/.vst', 'all-formats/lib/lxvst', '~/.lxvst'],
};

describe('The environment that a wrapped program gets', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  before(function () {
    if (findNix().length === 0) this.skip();
  });

  const install = async (nix: NixInstallation): Promise<string> => {
    const stack = machine();
    const synths = new PluginBundle(stack, 'Synths', { plugins: ['surge-xt'] });
    const effects = new PluginBundle(stack, 'Effects', {
      plugins: ['zam-plugins', Pkg.of('testPlugins.all-formats', { formats: [...ALL_FORMATS] })],
    });
    const host = new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths, effects] });
    return join(await buildFlake(writePackageFlake(folder('flake'), host), 'packages.x86_64-linux.ardour', { nix }), 'bin/ardour9');
  };
  const HOME = '/home/o\'neill "alice" $x';
  const environment = (program: string, session: Record<string, string>): Record<string, string[]> => {
    const lines = execFileSync(program, ['--print-environment'], { encoding: 'utf8', env: { PATH: '/usr/bin:/bin', ...session } }).split(
      '\n',
    );
    const variables = lines.map((line) => /^(\w+_PATH)=(.*)$/.exec(line)).filter((match) => match !== null);
    return Object.fromEntries(variables.map(([, name, value]) => [name!, value!.split(':').map(short)]));
  };
  const short = (path: string): string => path.replace(HOME, '~').replace(/^\/.*\/store\/\w+-([^/]+?)-[\d.]+\//, '$1/');

  for (const nix of findNix()) {
    it(`leads to the bundles’ plugins in all seven formats and then to the user’s own, built by ${nix.name}`, async () => {
      const program = await install(nix);
      assert.deepEqual(environment(program, { HOME }), WANTED);
      const preset = Object.fromEntries(Object.keys(WANTED).map((name) => [name, '/run/current-system/sw/lib:/usr/lib']));
      assert.deepEqual(environment(program, { HOME, ...preset }), WANTED, 'what the session says does not count');
    });
  }
});
