import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDoor, type Door } from '../../src/ssh/door';
import { Secrets } from '../../src/ssh/secrets';
import { folderWith, temporaryFolder } from '../support/cli';

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const describeWithOpenSsh = ['ssh', 'ssh-add', 'ssh-keygen'].every(has) ? describe : describe.skip;

describeWithOpenSsh('a door for another program', () => {
  let folder: string;
  let door: Door | undefined;
  beforeEach(() => {
    folder = temporaryFolder();
    for (const [name, passphrase] of [
      ['open', ''],
      ['shut', 'open sesame'],
    ] as const)
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', join(folder, name)]);
  });
  afterEach(() => door?.close());

  const configured = (lines: string): string => join(folderWith({ config: `Host laptop\n${lines}\n` }), 'config');
  const secrets = (...answers: string[]): Secrets =>
    new Secrets({
      isThere: answers.length > 0,
      ask: () => Promise.reject(new Error()),
      askSecret: () => Promise.resolve(answers.shift() ?? ''),
    });
  const open = async (more = '', said = secrets()): Promise<Door> =>
    (door = await openDoor(
      { host: 'laptop' },
      {
        secrets: said,
        configFile: configured(
          `  HostName 192.0.2.7\n  Port 2222\n  User ada\n  IdentityAgent none\n  IdentityFile ${folder}/open\n  IdentityFile ${folder}/shut\n${more}`,
        ),
      },
    ));
  /** Without blocking: the agent is in this process. */
  const run = async (program: string, args: readonly string[], socket: string): Promise<{ code: number | null; out: string }> => {
    const { spawn } = await import('node:child_process');
    const child = spawn(program, args, { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
  };

  it('leads where the user’s own configuration leads', async () => {
    const { host, port, user } = await open();
    assert.deepEqual([host, port, user], ['192.0.2.7', 2222, 'ada']);
  });

  it('has an agent that knows the user’s keys, and signs with them', async () => {
    const { agentSocket } = await open('', secrets('open sesame'));
    const { out } = await run('ssh-add', ['-L'], agentSocket);
    assert.equal(out.split('\n').filter((line) => line.startsWith('ssh-ed25519 ')).length, 2);
    for (const name of ['open', 'shut']) {
      writeFileSync(join(folder, 'text'), name);
      // -U: the private half is in the agent alone
      const { code } = await run(
        'ssh-keygen',
        ['-Y', 'sign', '-U', '-q', '-n', 'file', '-f', join(folder, `${name}.pub`), join(folder, 'text')],
        agentSocket,
      );
      assert.equal(code, 0, name);
      const signers = join(folder, 'signers');
      writeFileSync(signers, `ada ${execFileSync('cat', [join(folder, `${name}.pub`)], { encoding: 'utf8' })}`);
      const args = ['-Y', 'verify', '-f', signers, '-I', 'ada', '-n', 'file', '-s', join(folder, 'text.sig')];
      assert.equal(spawnSync('ssh-keygen', args, { input: name }).status, 0);
      execFileSync('rm', [join(folder, 'text.sig')]);
    }
  });

  it('is open to nobody else, and gone when it is closed', async () => {
    const { agentSocket, close } = await open();
    assert.equal(statSync(dirname(agentSocket)).mode & 0o077, 0);
    close();
    assert.equal(existsSync(dirname(agentSocket)), false);
  });

  it('is none where the way leads through others', async () => {
    await assert.rejects(open('  ProxyJump gate'), { name: 'UserError', message: /«laptop» is reached by ProxyJump/ });
    await assert.rejects(open('  ProxyCommand nc %h %p'), { name: 'UserError', message: /ProxyCommand/ });
  });
});
