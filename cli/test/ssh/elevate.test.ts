import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { openSsh } from '../../src/ssh/connect';
import { TRANSPORTS, type Transport } from '../../src/ssh/transports';
import type { Connection } from '../../src/ssh/connection';
import { elevated, type ElevateOptions } from '../../src/ssh/elevate';
import { Secrets } from '../../src/ssh/secrets';
import type { Person } from '../../src/terminal';
import { Answers, nobody } from './support/person';
import { Home, needsSshd, run, Sshd } from './support/sshd';

const PASSWORD = `it's "$HOME" \\ ü`;

/** Users of a machine that shares all with this computer but /etc/passwd, /etc/shadow and the rules of sudo. */
const USERS: Readonly<Record<string, string>> = {
  anna: 'anna ALL=(ALL:ALL) ALL',
  berta: 'berta ALL=(ALL:ALL) NOPASSWD: ALL',
  carl: '',
  dora: 'dora ALL=(ALL:ALL) NOPASSWD: /usr/bin/id',
  emil: 'emil ALL=(ALL:ALL) ALL\nemil ALL=(ALL:ALL) NOPASSWD: /bin/sh, /usr/bin/sh',
};

const missing = ((): string | undefined => {
  if (process.getuid?.() !== 0) return 'this needs root';
  for (const program of ['sudo', 'unshare', 'openssl']) if (spawnSync('which', [program]).status !== 0) return `there is no ${program}`;
  if (spawnSync('unshare', ['--mount', 'true']).status !== 0) return 'namespaces are not allowed here';
  return undefined;
})();

for (const transport of TRANSPORTS) describe(`rights, with ${transport}${missing ? ` (skipped: ${missing})` : ''}`, () => suite(transport));

function suite(transport: Transport): void {
  let home: Home;
  let sshd: Sshd;

  before(async function () {
    needsSshd(this);
    if (missing) this.skip();
    home = new Home();
    chmodSync(home.folder, 0o755);
    mkdirSync(home.path('etc'));
    const hash = run('openssl', ['passwd', '-6', '-stdin'], `${PASSWORD}\n`).trim();
    const names = Object.keys(USERS);
    const lines = (file: string, more: readonly string[]): void =>
      writeFileSync(home.path(`etc/${file}`), `${readFileSync(`/etc/${file}`, 'utf8')}${more.join('\n')}\n`);
    lines(
      'passwd',
      names.map((name, index) => `${name}:x:${48_010 + index}:${48_010 + index}::/tmp:/bin/sh`),
    );
    lines(
      'group',
      names.map((name, index) => `${name}:x:${48_010 + index}:`),
    );
    lines(
      'shadow',
      names.map((name) => `${name}:${hash}:19000:0:99999:7:::`),
    );
    writeFileSync(home.path('etc/sudoers'), `Defaults lecture=never, use_pty\n${Object.values(USERS).join('\n')}\n`, { mode: 0o440 });
    const binds = ['passwd', 'group', 'shadow', 'sudoers'].map((file) => `mount --bind ${home.path(`etc/${file}`)} /etc/${file}`);
    const within = ['unshare', '--mount', 'sh', '-c', `${binds.join(' && ')} && exec "$@"`, 'sh'];
    sshd = await Sshd.start(home.path('sshd'), { within });
    chmodSync(sshd.authorizedKeys, 0o644); // each user reads it for themselves
    sshd.allow(home.key);
    home.know(sshd);
    home.configure();
  });
  after(async () => {
    await sshd?.stop();
    home?.remove();
  });

  const asRoot = async (user: string, person: Person = nobody, more: Partial<ElevateOptions> = {}): Promise<Connection> => {
    const ssh = openSsh({ transport, configFile: home.config, person });
    const connection = await ssh.connect({ host: '127.0.0.1', port: sshd.port, user });
    return elevated(connection, { secrets: ssh.secrets, ...more }).catch(async (error) => {
      await connection.close();
      throw error;
    });
  };
  const who = async (connection: Connection): Promise<string> => (await connection.run({ argv: ['id', '-un'] })).stdout.trim();

  it('are those of root already', async () => {
    const ssh = openSsh({ transport, configFile: home.config, person: nobody });
    const connection = await ssh.connect({ host: '127.0.0.1', port: sshd.port, user: 'root' });
    assert.equal(await elevated(connection, ssh), connection);
    await connection.close();
  });

  it('come from sudo without a password, where sudo wants none', async () => {
    const connection = await asRoot('berta');
    assert.equal(await who(connection), 'root');
    assert.equal((await connection.run({ argv: ['cat'], input: 'as it is' })).stdout, 'as it is');
    assert.deepEqual(await connection.run({ argv: ['sh', '-c', 'echo e >&2; exit 9'] }), { code: 9, stdout: '', stderr: 'e\n' });
    await connection.close();
  });

  it('come with a password that is asked for once, and tried first', async () => {
    const person = new Answers(PASSWORD);
    const ssh = openSsh({ transport, configFile: home.config, person });
    const visit = async (): Promise<void> => {
      const connection = await elevated(await ssh.connect({ host: '127.0.0.1', port: sshd.port, user: 'anna' }), ssh);
      assert.equal(await who(connection), 'root');
      await connection.close();
    };
    await visit();
    await visit();
    assert.deepEqual(person.asked, [`Password of anna@127.0.0.1:${sshd.port} for sudo: `]);
  });

  for (const [user, when] of [
    ['anna', 'sudo reads the password each time'],
    ['emil', 'sudo does not read it for a shell'],
  ] as const)
    it(`leave the input to the program: nothing, text, a stream; where ${when}`, async () => {
      const connection = await asRoot(user, new Answers(PASSWORD));
      assert.equal((await connection.run({ argv: ['cat'] })).stdout, '');
      assert.equal((await connection.run({ argv: ['cat'], input: 'a\nb' })).stdout, 'a\nb');
      const stream = Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(65_536)));
      assert.equal((await connection.run({ argv: ['wc', '-c'], input: stream })).stdout.trim(), String(64 * 65_536));
      await connection.close();
    });

  it('do not show the password to anybody who lists the processes or reads the environment', async () => {
    const connection = await asRoot('anna', new Answers(PASSWORD));
    const { stdout } = await connection.run({
      argv: ['sh', '-c', 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n"'],
    });
    assert.ok(stdout.includes('cmdline'));
    assert.ok(!stdout.includes(PASSWORD));
    await connection.close();
  });

  it('are not there: the password is wrong, three times', async () => {
    const person = new Answers('a', 'b', 'c', 'd');
    await assert.rejects(
      asRoot('anna', person),
      /sudo does not take the password of anna@.*none of the three was right. Nothing was changed/,
    );
    assert.equal(person.asked.length, 3);
    assert.match(person.asked[1]!, /^That was not it\./);
  }).timeout(30_000);

  it('are not there: nobody can be asked', async () => {
    await assert.rejects(asRoot('anna'), /nobody is there to type it. Give it with --sudo-password-file/);
  });

  it('come from a file, which only its owner may read', async () => {
    const passwordFile = home.path('password');
    writeFileSync(passwordFile, `${PASSWORD}\n`, { mode: 0o600 });
    const connection = await asRoot('anna', nobody, { passwordFile });
    assert.equal(await who(connection), 'root');
    await connection.close();
    chmodSync(passwordFile, 0o644);
    await assert.rejects(asRoot('anna', nobody, { passwordFile }), /others may read it/);
    await assert.rejects(asRoot('anna', nobody, { passwordFile: home.path('no') }), /cannot be read from .* it is not there/);
  });

  it('are not for everybody', async () => {
    await assert.rejects(asRoot('carl', new Answers(PASSWORD)), /carl@.* may not do that with sudo.*bootstrap-access/);
  });

  it('may be for one program only', async () => {
    const connection = await asRoot('dora', nobody, { allowed: ['id'] });
    assert.equal(await who(connection), 'root');
    await connection.close();
  });

  it('end what root runs, when told to', async () => {
    const abort = new AbortController();
    const connection = await asRoot('anna', new Answers(PASSWORD));
    const file = home.path('alive');
    const run = connection.run({ argv: ['sh', '-c', `echo $$ >${file}; exec sleep 4713`], signal: abort.signal });
    for (let tries = 0; tries < 100 && !existsSync(file); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
    abort.abort();
    await assert.rejects(run, { name: 'AbortError' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(existsSync(`/proc/${readFileSync(file, 'utf8').trim()}`), false);
    await connection.close();
  });

  it('forget nothing but mistakes', async () => {
    const secrets = new Secrets(nobody);
    await assert.rejects(secrets.once('a', () => Promise.reject(new Error('no'))));
    assert.equal(await secrets.once('a', async () => 1), 1);
    assert.equal(await secrets.once('a', async () => 2), 1);
  });
}
