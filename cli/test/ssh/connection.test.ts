import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { openSsh } from '../../src/ssh/connect';
import { TRANSPORTS } from '../../src/ssh/transports';
import type { Connection } from '../../src/ssh/connection';
import { nobody } from './support/person';
import { Home, needsSshd, Sshd, USER } from './support/sshd';

for (const transport of TRANSPORTS)
  describe(`a connection with ${transport}`, () => {
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
      connection = await openSsh({ transport, configFile: home.config, person: nobody }).connect({ host: '127.0.0.1', port: sshd.port });
    });
    after(async () => {
      await connection?.close();
      await sshd?.stop();
      home?.remove();
    });

    it('says who and where', () => {
      assert.equal(connection.label, `${USER}@127.0.0.1:${sshd.port}`);
      assert.equal(connection.user, USER);
    });

    it('runs a program, and tells its exit code from what it said', async () => {
      assert.deepEqual(await connection.run({ argv: ['sh', '-c', 'echo out; echo err >&2; exit 7'] }), {
        code: 7,
        stdout: 'out\n',
        stderr: 'err\n',
      });
    });

    it('says which signal ended a program', async () => {
      const { code, signal } = await connection.run({ argv: ['sh', '-c', 'kill -9 $$'] });
      assert.deepEqual([code, signal], [255, transport === 'ssh2' ? 'SIGKILL' : undefined]);
    });

    it('hands each argument over as it is', async () => {
      const words = ["it's", '$HOME', '`id`', 'a\nb', '\\', '!', '', '~', '*', '-n', 'ü'];
      const { stdout } = await connection.run({ argv: ['printf', '%s\\0', ...words] });
      assert.deepEqual(stdout.split('\0').slice(0, -1), words);
    });

    it('gives a program no input, or text, or bytes, or a stream of 32 MiB', async () => {
      assert.equal((await connection.run({ argv: ['cat'] })).stdout, '');
      assert.equal((await connection.run({ argv: ['cat'], input: 'häh' })).stdout, 'häh');
      assert.equal((await connection.run({ argv: ['wc', '-c'], input: Buffer.alloc(3_000_000) })).stdout.trim(), '3000000');
      const stream = Readable.from(Array.from({ length: 512 }, () => Buffer.alloc(65_536)));
      assert.equal((await connection.run({ argv: ['wc', '-c'], input: stream })).stdout.trim(), String(512 * 65_536));
    });

    it('does not mind a program that reads only the beginning', async () => {
      const stream = Readable.from(Array.from({ length: 512 }, () => Buffer.alloc(65_536, 'a')));
      assert.equal((await connection.run({ argv: ['head', '-c', '3'], input: stream })).stdout, 'aaa');
    });

    it('ends a program whose input breaks off', async () => {
      const stream = new Readable({ read() {} });
      stream.push('the first part');
      setTimeout(() => stream.destroy(new Error('the disk is gone')), 50);
      await assert.rejects(connection.run({ argv: ['cat'], input: stream }), /the disk is gone/);
    });

    it('ends a program whose input broke off before it ran', async () => {
      const stream = new Readable({ read() {} });
      const ran = connection.run({ argv: ['cat'], input: stream });
      stream.destroy(new Error('the disk is gone'));
      await assert.rejects(ran, /the disk is gone/);
    });

    it('takes 64 MiB of output from a program that is known to say so much', async () => {
      const mostOutput = 64 * 1024 * 1024;
      const { stdout } = await connection.run({ argv: ['head', '-c', String(mostOutput), '/dev/zero'], mostOutput });
      assert.equal(stdout.length, mostOutput);
    });

    it('gives lines as they come, harmless, and keeps them out of the result', async () => {
      const lines: string[] = [];
      const script = 'printf "one\\n\\033[31mtwo\\033[0m\\n"; printf "thr\\303" >&2; sleep 0.1; printf "\\274" >&2';
      const result = await connection.run({ argv: ['sh', '-c', script], onLine: (line, stream) => lines.push(`${stream} ${line}`) });
      assert.deepEqual(lines, ['out one', 'out two', 'err thrü']);
      assert.deepEqual(result, { code: 0, stdout: '', stderr: '' });
    });

    it('runs many programs at the same time', async () => {
      const codes = await Promise.all(Array.from({ length: 40 }, (_, index) => connection.run({ argv: ['sh', '-c', `exit ${index}`] })));
      assert.deepEqual(
        codes.map(({ code }) => code),
        Array.from({ length: 40 }, (_, index) => index),
      );
    });

    it('ends a program when told to, and its children', async () => {
      const abort = new AbortController();
      const run = connection.run({ argv: ['sh', '-c', 'sleep 4711 & wait'], signal: abort.signal });
      setTimeout(() => abort.abort(), 200);
      await assert.rejects(run, { name: 'AbortError' });
      assert.equal((await connection.run({ argv: ['pgrep', '-f', 'sleep 471[1]'] })).stdout, '');
    });

    it('may have one signal for many programs, without a warning', async () => {
      const warnings: Error[] = [];
      const onWarning = (warning: Error): void => void warnings.push(warning);
      process.on('warning', onWarning);
      const { signal } = new AbortController();
      await Promise.all(Array.from({ length: 30 }, () => connection.run({ argv: ['true'], signal })));
      await new Promise((resolve) => setImmediate(resolve));
      process.off('warning', onWarning);
      assert.deepEqual(warnings, []);
    });

    it('does not start a program that is no longer wanted', async () => {
      await assert.rejects(connection.run({ argv: ['touch', home.path('started')], signal: AbortSignal.abort() }), { name: 'AbortError' });
      assert.equal((await connection.run({ argv: ['test', '-e', home.path('started')] })).code, 1);
    });

    it('ends a program whose time is up, also one that does not want to end', async () => {
      const began = Date.now();
      await assert.rejects(
        connection.run({ argv: ['sh', '-c', 'trap "" TERM; sleep 4712; sleep 4712'], timeoutMs: 200 }),
        /«sh» did not end on .* within 200 ms/,
      );
      assert.ok(Date.now() - began < 3000);
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal((await connection.run({ argv: ['pgrep', '-f', 'sleep 471[2]'] })).stdout, '');
    });

    it('is quick when it is warm', async () => {
      const began = process.hrtime.bigint();
      for (let index = 0; index < 20; index++) await connection.run({ argv: ['true'] });
      const each = Number(process.hrtime.bigint() - began) / 20e6;
      assert.ok(each < 40, `${each} ms: is Nagle's algorithm at work?`);
    });
  });
