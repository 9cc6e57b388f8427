import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { pack } from '../../src/deploy/archive';
import type { Payload } from '../../src/deploy/payload';
import { temporaryFolder } from '../support/cli';
import { file, payloadOf } from './support';

const bytes = async (payload: Payload): Promise<Buffer> => buffer(await pack(payload));
const list = (archive: Buffer): readonly string[] =>
  execFileSync('tar', ['-tzf', '-'], { input: archive, encoding: 'utf8' }).split('\n').slice(0, -1);

const PAYLOAD = payloadOf(
  [file('flake.nix', '{ }\n'), file('assets/run.sh', '#!/bin/sh\n', true), file('machines/studio-laptop/configuration.nix', '# é\n')],
  '{ "version": 7 }',
);

describe('what a machine is sent', () => {
  before(function () {
    if (spawnSync('tar', ['--version']).status === 0) return;
    console.log('      left out: there is no tar on this machine');
    this.skip();
  });

  it('is an archive that tar unpacks, with the lock among the files', async () => {
    const folder = temporaryFolder();
    execFileSync('tar', ['-xzf', '-', '-C', folder], { input: await bytes(PAYLOAD) });
    for (const { name, contents, executable } of PAYLOAD.files) {
      assert.deepEqual(readFileSync(join(folder, name)), contents);
      assert.equal((statSync(join(folder, name)).mode & 0o100) !== 0, executable, name);
    }
    assert.equal(readFileSync(join(folder, 'flake.lock'), 'utf8'), PAYLOAD.lock);
    assert.deepEqual(readdirSync(folder).sort(), ['.complete', 'assets', 'flake.lock', 'flake.nix', 'machines']);
  });

  it('ends with the mark that it is whole', async () => assert.equal(list(await bytes(PAYLOAD)).at(-1), '.complete'));

  it('has no lock where there is none', async () => {
    assert.deepEqual(list(await bytes(payloadOf([file('flake.nix', '{ }')]))), ['flake.nix', '.complete']);
  });

  it('is the same, byte for byte, whenever it is packed', async () => {
    const first = await bytes(PAYLOAD);
    await new Promise((resolve) => setTimeout(resolve, 1100)); // a tar's times are in seconds
    assert.deepEqual(await bytes(PAYLOAD), first);
  });

  it('belongs to root and tells nothing of who packed it', async () => {
    const long = execFileSync('tar', ['--numeric-owner', '-tvzf', '-'], {
      input: await bytes(PAYLOAD),
      encoding: 'utf8',
      env: { TZ: 'UTC' },
    });
    for (const line of long.trim().split('\n')) assert.match(line, /^-rw[-xr]* 0\/0 +\d+ 1970-01-01 00:00/);
  });

  it('is refused by tar when it breaks off anywhere', async () => {
    const whole = await bytes(PAYLOAD);
    const folder = temporaryFolder();
    for (let length = 0; length < whole.length; length += 41) {
      const { status } = spawnSync('tar', ['-xzf', '-', '-C', folder], { input: whole.subarray(0, length) });
      assert.ok(status !== 0 || !readdirSync(folder).includes('.complete'), `${length} bytes`);
    }
  });

  it('takes names and contents of any kind', async () => {
    const part = fc.stringMatching(/^[\p{L}\p{N} .+_-]{1,40}$/u).filter((name) => !['.', '..'].includes(name) && name.trim() === name);
    const name = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(name, fc.uint8Array({ maxLength: 3000 }), async (path, contents) => {
        const folder = join(temporaryFolder(), 'x');
        mkdirSync(folder);
        writeFileSync(
          join(folder, 'archive'),
          await bytes(payloadOf([{ name: path, contents: Buffer.from(contents), executable: false }])),
        );
        execFileSync('tar', ['-xzf', join(folder, 'archive'), '-C', folder]);
        assert.deepEqual(readFileSync(join(folder, path)), Buffer.from(contents));
      }),
      { numRuns: 25 },
    );
  });
});
