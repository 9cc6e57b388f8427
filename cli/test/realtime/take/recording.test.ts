import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { local } from '../../../src/realtime/run-program';
import { recordingOf } from '../../../src/realtime/take/recording';

const isLinux = existsSync('/proc/self/fd');

(isLinux ? describe : describe.skip)(`who records${isLinux ? '' : ' (left out: there is no /proc here)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'studio-cdk-recording-'));
  const programs: ChildProcess[] = [];
  const start = (script: string): number => {
    const child = spawn('sh', ['-c', script], { cwd: folder, stdio: 'ignore' });
    programs.push(child);
    return child.pid!;
  };
  after(() => {
    for (const child of programs) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('is who has a sound file open that grows', async () => {
    const records = start('exec 3>"take 1.wav"; while :; do echo sound >&3; sleep 0.05; done');
    const waits = start('exec 3>idle.wav; echo sound >&3; sleep 30');
    const writes = start('exec 3>notes.txt; while :; do echo words >&3; sleep 0.05; done');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(await recordingOf(local({ timeoutMs: 10_000 }), [records, waits, writes]), [records]);
  });

  it('is nobody where nobody runs, and nothing is asked then', async () => {
    assert.deepEqual(await recordingOf(() => Promise.reject(new Error('asked')), []), []);
    assert.deepEqual(await recordingOf(() => Promise.reject(new Error('broken')), [1]), []);
  });
});
