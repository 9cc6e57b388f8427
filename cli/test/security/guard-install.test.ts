import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { GuardClient } from '../../src/deploy/guard-client';
import { guardOf } from '../../src/deploy/guard-script';
import type { Connection, RemoteCommand } from '../../src/ssh/connection';
import { temporaryFolder } from '../support/cli';

const GUARD = guardOf(`# ${'x'.repeat(5000)}\necho "verb=$1"\n`);

/** A machine whose disk is a folder: real shells run what they are told to, with that folder in the place of the real one. */
function machineIn(folder: string, shell: readonly string[], cutAt = Infinity): Connection {
  return {
    label: 'root@studio',
    user: 'root',
    closed: new Promise(() => {}),
    close: async () => {},
    run: async ({ argv, input }: RemoteCommand) => {
      const [, ...words] = argv.map((word) => word.replaceAll('/var/lib/studio-cdk', join(folder, 'studio-cdk')));
      const bytes = Buffer.from((input as string | undefined) ?? '').subarray(0, cutAt);
      const { status, stdout, stderr } = spawnSync(shell[0]!, [...shell.slice(1), ...words], {
        input: bytes,
        encoding: 'utf8',
        cwd: folder,
      });
      return { code: status ?? 255, stdout, stderr };
    },
  };
}

const SHELLS = [['dash'], ['bash'], ['busybox', 'sh']].filter(([program]) => spawnSync('which', [program!]).status === 0);

for (const shell of SHELLS)
  describe(`the guard on its way to the machine, with ${shell.join(' ')}`, () => {
    let folder: string;
    const path = (): string => join(folder, 'studio-cdk', `guard-${GUARD.hash}`);
    beforeEach(() => (folder = temporaryFolder()));

    it('arrives, for nobody but its owner', async () => {
      const { stdout } = await new GuardClient(machineIn(folder, shell), GUARD).ask('version');
      assert.equal(stdout, 'verb=version\n');
      assert.equal(readFileSync(path(), 'utf8'), GUARD.text);
      for (const place of [path(), join(folder, 'studio-cdk')]) assert.equal(statSync(place).mode & 0o777, 0o700);
      assert.equal(readdirSync(join(folder, 'studio-cdk')).length, 1);
    });

    it('is not put into its place when only a part of it came', async () => {
      for (const cutAt of [0, 1, 4000, GUARD.text.length - 1]) {
        await assert.rejects(
          new GuardClient(machineIn(folder, shell, cutAt), GUARD).ask('version'),
          /could not be put to .*did not arrive whole/,
        );
        assert.deepEqual(readdirSync(join(folder, 'studio-cdk')), []);
      }
    });

    it('does not go where a link leads', async () => {
      mkdirSync(join(folder, 'elsewhere'), { mode: 0o755 });
      symlinkSync(join(folder, 'elsewhere'), join(folder, 'studio-cdk'));
      await assert.rejects(new GuardClient(machineIn(folder, shell), GUARD).ask('version'), /is a link, or somebody else's/);
      assert.deepEqual(readdirSync(join(folder, 'elsewhere')), []);
      assert.equal(existsSync(path()), false);
    });
  });
