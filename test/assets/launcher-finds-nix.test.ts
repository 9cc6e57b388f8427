import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../support/temp';
import { LAUNCHER, SHELLS, launch, recorded, recordingNix, shellName, toolFolder, which, type Result } from './support/launcher';

const HOSTILE = 'o\'neill "alice"\n$HOME *';

for (const shell of SHELLS) {
  describe(`Under ${shellName(shell)}, with no nix on PATH, the launcher`, () => {
    const folder = temporaryFolder();
    let env: NodeJS.ProcessEnv;
    beforeEach(function () {
      // Where Nix is installed for everybody, these tests would find it.
      if (['/nix/var/nix/profiles/default/bin/nix', '/run/current-system/sw/bin/nix'].some((file) => existsSync(file))) this.skip();
      mkdirSync(folder('studio'));
      writeFileSync(folder('studio', 'flake.nix'), '{ }');
      mkdirSync(folder(HOSTILE));
      env = { PATH: toolFolder(folder('bin')), HOME: folder(HOSTILE), RECORD: folder('record') };
    });

    const studio = (...args: string[]): Promise<Result> =>
      launch(['--flake', folder('studio'), '--with-host-plugins', 'run', 'ardour', ...args], { env, shell, cwd: folder() });
    const made = (...parts: string[]): string => {
      mkdirSync(dirname(folder(...parts)), { recursive: true });
      return recordingNix(folder(...parts));
    };
    const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
    const used = (file: string): string => `'${file}'`.replace(/'(.*o)'(neill.*)'/s, `'$1'\\''$2'`);
    const fetched = (): string => folder(HOSTILE, '.local/share/studio/nix-portable');

    it('says how to get it', async () => {
      const { code, stderr } = await studio();
      assert.match(stderr, /^studio: There is no Nix on this computer\. .*https:\/\/nixos\.org\/download.*--nix-portable FILE\.\n$/);
      assert.equal(code, 3);
    });

    it('finds the one in the user’s profile', async () => {
      const nix = made(HOSTILE, '.nix-profile/bin/nix');
      assert.ok((await studio('--dry-run')).stdout.startsWith(`${used(nix)} --extra`));
      assert.equal((await studio()).code, 0);
      assert.equal(recorded(folder('record')).length, 2);
    });

    it('manages without a home', async () => {
      delete env.HOME;
      assert.equal((await studio()).code, 3);
    });

    it('takes a nix-portable that it is given, also by a relative path', async () => {
      const portable = made(HOSTILE, 'my nix-portable');
      for (const given of [portable, `${HOSTILE}/my nix-portable`]) {
        assert.equal((await studio('--nix-portable', given)).code, 0);
      }
      env.STUDIO_NIX_PORTABLE = portable;
      assert.equal((await studio()).code, 0);
      const calls = recorded(folder('record'));
      assert.deepEqual(
        calls.map(([nix, command]) => [nix, command]),
        Array.from({ length: 3 }, () => [
          ['nix', 'build'],
          ['nix', 'run'],
        ]).flat(),
      );
    });

    it('refuses one that is no program, or another than was meant', async () => {
      const portable = made('nix-portable');
      writeFileSync(folder('text'), '');
      const refused = async (...args: string[]): Promise<string> => {
        const { code, stderr } = await studio(...args);
        assert.equal(code, 3);
        return stderr;
      };
      assert.match(await refused('--nix-portable', folder('text')), /is no program\. .*chmod \+x/);
      assert.match(await refused('--nix-portable', folder('nothing')), /is no program/);
      assert.match(await refused('--nix-portable', portable, '--sha256', 'f'.repeat(64)), /its SHA-256 is [0-9a-f]{64}, not f{64}\.\n$/);
      assert.equal((await studio('--nix-portable', portable, '--sha256', sha256(portable))).code, 0);
    });

    describe('fetches nix-portable', () => {
      let origin: string;
      let args: string[];
      beforeEach(() => {
        origin = made('release', 'nix-portable');
        args = ['--nix-portable', pathToFileURL(origin).href, '--sha256', sha256(origin)];
      });

      it('with consent, and finds it again by itself', async () => {
        const { code, stderr } = await studio(...args, '--yes');
        assert.equal(code, 0, stderr);
        assert.equal(readFileSync(fetched(), 'utf8'), readFileSync(origin, 'utf8'));
        assert.deepEqual(readdirSync(dirname(fetched())), ['nix-portable']);
        assert.equal((await studio(...args)).code, 0);
        assert.equal((await studio()).code, 0);
      });

      it('not without consent', async () => {
        const { code, stderr } = await studio(...args);
        assert.match(stderr, /nix-portable was not fetched\. To agree without being asked: --yes/);
        assert.equal(code, 3);
        assert.equal(existsSync(fetched()), false);
      });

      it('after asking at the terminal', function () {
        const script = which('script');
        if (script === undefined) this.skip();
        const words = [...shell, LAUNCHER, '--flake', folder('studio'), '--with-host-plugins', ...args, 'run', 'ardour'];
        const asked = (answer: string): { code: number | null; text: string } => {
          const command = words.map((word) => `'${word}'`).join(' ');
          const { status, stdout } = spawnSync(script, ['-qec', command, '/dev/null'], { env, input: answer, encoding: 'utf8' });
          return { code: status, text: stdout };
        };
        assert.deepEqual([asked('\n').code, existsSync(fetched())], [3, false]);
        const { code, text } = asked('y\n');
        assert.match(text, /Fetch nix-portable from file:.* into [^]*\? \[y\/N\] /);
        assert.deepEqual([code, existsSync(fetched())], [0, true]);
      });

      it('not without knowing what it must be', async () => {
        const { code, stderr } = await studio(...args.slice(0, 2), '--yes');
        assert.match(stderr, /say what it must be: --sha256 HEX/);
        assert.equal(code, 3);
        assert.match((await studio(...args.slice(0, 3), 'abc', '--yes')).stderr, /«abc» is no SHA-256/);
        assert.equal(existsSync(fetched()), false);
      });

      it('and throws away what is not what was meant', async () => {
        writeFileSync(origin, 'something else');
        const { code, stderr } = await studio(...args, '--yes');
        assert.match(stderr, /is not what was meant: its SHA-256 is .* It was thrown away\.\n$/);
        assert.equal(code, 3);
        assert.deepEqual(readdirSync(dirname(fetched())), []);
      });

      it('and leaves nothing behind when it cannot', async () => {
        const { code, stderr } = await studio('--nix-portable', `file://${folder('nowhere')}`, ...args.slice(2), '--yes');
        assert.match(stderr, /nowhere could not be fetched\.\n$/);
        assert.equal(code, 3);
        assert.deepEqual(readdirSync(dirname(fetched())), []);
      });

      it('and prints what it would do', async () => {
        const { stdout } = await studio(...args, '--dry-run');
        assert.match(stdout, /^curl .* --output [^]*nix-portable/);
        assert.match(stdout, / nix --extra-experimental-features 'nix-command flakes' run /);
        assert.equal(existsSync(fetched()), false);
      });
    });
  });
}
