import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../test/support/temp';
import { openWay, targetOf, type GivenConnection } from '../src/connection';
import { fingerprintOfLine } from '../src/host-key';

describe('the connection of a StudioMachine', () => {
  const folder = temporaryFolder();
  const keygen = (...args: readonly string[]): string => execFileSync('ssh-keygen', args, { encoding: 'utf8' });
  const newKey = (name: string, password = '', type = 'ed25519'): string => {
    keygen('-q', '-t', type, '-N', password, '-C', 'me', '-f', folder(name));
    return readFileSync(folder(name), 'utf8');
  };

  it('leads to the machine that it names, as root on port 22 unless it says otherwise', () => {
    assert.deepEqual(targetOf({ host: '192.0.2.7' }), { host: '192.0.2.7', user: 'root' });
    assert.deepEqual(targetOf({ host: 'studio.local', port: 2222, user: 'alice' }), { host: 'studio.local', user: 'alice', port: 2222 });
  });

  it('takes no other host key than the one that it gives', () => {
    newKey('host');
    const line = readFileSync(folder('host.pub'), 'utf8');
    const [, fingerprint] = keygen('-l', '-f', folder('host.pub')).split(' ');
    assert.deepEqual(targetOf({ host: 'studio.local', hostKey: line }).hostKeys, [fingerprint]);
  });

  for (const line of ['', 'ssh-ed25519', 'ssh-ed25519 !!', 'ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA==', 'SHA256:VnFLgy1hKsE'])
    it(`refuses «${line}» as a host key`, () => {
      assert.equal(fingerprintOfLine(line), undefined);
      assert.throws(
        () => targetOf({ host: 'studio.local', hostKey: line }),
        /^UserError: connection to studio\.local: the hostKey is not a public key\./,
      );
    });

  it('refuses passwords, and ways through other machines', () => {
    assert.throws(
      () => targetOf({ host: 'studio.local', password: 'secret' }),
      /connection to studio\.local: a password is not used, .* Give a privateKey/,
    );
    assert.throws(() => targetOf({ host: 'studio.local', proxy: { host: 'gate' } } as GivenConnection), /: a proxy is not gone through, /);
  });

  it('lends its key to Pulumi’s provider for as long as it is open, and does not give it away', async () => {
    const way = await openWay({ host: 'studio.local', privateKey: newKey('mine', 'open sesame'), privateKeyPassword: 'open sesame' });
    const door = await way.door({ host: 'studio.local', user: 'alice', port: 2222 });
    assert.deepEqual({ ...door, close: 0, agentSocket: 0 }, { host: 'studio.local', user: 'alice', port: 2222, close: 0, agentSocket: 0 });
    const listed = await asked(door.agentSocket, ['ssh-add', '-L']);
    const [type, key] = readFileSync(folder('mine.pub'), 'utf8').split(' ');
    assert.match(listed, new RegExp(`^${type} ${key!.replaceAll(/[+/]/g, '\\$&')} `));
    assert.equal(await asked(door.agentSocket, ['ssh-add', '-T', folder('mine.pub')]), ''); // signs, and looks whether the signature is right
    way.close();
    assert.equal(existsSync(door.agentSocket), false);
  });

  it('says what is wrong with a key, and nothing of the key', async () => {
    const encrypted = newKey('encrypted', 'open sesame');
    const refused = async (given: Omit<GivenConnection, 'host'>): Promise<string> => {
      const error = await openWay({ host: 'studio.local', ...given }).then(
        () => assert.fail('it was taken'),
        (it: Error) => it,
      );
      assert.ok(!error.message.includes(encrypted.split('\n')[1]!.slice(0, 20)));
      return error.message;
    };
    assert.match(
      await refused({ privateKey: encrypted }),
      /: the privateKey cannot be used, for it is encrypted, and there is no password for it\./,
    );
    assert.match(await refused({ privateKey: encrypted, privateKeyPassword: 'wrong' }), /, for its password is wrong\./);
    assert.match(await refused({ privateKey: '~/.ssh/id_ed25519' }), /, for it is no private key of a kind that is understood\./);
    assert.match(await refused({ privateKey: readFileSync(folder('encrypted.pub'), 'utf8') }), /, for it is a public key\./);
  });

  it('takes the agent that it is given', async () => {
    const socket = folder('agent');
    const server = createServer().listen(socket);
    const way = await openWay({ host: 'studio.local', agentSocketPath: socket });
    assert.equal((await way.door({ host: 'studio.local' })).agentSocket, socket);
    way.close();
    assert.ok(existsSync(socket)); // it is not ours
    server.close();
  });
});

/** What a program of OpenSSH's says that asks this agent: as a process of its own, for the agent is in this one. */
async function asked(socket: string, [program, ...args]: readonly string[]): Promise<string> {
  return (await promisify(execFile)(program!, [...args], { env: { ...process.env, SSH_AUTH_SOCK: socket } })).stdout;
}
