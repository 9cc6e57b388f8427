import assert from 'node:assert/strict';
import { reachThrough } from '../../src/pulumi/reach';
import type { Connection } from '../../src/ssh/connection';

const [ED25519, ECDSA, RSA] = [
  'ssh-ed25519 AAAA1 root@laptop',
  'ecdsa-sha2-nistp256 AAAA2 root@laptop',
  'ssh-rsa AAAA3 root@laptop',
] as const;
const door = { host: '192.0.2.7', port: 2222, user: 'ada', agentSocket: '/tmp/agent' };
const connection = (more: Partial<Connection> = {}): Connection => ({
  label: 'ada@laptop',
  user: 'root',
  closed: new Promise(() => undefined),
  run: () => Promise.reject(new Error('nothing is run')),
  close: () => Promise.resolve(),
  ...more,
});

describe('the way of Pulumi’s provider', () => {
  it('is that of the user, with a host key that the machine told over a connection that was checked', () => {
    assert.deepEqual(reachThrough(connection(), [RSA, ECDSA, ED25519], door).connection, {
      host: '192.0.2.7',
      port: 2222,
      user: 'ada',
      agentSocketPath: '/tmp/agent',
      hostKey: 'ssh-ed25519 AAAA1',
      dialErrorLimit: 3,
    });
    assert.equal(reachThrough(connection(), [RSA, ECDSA], door).connection.hostKey, 'ecdsa-sha2-nistp256 AAAA2');
  });

  it('is none without a key that the provider can check', () => {
    for (const keys of [[], [RSA]])
      assert.throws(() => reachThrough(connection(), keys, door), {
        name: 'UserError',
        message: /neither an Ed25519 nor an ECDSA host key/,
      });
  });

  it('goes through sudo where that needs no password', () => {
    const login = connection({ user: 'ada' });
    const asRoot = (argv: readonly string[]): readonly string[] => ['sudo', '-n', '--', ...argv];
    assert.deepEqual(reachThrough(connection({ login, asRoot }), [ED25519], door).asRoot(['guard']), ['sudo', '-n', '--', 'guard']);
    assert.deepEqual(reachThrough(connection(), [ED25519], door).asRoot(['guard']), ['guard']);
  });

  it('is none where sudo wants a password, which would have to be written down', () => {
    const login = connection({ user: 'ada' });
    assert.throws(() => reachThrough(connection({ login }), [ED25519], door), { name: 'UserError', message: /cdk bootstrap-access/ });
  });
});
