import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { FhsHost } from '../../src/constructs/packaging';
import { Pkg } from '../../src/constructs/pkg';
import { PluginFormat } from '../../src/constructs/plugin-format';
import { writePackageFlake } from '../portable/package-flake';
import { uris, whatIsMissing } from '../portable/real-ardour';
import { machine } from '../support/machine';
import { buildFlake, findNix, NixError, type NixInstallation } from '../support/nix';
import { temporaryFolder } from '../support/temp';

const { CLAP, DSSI, LADSPA, LV2, LXVST, VST2, VST3 } = PluginFormat;

interface Settings {
  readonly nix?: NixInstallation | undefined;
  /** Something to do to the flake before it is built. */
  readonly change?: ((flake: string) => void) | undefined;
}

describe('The proof that a program finds its plugins, built by real Nix', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  before(function () {
    if (findNix().length === 0) this.skip();
  });

  const testPlugins = (name: string, ...formats: PluginFormat[]): Pkg =>
    Pkg.of(`testPlugins.${name}`, formats.length > 0 ? { formats } : {});

  /** Builds the proof for an Ardour with these plugins; its lines say what was found. */
  const prove = async (plugins: (string | Pkg)[], { nix, change }: Settings = {}): Promise<string[]> => {
    const host = new DawHost(machine(), 'Ardour', { daw: Daw.ARDOUR, plugins });
    const flake = writePackageFlake(folder('flake'), host);
    change?.(flake);
    const proof = await buildFlake(flake, 'checks.x86_64-linux.ardour-plugins', nix && { nix });
    return readFileSync(proof, 'utf8').trimEnd().split('\n');
  };
  /** What a proof that fails says, without the hashes of the store: what is not found, and the paths that were searched. */
  const failure = async (plugins: (string | Pkg)[], change?: Settings['change']): Promise<{ missed: string[]; paths: string[] }> => {
    const error: unknown = await prove(plugins, { change }).then(
      (found) => assert.fail(`found ${found.join(', ')}`),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof NixError);
    const lines = error.stderr.split('\n').map((line) => line.replace(/^ *> /, '').replaceAll(/\/[^\s:]*?\/store\/\w+-/g, ''));
    const start = lines.indexOf('Ardour does not find these plugins:');
    assert.notEqual(start, -1, error.stderr);
    return {
      paths: lines.slice(0, start).flatMap((line) => /^ {2}(\w+_PATH=.*)/.exec(line)?.[1] ?? []),
      missed: lines.slice(start + 1).flatMap((line) => /^ {2}(\S+, \w+: .*)/.exec(line)?.[1] ?? []),
    };
  };

  for (const nix of findNix()) {
    it(`finds plugins of all seven formats with ${nix.name}`, async () => {
      const all = testPlugins('all-formats', CLAP, DSSI, LADSPA, LV2, LXVST, VST2, VST3);
      const found = await prove([all], { nix });
      assert.deepEqual(
        found.sort(),
        ['CLAP', 'DSSI', 'LADSPA', 'LV2', 'LXVST', 'VST2', 'VST3'].map((format) => `testPlugins.all-formats, ${format}: 1`),
      );
    });
  }

  it('is content with one format of a package that nobody knows', async () => {
    const found = await prove([testPlugins('lv2-as-vst')]);
    assert.deepEqual(found, ['testPlugins.lv2-as-vst, LV2: 1']);
  });

  it('holds for a program in a conventional file system', async () => {
    const host = new FhsHost(machine(), 'Vendor', { daw: Daw.of('carla', { program: 'carla' }), plugins: ['calf', 'helm'] });
    const proof = await buildFlake(writePackageFlake(folder('flake'), host), 'checks.x86_64-linux.carla-plugins');
    assert.deepEqual(readFileSync(proof, 'utf8').replaceAll(/\d+$/gm, 'n').split('\n'), [
      'calf, LV2: n',
      'helm, LV2: n',
      'helm, LXVST: n',
      '',
    ]);
  });

  it('counts what real scanners list of real plugins', async function () {
    if (whatIsMissing() !== undefined) this.skip();
    const found = await prove(['calf', Pkg.of('ladspa-sdk', { formats: [LADSPA] })]);
    assert.deepEqual(found, [
      `calf, LV2: ${(await uris('/usr/lib/lv2')).filter((uri) => uri.includes('calf')).length}`,
      'ladspa-sdk, LADSPA: 10',
    ]);
  });

  it('names every package that is not found, with the format, the reason, and the path that was searched', async () => {
    assert.deepEqual(await failure(['samplv1', 'helm', testPlugins('lv2-as-vst', LV2, VST2)]), {
      paths: [
        'LV2_PATH=samplv1-1.4.2/lib/lv2:helm-0.9.0/lib/lv2:lv2-as-vst-1.0/lib/lv2:/homeless-shelter/.lv2',
        'LXVST_PATH=helm-0.9.0/lib/lxvst:/homeless-shelter/.lxvst:lv2-as-vst-1.0/lib/vst:/homeless-shelter/.vst',
        'VST_PATH=lv2-as-vst-1.0/lib/vst:/homeless-shelter/.vst:helm-0.9.0/lib/lxvst:/homeless-shelter/.lxvst',
      ],
      missed: ['samplv1, LV2: there is no samplv1-1.4.2/lib/lv2', 'testPlugins.lv2-as-vst, VST2: none in lv2-as-vst-1.0/lib/vst'],
    });
  });

  it('fails when the wrapper does not lead to plugins that are there', async () => {
    const { missed } = await failure(['calf'], (flake) => {
      const text = readFileSync(join(flake, 'flake.nix'), 'utf8');
      // The program as it is, in no wrapper.
      writeFileSync(join(flake, 'flake.nix'), text.replace('self.packages.x86_64-linux.ardour', '{ override = { ardour }: ardour; }'));
    });
    assert.deepEqual(missed, ['calf, LV2: calf-0.90.6/lib/lv2 is not on LV2_PATH']);
  });

  it('tells files from plugins in every format', async () => {
    const { missed } = await failure([
      testPlugins('no-library', CLAP, DSSI, LADSPA, VST2),
      testPlugins('no-manifest', LV2),
      testPlugins('other-processor', VST3),
      testPlugins('empty-module', VST3),
    ]);
    assert.deepEqual(
      missed.map((line) => line.replace(/;.*/, '')),
      [
        'testPlugins.no-library, CLAP: none in no-library-1.0/lib/clap',
        'testPlugins.no-library, DSSI: none in no-library-1.0/lib/dssi',
        'testPlugins.no-library, LADSPA: none in no-library-1.0/lib/ladspa',
        'testPlugins.no-library, VST2: none in no-library-1.0/lib/vst',
        'testPlugins.no-manifest, LV2: none in no-manifest-1.0/lib/lv2',
        'testPlugins.other-processor, VST3: none in other-processor-1.0/lib/vst3',
        'testPlugins.empty-module, VST3: none in empty-module-1.0/lib/vst3',
      ],
    );
    assert.match(missed[0]!, /; clap_entry returned a nullptr$/); // the scanner's own words
  });
});
