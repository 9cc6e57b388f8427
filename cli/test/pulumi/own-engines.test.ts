import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isEngine } from '../../src/pulumi/own-engines';
import { temporaryFolder } from '../support/cli';

const MODULE = resolve(__dirname, '../../src/pulumi/own-engines.ts');
const SLEEP = '/bin/sleep';

(process.platform === 'linux' && existsSync(SLEEP) ? describe : describe.skip)('an engine that this process has started', () => {
  /** Starts a program of this name that would run on, and ends at once. @returns the program's number */
  const leaves = (name: string): number => {
    const program = join(temporaryFolder(), name);
    copyFileSync(realpathSync(SLEEP), program);
    const script = `require('tsx/cjs'); require(${JSON.stringify(MODULE)}).leaveNone();
      const child = require('node:child_process').spawn(${JSON.stringify(program)}, ['20'], { stdio: 'ignore' });
      child.once('spawn', () => setTimeout(() => { console.log(child.pid); process.exit(130); }, 200));`;
    const { stdout, status, stderr } = spawnSync(process.execPath, ['-e', script], {
      encoding: 'utf8',
      cwd: resolve(__dirname, '../../..'),
    });
    assert.equal(status, 130, stderr);
    return Number(stdout);
  };

  it('does not outlive it', () => {
    for (const name of ['pulumi', '.pulumi-wrapped']) assert.equal(isEngine(leaves(name)), false, name);
  });

  it('is told from other programs, which are left alone', () => {
    const pid = leaves('somebody');
    assert.equal(isEngine(pid), false);
    process.kill(pid, 'SIGKILL'); // throws where it does not run any more
  });

  it('is seen as long as it runs', () => {
    const program = join(temporaryFolder(), 'pulumi');
    copyFileSync(realpathSync(SLEEP), program);
    const { stdout } = spawnSync('sh', ['-c', `"${program}" 20 >/dev/null 2>&1 & echo $!; sleep 0.1`], { encoding: 'utf8' });
    assert.equal(isEngine(Number(stdout)), true);
    process.kill(Number(stdout), 'SIGKILL');
  });
});
