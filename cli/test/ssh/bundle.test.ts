import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { CLI } from '../support/cli';
import { Home, needsSshd, run, Sshd } from './support/sshd';

/** As cli/build.mjs has them. What is bundled lies where no addon is near. */
const AS_SHIPPED: BuildOptions = { bundle: true, external: ['cpu-features', '*.node'], format: 'cjs', platform: 'node', target: 'node20' };

describe('ssh2 in a bundle', () => {
  let home: Home;
  let sshd: Sshd;

  before(async function () {
    needsSshd(this);
    home = new Home();
    sshd = await Sshd.start(home.path('sshd'));
    sshd.allow(home.key);
    home.know(sshd);
    home.configure();
    const entry = `
      import { openSsh } from './src/ssh/connect';
      const [configFile, port] = process.argv.slice(2);
      void (async () => {
        const connection = await openSsh({ configFile, transport: 'ssh2' }).connect({ host: '127.0.0.1', port: Number(port) });
        const { stdout } = await connection.run({ argv: ['echo', 'in'] });
        await connection.close();
        process.stdout.write(stdout);
      })();`;
    const outfile = join(home.folder, 'bundle.js');
    const { warnings } = await build({
      ...AS_SHIPPED,
      stdin: { contents: entry, resolveDir: CLI, loader: 'ts' },
      outfile,
      logLevel: 'silent',
    });
    assert.deepEqual(warnings, []);
  });
  after(async () => {
    await sshd?.stop();
    home?.remove();
  });

  it('connects, ends by itself, and says nothing of what it does without', () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [home.path('bundle.js'), home.config, String(sshd.port)], {
      encoding: 'utf8',
      timeout: 15_000,
    });
    assert.deepEqual([stdout, stderr, status], ['in\n', '', 0]);
  });

  for (const cipher of ['chacha20-poly1305@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr'])
    it(`speaks ${cipher} without any addon`, async () => {
      sshd.configure([`Ciphers ${cipher}`]);
      await sshd.restart();
      assert.equal(run(process.execPath, [home.path('bundle.js'), home.config, String(sshd.port)]), 'in\n');
    });
});
