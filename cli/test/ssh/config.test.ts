import assert from 'node:assert/strict';
import { readConfig, type HostConfig, type Surroundings } from '../../src/ssh/config';
import type { Destination } from '../../src/ssh/connection';
import { hopOf } from '../../src/ssh/jump';

const around: Surroundings = { home: '/home/anna', localUser: 'anna', env: { SSH_AUTH_SOCK: '/run/agent', OTHER: '/run/other' } };
const read = (text: string, destination: Destination = { host: 'studio' }): HostConfig => readConfig(text, destination, around);

describe("the user's configuration", () => {
  it('is what OpenSSH does by itself where nothing is said', () => {
    const config = read('');
    assert.deepEqual([config.hostName, config.user, config.port, config.agent, config.jumps], ['studio', 'anna', 22, '/run/agent', []]);
    assert.deepEqual(config.identityFiles, ['/home/anna/.ssh/id_ed25519', '/home/anna/.ssh/id_ecdsa', '/home/anna/.ssh/id_rsa']);
    assert.deepEqual(config.userKnownHosts, ['/home/anna/.ssh/known_hosts', '/home/anna/.ssh/known_hosts2']);
    assert.deepEqual([config.strict, config.identitiesOnly, config.hashKnownHosts, config.beyondSsh2], [false, false, false, []]);
  });

  it('gives way to what the stack says', () => {
    const config = read('hostname 10.0.0.1\nuser bob\nport 2222\n', { host: 'studio', user: 'root', port: 22 });
    assert.deepEqual([config.hostName, config.user, config.port], ['10.0.0.1', 'root', 22]);
  });

  it('names files with signs for home, host, port and users', () => {
    const text =
      'hostname 10.0.0.1\nport 7\nuser bob\nidentityfile ~/.ssh/%n-%h-%p-%r-%u-100%%\nidentityfile ${OTHER}/key\nidentityfile %d/key\n';
    assert.deepEqual(read(text).identityFiles, ['/home/anna/.ssh/studio-10.0.0.1-7-bob-anna-100%', '/run/other/key', '/home/anna/key']);
  });

  it('has several files on one line, some between quotes', () => {
    assert.deepEqual(read('userknownhostsfile /a /b "/c d"\nglobalknownhostsfile none\n').userKnownHosts, ['/a', '/b', '/c d']);
    assert.deepEqual(read('globalknownhostsfile none\n').globalKnownHosts, []);
  });

  it('says which agent, or none', () => {
    assert.equal(read('identityagent none\n').agent, undefined);
    assert.equal(read('identityagent SSH_AUTH_SOCK\n').agent, '/run/agent');
    assert.equal(read('identityagent $OTHER\n').agent, '/run/other');
    assert.equal(read('identityagent ~/agent\n').agent, '/home/anna/agent');
  });

  it('has no word for a connection that never answers', () => {
    assert.deepEqual([read('connecttimeout none\n').connectTimeoutMs, read('connecttimeout 3\n').connectTimeoutMs], [15_000, 3000]);
    assert.deepEqual([read('serveraliveinterval 0\n').aliveIntervalMs, read('serveraliveinterval 30\n').aliveIntervalMs], [10_000, 30_000]);
  });

  it('may ask for what only OpenSSH can do', () => {
    assert.deepEqual(read('proxycommand nc %h %p\nknownhostscommand /bin/k\npkcs11provider none\n').beyondSsh2, [
      'ProxyCommand',
      'KnownHostsCommand',
    ]);
  });

  it('names hops in every way that ssh knows', () => {
    assert.deepEqual(read('proxyjump a,root@b:22\n').jumps, ['a', 'root@b:22']);
    assert.deepEqual(hopOf('b'), { host: 'b' });
    assert.deepEqual(hopOf('root@b:2222'), { host: 'b', user: 'root', port: 2222 });
    assert.deepEqual(hopOf('ssh://root@[::1]:2222/'), { host: '::1', user: 'root', port: 2222 });
    assert.deepEqual(hopOf('[fe80::1%eth0]'), { host: 'fe80::1%eth0' });
  });
});
