import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { openSsh } from '../../src/ssh/connect';
import { TRANSPORTS, type Transport } from '../../src/ssh/transports';
import type { Connection, Destination } from '../../src/ssh/connection';
import { Answers, nobody } from '../ssh/support/person';
import { fingerprint, Home, makeKey, needsSshd, publicKey, Sshd, USER } from '../ssh/support/sshd';

/** What people write into ~/.ssh/config to be left in peace. None of it may let a stranger in. */
const LAX = [
  'StrictHostKeyChecking no',
  'StrictHostKeyChecking accept-new',
  'NoHostAuthenticationForLocalhost yes',
  'CheckHostIP no',
  'VerifyHostKeyDNS yes',
  'UserKnownHostsFile /dev/null',
];

for (const transport of TRANSPORTS) describe(`a machine that is not the one that is meant, with ${transport}`, () => suite(transport));

function suite(transport: Transport): void {
  let home: Home;
  let sshd: Sshd;
  let stranger: string;

  before(async function () {
    needsSshd(this);
    home = new Home();
    sshd = await Sshd.start(home.path('sshd'));
    sshd.allow(home.key);
    stranger = makeKey(home.path('stranger'));
  });
  beforeEach(() => home.forgetAll());
  after(async () => {
    await sshd?.stop();
    home?.remove();
  });

  const connect = (more: Partial<Destination> = {}, person = nobody): Promise<Connection> =>
    openSsh({ transport, configFile: home.config, person }).connect({ host: '127.0.0.1', port: sshd.port, ...more });
  const isRefused = async (destination: Partial<Destination>, lines: readonly string[]): Promise<void> => {
    home.configure(...lines);
    const before = sshd.log.length;
    await assert.rejects(connect(destination), (error: { failure?: string; message: string }) => {
      assert.match(error.failure ?? '', /^host-key-/, `${lines.join(', ')}: ${error.message}`);
      return true;
    });
    assert.doesNotMatch(sshd.log.slice(before), /Accepted/, lines.join(', '));
  };

  it('is refused, whatever the configuration allows: its key is another', async () => {
    for (const line of LAX.filter((lax) => !lax.startsWith('UserKnownHosts'))) {
      home.forgetAll();
      home.know(sshd, '127.0.0.1', [stranger]);
      await isRefused({}, [line]);
    }
  });

  it('is refused, whatever the configuration allows: it is unknown, and nobody is there to be asked', async () => {
    for (const line of LAX) {
      home.forgetAll();
      await isRefused({}, [line]);
    }
  });

  it('is refused, whatever the configuration allows: the stack names another key', async () => {
    home.know(sshd);
    const hostKeys = [fingerprint(stranger)];
    for (const line of LAX) await isRefused({ hostKeys }, [line]);
    // A program that knows all keys of this world.
    writeFileSync(home.path('command'), `#!/bin/sh\necho '* ${publicKey(sshd.hostKeys[0]!)}'\n`, { mode: 0o755 });
    if (transport === 'openssh')
      await isRefused({ hostKeys }, [`KnownHostsCommand ${home.path('command')}`, `KnownHostsCommandUser ${USER}`].slice(0, 1));
  });

  it('is let in when its key is the one that the stack names, and nobody is asked', async () => {
    home.configure(...LAX.slice(0, 1));
    const person = new Answers();
    const connection = await connect({ hostKeys: [fingerprint(sshd.hostKeys[0]!)] }, person);
    assert.equal((await connection.run({ argv: ['true'] })).code, 0);
    await connection.close();
    assert.deepEqual(person.asked, []);
  });

  it('is looked at anew with each connection: the one that gives the word, too', async () => {
    home.configure();
    home.know(sshd);
    const { connect: open } = openSsh({ transport, configFile: home.config, person: nobody });
    const first = await open({ host: '127.0.0.1', port: sshd.port });
    home.forgetAll();
    home.know(sshd, '127.0.0.1', [stranger]);
    await assert.rejects(open({ host: '127.0.0.1', port: sshd.port }), { failure: 'host-key-changed' });
    await first.close();
  });
}
