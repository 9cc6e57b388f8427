import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { openSsh, type SshOptions } from '../../src/ssh/connect';
import { Answers, nobody } from './support/person';
import { Home, makeKey, needsSshd, run, Sshd, startAgent, USER, type KeyType } from './support/sshd';

describe('logging in', () => {
  let home: Home;
  let sshd: Sshd;

  before(async function () {
    needsSshd(this);
    home = new Home();
    sshd = await Sshd.start(home.path('sshd'));
    home.know(sshd);
  });
  beforeEach(() => home.configure());
  after(async () => {
    await sshd?.stop();
    home?.remove();
  });

  const log = async (ssh = openSsh({ configFile: home.config, person: nobody })): Promise<void> => {
    const connection = await ssh.connect({ host: '127.0.0.1', port: sshd.port });
    assert.equal((await connection.run({ argv: ['echo', 'in'] })).stdout, 'in\n');
    await connection.close();
  };
  const withPerson = (person: SshOptions['person']): ReturnType<typeof openSsh> => openSsh({ configFile: home.config, person });
  const withKey = (path: string, ...more: readonly string[]): void => home.configure(`IdentityFile ${path}`, 'IdentitiesOnly yes', ...more);

  for (const type of ['ed25519', 'ecdsa', 'rsa'] as KeyType[]) {
    it(`works with a key file: ${type}`, async () => {
      const key = makeKey(home.path(`plain_${type}`), { type });
      sshd.allow(key);
      withKey(key);
      await log();
    });

    it(`works with a passphrase: ${type}`, async () => {
      const key = makeKey(home.path(`secret_${type}`), { type, passphrase: 'correct horse' });
      sshd.allow(key);
      withKey(key);
      const person = new Answers('correct horse');
      await log(withPerson(person));
      assert.deepEqual(person.asked, [`Passphrase of ${key}: `]);
    });

    it(`works with an agent: ${type}`, async () => {
      const key = makeKey(home.path(`agent_${type}`), { type });
      sshd.allow(key);
      const agent = await startAgent(home, [key]);
      home.configure('IdentityFile none', `IdentityAgent ${agent.socket}`);
      await log().finally(agent.stop);
    });
  }

  it('asks for a passphrase once, however many connections there are, and only when the machine knows the key', async () => {
    const other = makeKey(home.path('unknown'), { passphrase: 'never asked' });
    const key = makeKey(home.path('once'), { passphrase: 'hop' });
    sshd.allow(key);
    withKey(other, `IdentityFile ${key}`);
    const person = new Answers('hop');
    const ssh = withPerson(person);
    await Promise.all([log(ssh), log(ssh), log(ssh)]);
    await log(ssh);
    assert.deepEqual(person.asked, [`Passphrase of ${key}: `]);
  });

  it('asks again after a wrong passphrase, and gives up after three', async () => {
    const key = makeKey(home.path('forgotten'), { passphrase: 'right' });
    sshd.allow(key);
    withKey(key);
    await log(withPerson(new Answers('wrong', 'right')));
    await assert.rejects(log(withPerson(new Answers('a', 'b', 'c'))), /That was not the passphrase of .*forgotten, three times/);
  });

  it('says that a passphrase is missing where nobody can be asked', async () => {
    const key = makeKey(home.path('alone'), { passphrase: 'x' });
    sshd.allow(key);
    withKey(key);
    await assert.rejects(log(), /alone has a passphrase, and nobody is there to type it.*ssh-add/);
  });

  it('says which keys were tried', async () => {
    sshd.allow(makeKey(home.path('somebody-else')));
    await assert.rejects(log(), (error: Error) => {
      assert.ok(error.message.startsWith(`${USER}@127.0.0.1:${sshd.port} does not let us in. Tried: ${home.key}.`), error.message);
      return true;
    });
  });

  it('leaves out a key file that others may read, and says so', async () => {
    const key = makeKey(home.path('open'));
    sshd.allow(key);
    chmodSync(key, 0o644);
    withKey(key);
    await assert.rejects(log(), /There was no key to try.*\n.*open was left out: others may read it. «chmod 600/);
  });

  it('says that the agent is locked or empty, or not there', async () => {
    const key = makeKey(home.path('locked'));
    const agent = await startAgent(home, [key]);
    home.configure('IdentityFile none', `IdentityAgent ${agent.socket}`);
    const lock = `echo x | SSH_AUTH_SOCK=${agent.socket} SSH_ASKPASS_REQUIRE=force SSH_ASKPASS=${home.path('askpass')} ssh-add -x`;
    run('sh', ['-c', `printf '#!/bin/sh\\necho x\\n' >${home.path('askpass')}; chmod 700 ${home.path('askpass')}; ${lock}`]);
    await assert.rejects(log(), /has no keys, or is locked: «ssh-add -X»/);
    agent.stop();
    home.configure('IdentityFile none', `IdentityAgent ${home.path('nowhere')}`);
    await assert.rejects(log(), /The agent at .*nowhere does not answer/);
  });

  it('tries the key that is named before the many of the agent, and no others with IdentitiesOnly', async () => {
    const many = Array.from({ length: 7 }, (_, index) => makeKey(home.path(`many_${index}`)));
    sshd.allow(many[6]!);
    const agent = await startAgent(home, many);
    home.configure('IdentityFile none', `IdentityAgent ${agent.socket}`);
    await assert.rejects(log(), /after too many keys that it does not know \(there were 7: .*IdentitiesOnly yes/);
    home.configure(`IdentityFile ${many[6]}`, `IdentityAgent ${agent.socket}`);
    await log();
    home.configure(`IdentityFile ${many[5]}`, 'IdentitiesOnly yes', `IdentityAgent ${agent.socket}`);
    await assert.rejects(log(), /Tried: test \(agent\)\./);
    agent.stop();
  });

  it('finds the private half in the agent when only the public one is in the file', async () => {
    const key = makeKey(home.path('half'));
    sshd.allow(key);
    const agent = await startAgent(home, [key]);
    withKey(`${key}.pub`, `IdentityAgent ${agent.socket}`);
    await log().finally(agent.stop);
  });

  it('never says a passphrase', async () => {
    const key = makeKey(home.path('quiet'), { passphrase: 'S3CRET' });
    sshd.allow(key);
    withKey(key);
    await log(withPerson(new Answers('S3CRET')));
    sshd.allow(home.key);
    await assert.rejects(log(withPerson(new Answers('S3CRET'))), (error: Error) => !String(error.stack).includes('S3CRET'));
  });
});
