import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Daw } from '../../src/constructs/daw';
import { DawHost } from '../../src/constructs/daw-host';
import { PluginBundle } from '../../src/constructs/plugin-bundle';
import { App } from '../../src/core';
import { PortableStack } from '../../src/stacks/portable-stack';
import { findNix } from '../support/nix';
import { temporaryFolder } from '../support/temp';
import { launch, type Result } from './support/launcher';
import { realNix, standInNixpkgs } from './support/studio';

for (const nix of findNix()) {
  describe(`The studio command that an assembly has, with ${nix.name}`, function () {
    this.timeout(60_000);
    const folder = temporaryFolder();

    /** Synthesises a portable studio with two programs, and gives its `studio` command. */
    const synthesise = (): ((...args: string[]) => Promise<Result>) => {
      const app = new App({ outdir: folder('cdk.out') });
      const stack = new PortableStack(app, 'jam');
      const plugins = [new PluginBundle(stack, 'Effects', { plugins: ['lsp-plugins'] })];
      new DawHost(stack, 'Ardour', { daw: Daw.ARDOUR, plugins });
      new DawHost(stack, 'Carla', { daw: Daw.CARLA, plugins });
      // As somebody has it who was given the folder.
      const given = folder('the band’s "studio"');
      cpSync(app.synth(), given, { recursive: true });
      const flake = join(given, 'flake.nix');
      writeFileSync(flake, readFileSync(flake, 'utf8').replace(/"github:NixOS\/nixpkgs[^"]*"/, `"path:${standInNixpkgs()}"`));
      mkdirSync(folder('home'));
      const env = { ...realNix(nix, 'bwrap'), HOME: folder('home') };
      return (...args) => launch(['--with-host-plugins', ...args], { env, script: join(given, 'studio'), cwd: folder() });
    };

    it('lists its programs, starts them, and says whether plugins are found', async () => {
      const studio = synthesise();
      const listed = await studio('list');
      assert.deepEqual(
        listed.stdout.split('\n').map((line) => line.split(' ')[0]),
        ['ardour', 'carla', ''],
        listed.stderr,
      );

      const { code, stdout, stderr } = await studio('run', 'ardour', '--', '--print-environment');
      assert.equal(code, 0, stderr);
      assert.match(stdout, new RegExp(`^LV2_PATH=\\S*lsp-plugins\\S*/lib/lv2:${folder('home')}/\\.lv2$`, 'm'));

      assert.match((await studio('run', 'karla')).stderr, /Did you mean «carla»\?/);

      const examined = await studio('doctor', '--plugins');
      assert.match(Buffer.from(examined.stdout, 'latin1').toString('utf8'), /^✓ Every plugin is found \(2 checks\)\.$/m, examined.stderr);
      assert.equal(examined.code, 0);
    });
  });
}
