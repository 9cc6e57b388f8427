import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, CLI, cdk, temporaryFolder } from './support/cli';

const { version } = JSON.parse(readFileSync(join(CLI, 'package.json'), 'utf8')) as { version: string };

describe('bin/cdk.js', () => {
  it('tells its version', () => {
    assert.deepEqual(cdk(['--version']), { code: 0, out: `${version}\n`, err: '' });
    assert.equal(cdk(['-V']).out, `${version}\n`);
  });

  it('tells its version also among other options', () => {
    assert.deepEqual(cdk(['--no-color', '--version']), { code: 0, out: `${version}\n`, err: '' });
  });

  it('loads no module for that', () => {
    const program = `require(${JSON.stringify(BIN)}); console.log(Object.keys(require.cache).map((file) => require('path').basename(file)))`;
    const out = execFileSync(process.execPath, ['-e', program, '--', 'cdk', '--version'], { encoding: 'utf8' });
    assert.equal(out, `${version}\n[ 'cdk.js', 'package.json' ]\n`);
  });

  it('works through a link, as npm makes it', () => {
    const link = join(temporaryFolder(), 'cdk');
    symlinkSync(BIN, link);
    assert.equal(execFileSync(link, ['--version'], { encoding: 'utf8' }), `${version}\n`);
    assert.ok(statSync(BIN).mode & 0o111);
  });

  it('says what to do when the bundles are not built', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'bin'));
    copyFileSync(BIN, join(folder, 'bin', 'cdk.js'));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin', 'cdk.js'), 'synth'], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /^The command line is not built yet: .*«npm run build».*\n$/);
  });
});
