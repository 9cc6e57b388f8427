import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { local, remote, type RunProgram } from '../../src/realtime/run-program';
import { takeSnapshot } from '../../src/realtime/probe/take-snapshot';
import type { Connection } from '../../src/ssh/connection';
import { openSsh } from '../../src/ssh/connect';
import { nobody } from '../ssh/support/person';
import { Home, needsSshd, Sshd, USER } from '../ssh/support/sshd';

/** What holds here holds there. */
function programs(run: () => RunProgram): void {
  it('is given its arguments as they are, and its input', async () => {
    const words = ["it's", '$HOME', '`id`', 'a\nb', ''];
    const { code, stdout, stderr } = await run()(['sh', '-c', 'printf "%s|" "$@"; cat; echo err >&2; exit 7', 'sh', ...words], 'input');
    assert.deepEqual([code, stdout, stderr], [7, `${words.map((word) => `${word}|`).join('')}input`, 'err\n']);
  });

  it('has an empty input if none is given', async () => {
    assert.deepEqual(await run()(['cat']), { code: 0, stdout: '', stderr: '' });
  });

  it('need not read what it is given', async () => {
    assert.equal((await run()(['true'], 'x'.repeat(1_000_000))).code, 0);
  });
}

describe('a program on this computer', () => {
  programs(() => local());

  it('that does not exist is named', async () => {
    await assert.rejects(local()(['no-such-program']), { name: 'UserError', message: /«no-such-program»/ });
  });

  it('is ended when its time is up, with all that it started', async () => {
    const begin = performance.now();
    const stuck = local({ timeoutMs: 200 })(['sh', '-c', 'sleep 61.0625 & sleep 61.0625']);
    await assert.rejects(stuck, { name: 'UserError', message: /did not end on this computer within 0\.2 s/ });
    assert.ok(performance.now() - begin < 5000);
    assert.notEqual(spawnSync('pgrep', ['-f', 'sleep 61[.]0625']).status, 0);
  });

  it('is ended on a signal, and not started after one', async () => {
    const controller = new AbortController();
    const running = local({ signal: controller.signal })(['sleep', '60']);
    setTimeout(() => controller.abort(), 50);
    await assert.rejects(running, { name: 'AbortError' });
    await assert.rejects(local({ signal: controller.signal })(['true']), { name: 'AbortError' });
  });

  it('is ended when it says more than anybody reads', async () => {
    await assert.rejects(local()(['cat', '/dev/zero']), /more than 8 MiB/);
  });

  it('ended by a signal has an exit code other than 0', async () => {
    assert.equal((await local()(['sh', '-c', 'kill -9 $$'])).code, 255);
  });
});

describe('a program on a machine', () => {
  let home: Home;
  let sshd: Sshd;
  let connection: Connection;
  before(async function () {
    needsSshd(this);
    home = new Home();
    home.configure();
    sshd = await Sshd.start(home.path('sshd'));
    sshd.allow(home.key);
    home.know(sshd);
    connection = await openSsh({ transport: 'ssh2', configFile: home.config, person: nobody }).connect({
      host: '127.0.0.1',
      port: sshd.port,
    });
  });
  after(async () => {
    await connection?.close();
    await sshd?.stop();
    home?.remove();
  });

  programs(() => remote(connection));

  it('is ended when its time is up', async () => {
    await assert.rejects(remote(connection, { timeoutMs: 200 })(['sleep', '60']), /did not end on .* within/);
  });

  it('can be the probe', async () => {
    const { user, kernel } = await takeSnapshot(remote(connection, { timeoutMs: 20_000 }));
    assert.equal(user.name, USER);
    assert.notEqual(kernel.release, '');
  });
});
