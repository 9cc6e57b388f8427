import assert from 'node:assert/strict';
import { join } from 'node:path';
import { linesBelow } from '../../src/doctor/program-line';
import { folderWith } from '../support/cli';

describe('lines of the program', () => {
  const folder = folderWith({ 'studio/bin/studio.ts': 'one\n  new RealtimeKernel(…); \u001b[2J\n', 'secret.txt': 'not yours' });
  const read = linesBelow(join(folder, 'studio'));

  it('are those that a source names', () => {
    assert.equal(read('bin/studio.ts:2'), 'new RealtimeKernel(…);');
    assert.equal(read('bin/studio.ts:1:14'), 'one');
  });

  it('are none where there is no such line', () => {
    for (const source of ['bin/studio.ts:9', 'bin/studio.ts:0', 'bin/studio.ts', 'bin/gone.ts:1', 'bin:1', ''])
      assert.equal(read(source), undefined, source);
  });

  it('are never read from elsewhere', () => {
    for (const source of ['../secret.txt:1', join(folder, 'secret.txt:1'), 'bin/../../secret.txt:1'])
      assert.equal(read(source), undefined, source);
  });
});
