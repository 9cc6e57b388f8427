import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpus, hostname, release, userInfo } from 'node:os';
import { readProbe } from '../../../src/realtime/probe/probe-script';
import { takeSnapshot } from '../../../src/realtime/probe/take-snapshot';
import { local, type RunProgram } from '../../../src/realtime/run-program';
import { describeUnless, has, PROBE, whyNoNamespace } from './support';

const here = local({ timeoutMs: 20_000 });

describe('a snapshot', () => {
  it('of this computer agrees with what else tells about it', async () => {
    const { username, uid } = userInfo();
    const snapshot = await takeSnapshot(here, { musicians: [username] });
    assert.deepEqual(snapshot.user, { name: username, uid });
    assert.deepEqual([snapshot.hostname, snapshot.kernel.release], [hostname(), release()]);
    assert.equal(snapshot.cpus.filter(({ isOnline }) => isOnline).length, cpus().length);
    assert.equal(snapshot.musicians[0]?.limits?.from, 'self');
    const open = spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout.trim();
    assert.equal(String(snapshot.musicians[0]?.limits?.nofile), open);
    assert.equal(snapshot.tools.cyclictest, has('cyclictest'));
    assert.ok(Math.abs(snapshot.at - Date.now() / 1000) < 60);
  });

  it('is not made of half an answer', async () => {
    for (const share of [0.3, 0.9, 0.999]) {
      const cut: RunProgram = async (argv, input) => {
        const result = await here(argv, input);
        return { ...result, stdout: result.stdout.slice(0, Math.floor(result.stdout.length * share)) };
      };
      await assert.rejects(takeSnapshot(cut), { name: 'UserError', message: /answer was cut/ });
    }
  });

  it('is not made of what an account says that runs no programs', async () => {
    const refused: RunProgram = () =>
      Promise.resolve({ code: 1, stdout: 'This account is not available.\n', stderr: 'no \u001b[31mshell' });
    await assert.rejects(takeSnapshot(refused), { name: 'UserError', message: /ended with 1 and said «no shell».*run a shell/ });
    const silent: RunProgram = () => Promise.resolve({ code: 0, stdout: '', stderr: '' });
    await assert.rejects(takeSnapshot(silent), /said nothing/);
  });

  it('is not asked for with names that no account or setting has', async () => {
    const never: RunProgram = () => assert.fail('it was run');
    for (const name of ['-x', '', 'a b', '$(id)', 'a;b', 'ä', 'sysctl=x', 'a/b', 'a\nb', 'x'.repeat(65)])
      await assert.rejects(takeSnapshot(never, { musicians: [name] }), { name: 'UserError', message: /name of an account/ }, name);
    for (const name of ['vm', 'vm/swappiness', '../../etc.shadow', 'vm..x', '$(id).x', 'vm.x y'])
      await assert.rejects(takeSnapshot(never, { sysctls: [name] }), { name: 'UserError', message: /kernel parameter/ }, name);
  });

  it('gives the mark to the script alone: no argument shows it', async () => {
    let seen: readonly string[] = [];
    let script = '';
    const run: RunProgram = (argv, input = '') => ((seen = argv), (script = input), here(argv, input));
    await takeSnapshot(run, { musicians: ['root', 'root'], sysctls: ['vm.laptop_mode'] });
    assert.deepEqual(seen, ['sh', '-s', '--', 'root', 'sysctl=vm.laptop_mode']);
    assert.match(script, /^MARK=@[0-9a-f]{24}\n#!\/bin\/sh/);
  });
});

describe('the script of the probe', () => {
  it('is clean for shellcheck', function () {
    if (!has('shellcheck')) {
      this.test!.title += ' (left out: there is no shellcheck)';
      this.skip();
    }
    assert.equal(spawnSync('shellcheck', ['--shell=sh', '--severity=style', PROBE], { encoding: 'utf8' }).stdout, '');
  });

  it('says where it should be when a package is not whole', () => {
    assert.throws(() => readProbe(['/nowhere/probe.sh']), /\/nowhere\/probe\.sh/);
  });
});

describeUnless(whyNoNamespace('setpriv'), 'the script of the probe, in a namespace', () => {
  const within =
    (script: string, ...more: readonly string[]): RunProgram =>
    (argv, input) =>
      here(['unshare', '--mount', '--pid', '--fork', '--mount-proc', 'sh', '-c', script, 'sh', ...more, ...argv], input);

  it('writes nothing: it works where nothing can be written', async () => {
    const readOnly = `awk '{ print $2 }' /proc/self/mounts | sort -ru | while read -r place; do mount -o remount,bind,ro "$place" 2>/dev/null; done
      touch /tmp/x /var/x /run/x /dev/shm/x 2>/dev/null && exit 99; "$@"`;
    let complaints = '';
    const run: RunProgram = async (argv, input) => {
      const result = await within(readOnly)(argv, input);
      complaints = result.stderr;
      return result;
    };
    assert.equal((await takeSnapshot(run, { musicians: ['nobody'] })).musicians[0]?.limits?.from, 'login');
    assert.equal(complaints, '');
  });

  it('works as somebody who may do nothing, and does not say that it saw all', async () => {
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--no-new-privs', '--bounding-set=-all', '--'];
    const { user, musicians, unseen, kernel } = await takeSnapshot(within('"$@"', ...nobody), {
      musicians: ['nobody', 'root'],
    });
    assert.equal(user.uid, 65_534);
    assert.deepEqual([musicians[0]?.limits?.from, musicians[0]?.maySetRealtime, musicians[1]?.limits?.from], ['self', false, 'process']);
    assert.ok(unseen.includes('musicians.root.maySetRealtime'), unseen.join());
    assert.notEqual(kernel.release, '');
  });

  it('works for an account without a name, and one whose environment is hostile', async () => {
    const stranger = ['setpriv', '--reuid=54321', '--regid=54321', '--clear-groups', '--'];
    const hostile = `export IFS=/0 MARK=x GREP_OPTIONS=-v GREP_COLORS=always ENV=/dev/zero POSIXLY_CORRECT=1 LC_ALL=tr_TR.UTF-8 CDPATH=/tmp; "$@"`;
    const { user, kernel } = await takeSnapshot(within(hostile, ...stranger));
    assert.deepEqual(user, { name: '54321', uid: 54_321 });
    assert.equal(kernel.release, release());
  });
});
