import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNix } from '../support/nix';
import { temporaryFolder } from '../support/temp';
import { LAUNCHER, SHELLS, bubblewrapWorks, launch, type Result } from './support/launcher';
import { checkOut, realNix, standInNixpkgs } from './support/studio';

const HOSTILE = 'o\'neill "alice" $HOME\n&';
const ARGUMENTS = ['', '--', '--help', 'a b', HOSTILE, '\\n', '*', 'ü'];
const PRINT_ARGUMENTS = String.raw`printf '%s\0' "$@"`;

for (const nix of findNix()) {
  describe(`The launcher with ${nix.name}`, function () {
    this.timeout(60_000);
    const folder = temporaryFolder();
    let env: NodeJS.ProcessEnv;
    beforeEach(() => {
      env = { ...realNix(nix, 'bwrap'), HOME: folder(HOSTILE) };
      mkdirSync(folder(HOSTILE));
    });

    const studio = (args: readonly string[], flake = checkOut(folder('studio')), cwd = folder()): Promise<Result> =>
      launch(['--flake', flake, '--with-host-plugins', ...args], { env, cwd });

    it('lists the programs', async () => {
      const { code, stdout } = await studio(['list']);
      assert.deepEqual({ code, stdout }, { code: 0, stdout: 'probe                Says what it sees\nprobe-2.0\n' });
    });

    for (const shell of SHELLS) {
      it(`starts a program with the arguments it was given, under ${shell.join(' ')}`, async () => {
        const words = ['run', 'probe', '--', PRINT_ARGUMENTS, 'sh', ...ARGUMENTS];
        const { code, stdout, stderr } = await launch(['--flake', checkOut(folder('studio')), ...words], { env, shell });
        assert.equal(code, 0, stderr);
        assert.deepEqual(Buffer.from(stdout, 'latin1').toString('utf8').split('\0').slice(0, -1), ARGUMENTS);
      });
    }

    it('starts it where the user is, with the user’s own folders behind the studio’s', async () => {
      const { stdout } = await studio(['run', 'probe', '--', 'pwd; echo "$LV2_PATH"']);
      assert.equal(stdout, `${folder()}\n/studio/lib/lv2:${folder(HOSTILE)}/.lv2\n`);
    });

    it('ends with the code of the program', async () => {
      assert.equal((await studio(['run', 'probe', '--', 'exit 42'])).code, 42);
    });

    it('starts a program with a dot in its name', async () => {
      assert.equal((await studio(['run', 'probe-2.0'])).stdout, 'second\n');
    });

    it('knows a checkout whose name is hostile, and writes its lock there', async () => {
      const odd = checkOut(folder(HOSTILE, 'my studio'));
      const { code, stdout, stderr } = await studio(['run', 'probe', '--', 'pwd'], odd);
      assert.deepEqual({ code, stdout }, { code: 0, stdout: `${folder()}\n` }, stderr);
      assert.ok(statSync(join(odd, 'flake.lock')).isFile());
      const listed = await launch(['list'], { env, cwd: odd, script: copyBeside(odd) });
      assert.match(listed.stdout, /^probe /);
    });

    it('sees files that git does not know yet', async () => {
      const checkout = checkOut(folder('studio'));
      execFileSync('git', ['init', '--quiet', checkout]);
      assert.match((await studio(['list'], checkout)).stdout, /^probe /);
    });

    it('follows a link to a checkout', async () => {
      symlinkSync(checkOut(folder('studio')), folder('link'));
      assert.match((await studio(['list'], folder('link'))).stdout, /^probe /);
    });

    it('starts a studio from a folder that nobody may write', async function () {
      if (!bubblewrapWorks()) this.skip();
      const checkout = checkOut(folder('studio'));
      const through = ['bwrap', '--dev-bind', '/', '/', '--ro-bind', checkout, checkout];
      const run = (...args: string[]): Promise<Result> => launch(['--flake', checkout, ...args], { env, through });
      assert.equal((await run('run', 'probe', '--', 'exit 3')).code, 3);
      assert.match((await run('update')).stderr, /You may not write into .*studio, and flake\.lock must be written there/);
    });

    it('starts a pinned revision from git, and says when it is not the newest', async () => {
      const { url, first, second } = repository(folder('band'));
      const pinned = `${url}?rev=${first}`;
      assert.match((await studio(['list'], pinned)).stdout, /^probe /);
      assert.equal((await studio(['run', 'probe', '--', 'exit 9'], pinned)).code, 9);

      const moved = await studio(['update'], url);
      assert.equal(moved.code, 0, moved.stderr);
      assert.match(moved.stdout, new RegExp(second));
      assert.match(moved.stdout, /To stay on this state from now on/);
      assert.match((await studio(['update'], pinned)).stderr, /nothing newer to look for/);
    });

    it('says which program was meant', async () => {
      const { code, stderr } = await studio(['run', 'prope']);
      assert.match(stderr, /There is no program «prope» in this studio\. Did you mean «probe»\?/);
      assert.equal(code, 5);
    });

    it('says so when the studio is broken', async () => {
      const checkout = checkOut(folder('studio'));
      writeFileSync(join(checkout, 'flake.nix'), '{ outputs = ');
      for (const command of [['list'], ['run', 'probe'], ['shell']]) {
        const { code, stderr } = await studio(command, checkout);
        assert.match(stderr, /syntax error[^]*\nstudio: Nix could not .*; its words are above\.\n$/);
        assert.equal(code, 1);
      }
    });

    it('runs a command in the studio’s shell', async () => {
      const checkout = checkOut(folder('studio'));
      const flake = join(checkout, 'flake.nix');
      // Nix takes its bash from an input called nixpkgs, if there is one; the stand-in's does nothing.
      writeFileSync(flake, readFileSync(flake, 'utf8').replaceAll(/\bnixpkgs(?=[.,])/g, 'packages'));
      const script = `echo "$LV2_PATH"; ${PRINT_ARGUMENTS}`;
      const { code, stdout, stderr } = await studio(['shell', '--', 'sh', '-c', script, 'sh', 'a b', '--', ''], checkout);
      assert.deepEqual({ code, stdout }, { code: 0, stdout: '/studio/lib/lv2\na b\0--\0\0' }, stderr);
    });

    describe('updating', () => {
      const locked = (checkout: string): string =>
        (JSON.parse(readFileSync(join(checkout, 'flake.lock'), 'utf8')) as { nodes: { nixpkgs: { locked: { path: string } } } }).nodes
          .nixpkgs.locked.path;

      for (const name of ['studio', HOSTILE + '/studio']) {
        it(`moves the lock in ${JSON.stringify(name)}, and a revision stays`, async () => {
          const newer = folder('newer');
          cpSync(standInNixpkgs(), newer, { recursive: true });
          writeFileSync(join(newer, 'news'), 'new');
          const checkout = checkOut(folder(name));

          const first = await studio(['update'], checkout);
          assert.equal(first.stdout, `flake.lock is written: ${checkout}/flake.lock\n`, first.stderr);
          assert.equal((await studio(['update'], checkout)).stdout, 'Nothing has moved.\n');

          const moved = await studio(['update', `path:${newer}`], checkout);
          assert.match(moved.stderr, /Updated input 'nixpkgs'[^]*→[^]*newer/);
          assert.equal(locked(checkout), newer);
          await studio(['run', 'probe', '--', ':'], checkout);
          assert.equal(locked(checkout), newer);

          await studio(['update'], checkout);
          assert.equal(locked(checkout), standInNixpkgs());
        });
      }

      it('leaves the lock as it was when Nix cannot', async () => {
        const checkout = checkOut(folder('studio'));
        await studio(['update'], checkout);
        const before = readFileSync(join(checkout, 'flake.lock'), 'utf8');
        const { code, stderr } = await studio(['update', `path:${folder('nowhere')}`], checkout);
        assert.match(stderr, /flake\.lock is as it was/);
        assert.equal(code, 1);
        assert.equal(readFileSync(join(checkout, 'flake.lock'), 'utf8'), before);
      });
    });

    it('examines the computer and the plugins', async () => {
      const { code, stdout, stderr } = await studio(['doctor', '--plugins']);
      assert.equal(code, 0, stdout + stderr);
      const text = Buffer.from(stdout, 'latin1').toString('utf8');
      assert.ok(text.includes(`(Nix) ${nix.version}`), text);
      assert.match(text, /^✓ Programs: probe probe-2\.0$/m);
      assert.match(text, /^✓ Every plugin is found \(2 checks\)\.$/m);
    });

    it('names the check that fails, and fails itself', async () => {
      const checkout = checkOut(folder('studio'));
      const flake = join(checkout, 'flake.nix');
      writeFileSync(flake, readFileSync(flake, 'utf8').replace('"touch $out"', '"echo calf is not found in /lib/lv2 >&2; exit 1"'));
      const { code, stdout, stderr } = await studio(['doctor', '--plugins'], checkout);
      assert.match(stderr, /calf is not found in \/lib\/lv2/);
      assert.match(Buffer.from(stdout, 'latin1').toString('utf8'), /^✗ Not every plugin is found/m);
      assert.equal(code, 1);
    });

    it('switches on flakes for its own calls only', async () => {
      const off = execFileSync('nix', ['--extra-experimental-features', 'nix-command', 'show-config'], {
        env,
        encoding: 'utf8',
        stdio: 'pipe',
      });
      assert.doesNotMatch(off.match(/^experimental-features.*$/m)![0], /flakes/);
    });
  });
}

function copyBeside(checkout: string): string {
  cpSync(LAUNCHER, join(checkout, 'studio'));
  return './studio';
}

/** A repository with two revisions of the studio, each with a lock. */
function repository(path: string): { url: string; first: string; second: string } {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', path, '-c', 'user.name=band', '-c', 'user.email=band@example.org', ...args], { encoding: 'utf8' }).trim();
  checkOut(path);
  git('init', '--quiet', '--initial-branch=main');
  const commit = (message: string): string => {
    git('add', '--all');
    git('commit', '--quiet', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  const first = commit('one');
  writeFileSync(join(path, 'news'), 'two');
  return { url: `git+file://${path}`, first, second: commit('two') };
}
