import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURES } from './support/nix';

const NIXPKGS = join(FIXTURES, 'nixpkgs');

describe('the scripts of the stand-in nixpkgs', () => {
  for (const folder of ['nixos/system', 'nixos/system/boot-loaders', 'pkgs/tools'])
    it(`are clean for shellcheck: ${folder}`, function () {
      const files = readdirSync(join(NIXPKGS, folder)).filter((name) => name.endsWith('.sh'));
      const { error, stdout } = spawnSync('shellcheck', ['--external-sources', '--source-path=SCRIPTDIR', ...files], {
        cwd: join(NIXPKGS, folder),
        encoding: 'utf8',
      });
      if (error) this.skip();
      assert.equal(stdout, '');
    });
});
