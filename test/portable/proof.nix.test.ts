import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { App } from '../../src/core';
import { PortableStack } from '../../src/stacks/portable-stack';
import { buildFlake, findNix, NixError } from '../support/nix';
import { temporaryFolder } from '../support/temp';

describe('The checks of a portable studio', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  before(function () {
    if (findNix().length === 0) this.skip();
  });

  /** A studio for any Linux, with the same plugins in two programs. */
  const studio = (...plugins: string[]): string => {
    const app = new App({ outdir: folder('cdk.out') });
    const stack = new PortableStack(app, 'jam');
    const synths = new PluginBundle(stack, 'Synths', { plugins });
    new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths] });
    new DawHost(stack, 'Audacity', { daw: Daw.AUDACITY, plugins: [synths] });
    return app.synth();
  };

  for (const nix of findNix()) {
    it(`prove with ${nix.name} that each program finds its plugins, in the formats that it loads`, async () => {
      const flake = studio('surge-xt', 'helm');
      const proof = async (name: string): Promise<string> =>
        readFileSync(await buildFlake(flake, `checks.x86_64-linux.${name}`, { nix }), 'utf8').trimEnd();
      assert.equal(
        await proof('ardour-plugins'),
        ['helm, LV2: 1', 'helm, LXVST: 1', 'surge-xt, CLAP: 1', 'surge-xt, LV2: 1', 'surge-xt, VST3: 1'].join('\n'), // last what ARM has not
      );
      assert.ok(!(await proof('audacity-plugins')).includes('VST3')); // as nixpkgs builds it
    });

    it(`say with ${nix.name} that samplv1 is a program without a plugin`, async () => {
      await assert.rejects(buildFlake(studio('samplv1', 'surge-xt'), 'checks.x86_64-linux.ardour-plugins', { nix }), (error: unknown) => {
        assert.ok(error instanceof NixError);
        assert.match(error.stderr, /LV2_PATH=\S*samplv1-1\.4\.2\/lib\/lv2:\S*surge-xt/);
        assert.match(error.stderr, /Ardour does not find these plugins:\n.*samplv1, LV2: there is no \S*samplv1-1\.4\.2\/lib\/lv2\n/);
        return true;
      });
    });
  }
});
