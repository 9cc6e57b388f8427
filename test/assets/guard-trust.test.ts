import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { temporaryFolder } from '../support/temp';
import { archiveOf, GUARD } from './support/guarded';
import { SHELLS, shellName, which } from './support/launcher';

const WHOLE = readFileSync(GUARD, 'utf8');
const ID = 'test-0001';

/** What would steer the programs that the guard calls, were they given it. */
const STEERING = (canary: string): NodeJS.ProcessEnv => ({
  TAR_OPTIONS: `--checkpoint=1 --checkpoint-action=exec='touch ${canary}'`,
  PERL5OPT: '-Mevil',
  NIX_CONFIG: 'experimental-features = evil',
  NIX_PATH: '/tmp',
  NIX_STORE_DIR: '/tmp',
  LD_LIBRARY_PATH: '/nowhere',
  SYSTEMD_PAGER: 'evil',
  CDPATH: '/tmp',
  TMPDIR: '/nowhere',
  ENV: '/nowhere',
  lines: 'one\nexport PATH=/tmp\nexport STATE=/tmp\n',
});

for (const shell of SHELLS)
  describe(`What the guard trusts, under ${shellName(shell)}`, () => {
    const folder = temporaryFolder();
    const scriptWith = (end: string): string => {
      const script = folder('guard-0123456789abcdef');
      writeFileSync(script, WHOLE.replace(/^PREFIX=.*$/m, `PREFIX='${folder('root')}'`).replace(/\nmain "\$@"\n$/, `\n${end}\n`));
      return script;
    };
    const command = (end = 'main "$@"'): readonly string[] => [...shell, scriptWith(end)];
    const run = (
      args: readonly string[],
      options: { readonly input?: Buffer; readonly env?: NodeJS.ProcessEnv; readonly end?: string } = {},
    ) => {
      const { input = Buffer.alloc(0), env = process.env, end } = options;
      const [program, ...before] = command(end);
      return spawnSync(program!, [...before, ...args], { encoding: 'utf8', input, env, cwd: folder() });
    };
    beforeEach(() => mkdirSync(folder('root/run'), { recursive: true }));

    it('are no variables but its own, and the way to the internet', () => {
      const env = { ...STEERING('x'), PATH: process.env.PATH, http_proxy: 'http://proxy', NIX_SSL_CERT_FILE: '/etc/ca' };
      const { stdout, stderr } = run([], { env, end: 'echo "$STATE"; env | sed -n "s/=.*//p"' });
      assert.equal(stderr, '');
      const [state, ...names] = stdout.trimEnd().split('\n');
      const own = ['_', 'PWD', 'SHLVL', 'OLDPWD']; // the shell makes them itself
      assert.deepEqual(names.filter((name) => !own.includes(name)).sort(), [
        'HOME',
        'LC_ALL',
        'NIX_SSL_CERT_FILE',
        'PATH',
        'TZ',
        'http_proxy',
      ]);
      assert.equal(state, folder('root/var/lib/studio-cdk'));
    });

    it('does not let them run a program', function () {
      if (!/GNU tar/.test(spawnSync(which('tar') ?? 'false', ['--version'], { encoding: 'utf8' }).stdout)) return this.skip();
      const canary = folder('canary');
      const archive = archiveOf({ 'flake.nix': '{ }', '.complete': '' });
      const { status, stderr } = run(['receive', ID], {
        input: archive,
        env: { ...process.env, ...STEERING(canary), LD_LIBRARY_PATH: '' },
      });
      assert.deepEqual([status, stderr], [0, '']);
      assert.equal(existsSync(canary), false);
      writeFileSync(folder('archive'), archive);
      spawnSync('tar', ['-tzf', folder('archive')], { env: { ...process.env, TAR_OPTIONS: STEERING(canary).TAR_OPTIONS } });
      assert.equal(existsSync(canary), true, 'tar alone would have');
    });

    it('is no archive that somebody exchanges while it is looked at', async () => {
      const [program, ...before] = command();
      const first = spawn(program!, [...before, 'receive', ID], { cwd: folder(), stdio: ['pipe', 'ignore', 'ignore'] });
      const ended = new Promise<number | null>((resolve) => first.once('close', resolve));
      const archive = archiveOf({ 'flake.nix': '{ mine = 1; }', '.complete': '' });
      first.stdin.write(archive.subarray(0, 10));
      while (!existsSync(folder('root/var/lib/studio-cdk/incoming', `${ID}.new`, 'archive')))
        await new Promise((done) => setTimeout(done, 10));
      const second = run(['receive', ID], { input: archiveOf({ 'flake.nix': '{ theirs = 1; }', '.complete': '' }) });
      assert.equal(second.status, 1);
      assert.match(second.stderr, /being received already/);
      first.stdin.end(archive.subarray(10));
      assert.equal(await ended, 0);
      assert.equal(readFileSync(folder('root/var/lib/studio-cdk/incoming', ID, 'assembly/flake.nix'), 'utf8'), '{ mine = 1; }');
    });

    it('are no bits and owners that an archive brings', function () {
      if (process.getuid?.() !== 0) return this.skip(); // only root could take them over
      const pack = 'mkdir -p a/d && cd a && touch f .complete && chmod 6777 f d && chown 1234:1234 f && tar -czf - f d .complete';
      const { stdout } = spawnSync('sh', ['-c', pack], { cwd: folder() });
      assert.equal(run(['receive', ID], { input: stdout }).status, 0);
      const assembly = folder('root/var/lib/studio-cdk/incoming', ID, 'assembly');
      assert.deepEqual(readdirSync(assembly).sort(), ['d', 'f']);
      const { mode, uid, gid } = lstatSync(`${assembly}/f`);
      assert.deepEqual([(mode & 0o7777).toString(8), uid, gid], ['700', 0, 0]);
      assert.equal(lstatSync(`${assembly}/d`).mode & 0o077, 0);
    });
  });
