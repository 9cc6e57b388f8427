import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openSsh } from '../../src/ssh/connect';
import { TRANSPORTS, type Transport } from '../../src/ssh/transports';
import type { Destination } from '../../src/ssh/connection';
import type { Person } from '../../src/terminal';
import { Answers, nobody } from './support/person';
import { fingerprint, Home, makeKey, needsSshd, publicKey, run, Sshd } from './support/sshd';

for (const transport of TRANSPORTS) describe(`the machine's identity, with ${transport}`, () => suite(transport));

function suite(transport: Transport): void {
  let home: Home;
  let sshd: Sshd;

  before(async function () {
    needsSshd(this);
    home = new Home();
    sshd = await Sshd.start(home.path('sshd'), { hostKeys: ['ed25519', 'ecdsa', 'rsa'] });
    sshd.allow(home.key);
  });
  beforeEach(() => {
    home.configure();
    home.forgetAll();
  });
  after(async () => {
    await sshd?.stop();
    home?.remove();
  });

  const place = (): string => `[127.0.0.1]:${sshd.port}`;
  const hostKey = (type: string): string => sshd.hostKeys.find((path) => path.endsWith(type))!;
  const visit = async (person: Person = nobody, more: Partial<Destination> = {}): Promise<string> => {
    const connection = await openSsh({ transport, configFile: home.config, person }).connect({
      host: '127.0.0.1',
      port: sshd.port,
      ...more,
    });
    const { stdout } = await connection.run({ argv: ['echo', 'in'] });
    await connection.close();
    return stdout.trim();
  };

  it('is taken when known_hosts names it', async () => {
    home.know(sshd);
    assert.equal(await visit(), 'in');
  });

  for (const type of ['ed25519', 'ecdsa', 'rsa'])
    it(`is asked for by the type that is known: ${type}`, async () => {
      home.know(sshd, '127.0.0.1', [hostKey(type)]);
      assert.equal(await visit(), 'in');
    });

  it('is found when ssh-keygen has hashed the names', async () => {
    home.know(sshd, '127.0.0.1', [hostKey('ecdsa')]);
    run('ssh-keygen', ['-H', '-f', home.knownHosts]);
    assert.match(readFileSync(home.knownHosts, 'utf8'), /^\|1\|/);
    assert.equal(await visit(), 'in');
  });

  it('is not known at first, and nobody is there to be asked: refused, with what to do', async () => {
    await assert.rejects(visit(), (error: Error) => {
      assert.match(error.message, /is not known yet, and nobody is there to be asked/);
      assert.ok(error.message.includes(fingerprint(hostKey('ed25519'))));
      assert.match(error.message, /hostKeys/);
      return true;
    });
    assert.equal(existsSync(home.knownHosts), false);
  });

  it('is remembered after a yes, and never asked for again', async () => {
    const person = new Answers('yes');
    assert.equal(await visit(person), 'in');
    assert.ok(person.asked[0]!.includes(fingerprint(hostKey('ed25519'))));
    assert.ok(readFileSync(home.knownHosts, 'utf8').startsWith(`${place()} ssh-ed25519 `));
    assert.equal(await visit(), 'in');
    assert.match(run('ssh-keygen', ['-F', place(), '-f', home.knownHosts]), /found/);
  });

  it('is remembered hashed where HashKnownHosts says so, below what is there', async () => {
    home.configure('HashKnownHosts yes');
    writeFileSync(home.knownHosts, `other ${publicKey(home.key)}`);
    assert.equal(await visit(new Answers('yes')), 'in');
    assert.match(readFileSync(home.knownHosts, 'utf8'), /^other .*\n\|1\|[^ ]+ ssh-ed25519 [^\n]+\n$/);
    assert.equal(await visit(), 'in');
  });

  it('is not remembered after a no', async () => {
    await assert.rejects(visit(new Answers('no')), /the answer was not «yes»/);
    assert.equal(existsSync(home.knownHosts), false);
  });

  it('may be named by the stack, by whichever of its keys, and is then not asked for nor written down', async () => {
    for (const type of ['ed25519', 'ecdsa', 'rsa']) assert.equal(await visit(nobody, { hostKeys: [fingerprint(hostKey(type))] }), 'in');
    assert.equal(existsSync(home.knownHosts), false);
  });

  it('is refused where the stack names another one, though known_hosts knows it', async () => {
    home.know(sshd);
    const other = makeKey(home.path(`other-${transport}`));
    await assert.rejects(visit(nobody, { hostKeys: [fingerprint(other)] }), (error: Error) => {
      assert.match(error.message, /IS NOT THE MACHINE THAT THE STACK NAMES/);
      assert.ok(error.message.includes(fingerprint(other)));
      return true;
    });
  });

  it('has changed: refused loudly, with both keys, the line, and how to forget it', async () => {
    const other = makeKey(home.path(`changed-${transport}`));
    writeFileSync(home.knownHosts, `# mine\n${place()} ${publicKey(other)}\n`);
    await assert.rejects(visit(new Answers('yes')), (error: Error) => {
      assert.match(error.message, /THE HOST KEY OF 127\.0\.0\.1:\d+ HAS CHANGED/);
      for (const part of [fingerprint(other), fingerprint(hostKey('ed25519')), `${home.knownHosts}:2`, `ssh-keygen -R '${place()}'`])
        assert.ok(error.message.includes(part), `${part} is missing`);
      return true;
    });
  });

  it('has changed: «StrictHostKeyChecking no» makes no difference', async () => {
    home.configure('StrictHostKeyChecking no');
    writeFileSync(home.knownHosts, `${place()} ${publicKey(home.key)}\n`);
    await assert.rejects(visit(), /HAS CHANGED/);
    home.forgetAll();
    await assert.rejects(visit(), /is not known yet/);
  });

  it('is not even asked for with «StrictHostKeyChecking yes»', async () => {
    home.configure('StrictHostKeyChecking yes');
    await assert.rejects(visit(new Answers('yes')), /StrictHostKeyChecking forbids to ask/);
  });

  it('is refused when it is revoked, in known_hosts or in a list', async () => {
    home.know(sshd, '127.0.0.1', [hostKey('ed25519')]);
    writeFileSync(home.knownHosts, `${readFileSync(home.knownHosts, 'utf8')}@revoked * ${publicKey(hostKey('ed25519'))}\n`);
    await assert.rejects(visit(), /is revoked in .*known_hosts:2/);

    home.forgetAll();
    home.know(sshd, '127.0.0.1', [hostKey('ed25519')]);
    const list = home.path('revoked');
    writeFileSync(list, `# out of use\n${publicKey(hostKey('ed25519'))}\n`);
    home.configure(`RevokedHostKeys ${list}`);
    await assert.rejects(visit(), /is revoked in .*\/revoked:2/);
  });

  it('may be known by an alias, in another file, by a pattern', async () => {
    const file = home.path('other known_hosts'.replace(' ', '_'));
    writeFileSync(file, `!studio-b,studio-? ${publicKey(hostKey('ed25519'))}\n`);
    home.configure('HostKeyAlias studio-a', `UserKnownHostsFile ${home.knownHosts} ${file}`);
    assert.equal(await visit(), 'in');
    home.configure('HostKeyAlias studio-b', `UserKnownHostsFile ${home.knownHosts} ${file}`);
    await assert.rejects(visit(), /is not known yet/);
  });

  it('may be known without its port', async () => {
    writeFileSync(home.knownHosts, `127.0.0.1 ${publicKey(hostKey('rsa'))}\n`);
    assert.equal(await visit(), 'in');
  });

  if (transport === 'ssh2')
    it('cannot be told from a certificate authority here: says which transport can', async () => {
      writeFileSync(home.knownHosts, `@cert-authority * ${publicKey(home.key)}\n`);
      await assert.rejects(visit(new Answers('yes')), /certificate authority .*--transport openssh/);
    });
}
