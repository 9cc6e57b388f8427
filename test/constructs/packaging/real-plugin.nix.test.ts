import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daw } from '../../../src/constructs/daw';
import { DawHost } from '../../../src/constructs/daw-host';
import { PluginPackage } from '../../../src/constructs/packaging/plugin-package';
import type { Pkg } from '../../../src/constructs/pkg';
import { PluginBundle } from '../../../src/constructs/plugin-bundle';
import { PluginFormat } from '../../../src/constructs/plugin-format';
import { App } from '../../../src/core';
import { PortableStack } from '../../../src/stacks/portable-stack';
import { pluginsOf, whatIsMissing } from '../../portable/real-ardour';
import { buildFlake, findNix } from '../../support/nix';
import { temporaryFolder } from '../../support/temp';
import { SOURCES } from './packages';

describe('A plugin in C, packaged from the project and compiled by Nix with the machine’s own compiler,', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  before(function () {
    const missing = findNix().length === 0 ? 'no Nix here' : existsSync('/usr/bin/cc') ? whatIsMissing() : 'no C compiler here';
    if (missing === undefined) return;
    console.log(`      ${missing}: skipped`);
    this.skip();
  });

  const URI = 'urn:studio-cdk:gain';
  const source = (): PluginPackage => PluginPackage.fromFile(`${SOURCES}/gain`);
  const made = (): Pkg => source().makefile({ version: '1.0', formats: [PluginFormat.LV2], license: 'isc' });
  const synthesised = (gain: Pkg): string => {
    const app = new App({ outdir: folder('cdk.out') });
    const stack = new PortableStack(app, 'jam');
    const ours = new PluginBundle(stack, 'Ours', { plugins: [gain] });
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [ours] });
    return app.synth();
  };

  it('is listed by a real Ardour, and no other LV2 plugin with it', async () => {
    assert.deepEqual(await listed(made()), [[URI, 'Gain']]);
  });

  it('with cmake too: its options arrive, and the files that it names are installed', async function () {
    if (!existsSync('/usr/bin/cmake')) this.skip();
    const options = { GAIN_URI: 'urn:studio-cdk:other', WITH_TESTS: false };
    const files = { lv2: ['*.lv2'] };
    assert.deepEqual(await listed(source().cmake({ formats: [PluginFormat.LV2], options, files })), [['urn:studio-cdk:other', 'Gain']]);
  });

  /** The LV2 plugins that Ardour sees, in the wrapper. */
  async function listed(gain: Pkg): Promise<string[][]> {
    const ardour = join(await buildFlake(synthesised(gain), 'packages.x86_64-linux.ardour'), 'bin/ardour9-lua');
    const seen = await pluginsOf(ardour, folder('home'), { LV2_PATH: '/usr/lib/lv2' });
    return seen.filter(({ format }) => format === 'LV2').map(({ id, name }) => [id, name]);
  }

  it('is found by the proof that the flake brings', async () => {
    const proof = await buildFlake(synthesised(made()), 'checks.x86_64-linux.ardour-plugins');
    assert.match(readFileSync(proof, 'utf8'), /gain/);
  });
});
