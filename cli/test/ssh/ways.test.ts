import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { writeFileSync } from 'node:fs';
import { openSsh } from '../../src/ssh/connect';
import { TRANSPORTS, type Transport } from '../../src/ssh/transports';
import type { Connection, Destination } from '../../src/ssh/connection';
import { nobody } from './support/person';
import { Home, makeKey, needsSshd, publicKey, Sshd } from './support/sshd';

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');

for (const transport of TRANSPORTS) describe(`the way to a machine, with ${transport}`, () => suite(transport));

function suite(transport: Transport): void {
  let home: Home;
  let [target, near, far]: readonly Sshd[] = [];

  before(async function () {
    needsSshd(this);
    home = new Home();
    [target, near, far] = await Promise.all(['target', 'near', 'far'].map((name) => Sshd.start(home.path(name))));
    [target, near, far].forEach((sshd) => sshd!.allow(home.key));
  });
  beforeEach(() => {
    home.forgetAll();
    [target, near, far].forEach((sshd) => home.know(sshd!));
  });
  after(async () => {
    await Promise.all([target, near, far].map((sshd) => sshd?.stop()));
    home?.remove();
  });

  const connect = (to: Partial<Destination> = {}, chosen: Transport | 'any' = transport): Promise<Connection> =>
    openSsh({ ...(chosen !== 'any' && { transport: chosen }), configFile: home.config, person: nobody }).connect({ host: 'studio', ...to });
  const cameFrom = async (connection: Connection): Promise<string> => {
    const { stdout } = await connection.run({ argv: ['sh', '-c', 'echo "$SSH_CONNECTION"'] });
    await connection.close();
    return stdout.trim();
  };
  const hosts = (...jump: readonly string[]): void =>
    home.configure(
      ...['Host studio', '  HostName 127.0.0.1', `  Port ${target!.port}`, ...jump],
      ...['Host near', '  HostName 127.0.0.1', `  Port ${near!.port}`],
      ...['Host far', '  HostName 127.0.0.1', `  Port ${far!.port}`],
    );

  it('is what the configuration says of its name', async () => {
    hosts();
    assert.match(await cameFrom(await connect()), new RegExp(` 127.0.0.1 ${target!.port}$`));
  });

  it('may be in a file that is included, behind a Match', async () => {
    writeFileSync(home.path('more'), `Match originalhost studio exec true\n  HostName 127.0.0.1\n  Port ${target!.port}\n`);
    home.configure(`Include ${home.path('more')}`);
    assert.match(await cameFrom(await connect()), new RegExp(` ${target!.port}$`));
  });

  it('may go over several jump hosts, and ends with all of them', async () => {
    hosts('  ProxyJump near,far');
    const connection = await connect();
    assert.match(await cameFrom(connection), new RegExp(` ${target!.port}$`));
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const hop of [near!, far!]) {
      assert.match(hop.log, /Accepted publickey/);
      assert.deepEqual(hop.sessions(), []);
    }
  });

  it('may be a hop that has a hop of its own', async () => {
    hosts('  ProxyJump far', 'Host far', '  ProxyJump near');
    assert.match(await cameFrom(await connect()), new RegExp(` ${target!.port}$`));
  });

  if (transport === 'ssh2') {
    it('is not gone at all when a jump host is not the one that is known', async () => {
      hosts('  ProxyJump near,far');
      const other = makeKey(home.path(`other-${Math.random()}`));
      home.forgetAll();
      home.know(target!);
      home.know(near!);
      home.know(far!, '127.0.0.1', [other]);
      await assert.rejects(connect(), new RegExp(`THE HOST KEY OF 127.0.0.1:${far!.port} HAS CHANGED`));
    });

    it('must not go in circles', async () => {
      hosts('  ProxyJump far', 'Host far', '  ProxyJump near', 'Host near', '  ProxyJump far');
      await assert.rejects(connect(), /goes in circles: .*studio.* → .*far.* → .*near.* → .*far/);
    });

    it('says when the jump host does not reach the machine', async () => {
      hosts('  ProxyJump near');
      await assert.rejects(connect({ port: 1 }), /The jump host .*near.* was reached, but not 127.0.0.1:1 from there/);
    });
  }

  it('may be another program: then OpenSSH goes it by itself', async () => {
    hosts(`  ProxyCommand ssh -F ${home.config} -W %h:%p near`);
    assert.match(await cameFrom(await connect({}, 'any')), new RegExp(` ${target!.port}$`));
    if (transport === 'ssh2') await assert.rejects(connect(), /uses ProxyCommand, which this transport cannot do. Use --transport openssh/);
  });

  it('is never the connection that the user has open', async () => {
    hosts('  ControlMaster auto', `  ControlPath ${home.path('theirs')}`, '  ControlPersist yes');
    const [one, two] = [await connect(), await connect()];
    assert.notEqual(await cameFrom(one), await cameFrom(two));
  });

  for (const host of ['::1', '[::1]'])
    it(`may be IPv6: ${host}`, async function () {
      if (!hasIpv6) return this.skip(); // this computer has no ::1
      const six = await Sshd.start(home.path(`six${host.length}`), { address: '::1' });
      six.allow(home.key);
      writeFileSync(home.knownHosts, `[::1]:${six.port} ${publicKey(six.hostKeys[0]!)}\n`);
      home.configure();
      const connection = await connect({ host, port: six.port });
      assert.match(connection.label, new RegExp(`@\\[::1\\]:${six.port}$`));
      assert.match(await cameFrom(connection), /^::1 /);
      await six.stop();
    });

  it('is shared by no more programs than the machine lets run at once', async () => {
    hosts();
    target!.configure(['MaxSessions 2']);
    await target!.restart();
    const connection = await connect();
    const runs = Array.from({ length: 9 }, (_, index) => connection.run({ argv: ['sh', '-c', `sleep 0.2; exit ${index}`] }));
    if (transport === 'ssh2')
      assert.deepEqual(
        (await Promise.all(runs)).map(({ code }) => code),
        [0, 1, 2, 3, 4, 5, 6, 7, 8],
      );
    // OpenSSH hears of it too late for another try: the input may be gone.
    else await assert.rejects(Promise.all(runs), /takes no more sessions.*MaxSessions/);
    await Promise.allSettled(runs);
    await connection.close();
  });
}
