import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temp';
import { SHELLS, bubblewrapWorks, launch, limited, recordingNix, shellName, toolFolder, which, writeProgram } from './support/launcher';

for (const shell of SHELLS) {
  describe(`The launcher’s doctor under ${shellName(shell)}`, () => {
    const folder = temporaryFolder();
    let env: NodeJS.ProcessEnv;
    beforeEach(() => {
      mkdirSync(folder('studio'));
      writeFileSync(folder('studio', 'flake.nix'), '{ }');
      recordingNix(join(toolFolder(folder('bin')), 'nix'));
      env = { PATH: folder('bin'), HOME: folder(), RECORD: folder('record'), XDG_RUNTIME_DIR: folder() };
    });

    /** The lines that say something, and the exit code. */
    const examine = async (through: readonly string[] = [], ...args: string[]): Promise<{ code: number | null; says: string }> => {
      const { code, stdout, stderr } = await launch(['doctor', ...args], { env, shell, through });
      assert.equal(stderr, '');
      return { code, says: Buffer.from(stdout, 'latin1').toString('utf8') };
    };
    const withStudio = (through: readonly string[] = []): ReturnType<typeof examine> => examine(through, '--flake', folder('studio'));

    it('is content with warnings: a studio runs without realtime', async () => {
      const { code, says } = await withStudio();
      assert.match(says, /^✓ nix \(Nix\) 2\.8\.0: /m);
      assert.equal(code, says.includes('✗') ? 1 : 0);
    });

    it('looks at the computer before there is a studio, and before there is Nix', async () => {
      assert.match((await examine()).says, /^! There is no flake\.nix beside this script/m);
      env.PATH = toolFolder(folder('no nix'));
      const { code, says } = await examine();
      if (says.includes('✓ nix')) return; // this computer has one for everybody
      assert.match(says, /^✗ There is no Nix\. .*nix-portable/m);
      assert.match(says, /GiB are free/);
      assert.equal(code, 1);
    });

    it('is not content with a studio that is not there', async () => {
      const { code, says } = await examine([], '--flake', folder('nowhere'));
      assert.match(says, /^✗ .*«?.*nowhere.*(no flake\.nix|There is no flake\.nix|neither)|^✗ There is no flake\.nix in .*nowhere/m);
      assert.equal(code, 1);
    });

    it('is not content with a Nix that does not work', async () => {
      writeProgram(folder('bin', 'nix'), '#!/bin/sh\nexit 1\n');
      const { code, says } = await withStudio();
      assert.match(says, /^✗ This Nix does not work, or is older than 2\.8/m);
      assert.equal(code, 1);
    });

    it('knows whether PipeWire runs', async () => {
      assert.match((await withStudio()).says, /^! PipeWire is not running in this session/m);
      const server = createServer().listen(folder('pipewire-0'));
      await once(server, 'listening');
      try {
        assert.match((await withStudio()).says, /^✓ PipeWire is running/m);
      } finally {
        server.close();
      }
    });

    it('reads the limits that programs will have', async function () {
      const low = limited('--rtprio=0:0', '--memlock=65536:65536');
      if (low === undefined) this.skip();
      const { says } = await withStudio(low);
      assert.match(says, /^! Programs may not run with realtime priority/m);
      assert.match(says, /^! Little memory may be locked/m);
    });

    it('is content with limits that are high enough', async function () {
      const high = limited('--rtprio=95:95', '--memlock=1073741824:1073741824');
      const highest = limited('--memlock=unlimited:unlimited');
      if (high === undefined || highest === undefined) this.skip();
      const { says } = await withStudio(high);
      assert.match(says, /^✓ Realtime priority up to 95\.$/m);
      assert.match(says, /^✓ Memory may be locked up to 1024 MiB\.$/m);
      assert.match((await withStudio(highest)).says, /^✓ Memory may be locked without limit\.$/m);
    });

    it('knows whether the computer’s own plugins can be hidden', async function () {
      const bwrap = which('bwrap');
      if (bwrap === undefined || !bubblewrapWorks()) this.skip();
      mkdirSync(folder('lib', 'lv2'), { recursive: true });
      const through = [bwrap, '--dev-bind', '/', '/', '--bind', folder('lib'), '/usr/local/lib'];
      assert.match((await withStudio(through)).says, /^! This system's own plugins stay visible .* install the package bubblewrap/m);
      env.PATH = toolFolder(folder('more'), 'bwrap');
      recordingNix(folder('more', 'nix'));
      assert.match((await withStudio(through)).says, /^✓ This system's own plugins are hidden:.* \/usr\/local\/lib\/lv2/m);
    });
  });
}
