import assert from 'node:assert/strict';
import { createConnection, createServer, type Socket } from 'node:net';
import { openSsh } from '../../src/ssh/connect';
import { TRANSPORTS, type Transport } from '../../src/ssh/transports';
import type { Connection, Destination } from '../../src/ssh/connection';
import { mayPass, type ConnectionError } from '../../src/ssh/errors';
import { nobody } from './support/person';
import { freePort, Home, needsSshd, Sshd } from './support/sshd';

for (const transport of TRANSPORTS) describe(`what can go wrong with ${transport}`, () => suite(transport));

function suite(transport: Transport): void {
  let home: Home;
  let sshd: Sshd;

  before(async function () {
    needsSshd(this);
    home = new Home();
    sshd = await Sshd.start(home.path('sshd'));
    sshd.allow(home.key);
    home.know(sshd);
  });
  beforeEach(() => home.configure());
  after(async () => {
    await sshd?.stop();
    home?.remove();
  });

  const connect = (to: Partial<Destination> = {}, signal?: AbortSignal, silenceMs?: number): Promise<Connection> =>
    openSsh({ transport, configFile: home.config, person: nobody }).connect(
      { host: '127.0.0.1', port: sshd.port, ...to },
      { ...(signal && { signal }), ...(silenceMs !== undefined && { silenceMs }) },
    );
  const failsWith = (failure: string, text: RegExp) => (error: ConnectionError) => {
    assert.equal(error.name, 'UserError', error.stack);
    assert.match(error.message, text);
    assert.equal(error.failure, failure);
    return true;
  };

  it('the name is not found', async () => {
    await assert.rejects(connect({ host: 'studio.invalid' }), failsWith('name-not-found', /no machine by the name «studio.invalid»/));
  });

  it('nothing listens', async () => {
    const port = await freePort();
    await assert.rejects(
      connect({ port }),
      (error: ConnectionError) => mayPass(error) && failsWith('refused', /nothing listens for ssh/)(error),
    );
  });

  it('it listens, and says nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    home.configure('ConnectTimeout 1');
    const { port } = server.address() as { port: number };
    const began = Date.now();
    await assert.rejects(connect({ port }), failsWith('timeout', /did not answer within 1 s/));
    assert.ok(Date.now() - began < 3000);
    server.close();
  });

  it('what answers is no sshd', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await assert.rejects(connect({ port }), failsWith('handshake', /answered, but no ssh connection came of it/));
    server.close();
  });

  it('the host is an option, or a command', async () => {
    for (const host of ['-oProxyCommand=id', 'a b', '$(id)', 'a;b', '', 'user@host'])
      await assert.rejects(connect({ host }), failsWith('destination', /is no name or address/));
    for (const user of ['-l', 'a b', '`id`']) await assert.rejects(connect({ user }), failsWith('destination', /is no name of a user/));
    await assert.rejects(connect({ port: 65_536 }), failsWith('destination', /is no port/));
  });

  it('the user has given up already, or does in between', async () => {
    await assert.rejects(connect({}, AbortSignal.abort()), { name: 'AbortError' });
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    await assert.rejects(connect({ port: (server.address() as { port: number }).port }, abort.signal), { name: 'AbortError' });
    server.close();
  });

  it('the connection is lost while a program runs', async () => {
    const connection = await connect();
    const run = connection.run({ argv: ['sleep', '30'] });
    await connection.run({ argv: ['true'] });
    sshd.sessions().forEach((pid) => process.kill(pid, 'SIGKILL'));
    await assert.rejects(run, failsWith('lost', /The connection to .* was lost/));
    assert.match((await connection.closed)?.message ?? '', /was lost/);
    await assert.rejects(connection.run({ argv: ['true'] }), failsWith('lost', /was lost/));
    await connection.close();
  });

  it('the cable is pulled: noticed without anybody saying so', async () => {
    const cable = await Cable.to(sshd.port);
    home.configure('ServerAliveInterval 1', 'ServerAliveCountMax 2', `HostKeyAlias [127.0.0.1]:${sshd.port}`);
    const connection = await connect({ port: cable.port });
    const run = connection.run({ argv: ['sleep', '30'] });
    cable.pull();
    await assert.rejects(run, failsWith('lost', /The connection to .* was lost/));
    assert.ok(await connection.closed);
    cable.close();
  });

  it('the cable is pulled: noticed as soon as it is asked for', async () => {
    const cable = await Cable.to(sshd.port);
    home.configure(`HostKeyAlias [127.0.0.1]:${sshd.port}`);
    const connection = await connect({ port: cable.port }, undefined, 2000);
    const run = connection.run({ argv: ['sleep', '30'] });
    const began = Date.now();
    cable.pull();
    await assert.rejects(run, failsWith('lost', /The connection to .* was lost/));
    assert.ok(Date.now() - began < 8000, `${Date.now() - began} ms`);
    cable.close();
  });

  it('a connection on which nothing is said for long is kept, if somebody is there', async () => {
    const connection = await connect({}, undefined, 2000);
    assert.equal((await connection.run({ argv: ['sleep', '4'] })).code, 0);
    await connection.close();
  });

  it('the cable is pulled, and nobody waits for a goodbye', async () => {
    const cable = await Cable.to(sshd.port);
    home.configure(`HostKeyAlias [127.0.0.1]:${sshd.port}`);
    const connection = await connect({ port: cable.port });
    cable.pull();
    const began = Date.now();
    await connection.close();
    assert.ok(Date.now() - began < 3000, `${Date.now() - began} ms`);
    cable.close();
  });

  it('a connection that is closed runs nothing, and was not lost', async () => {
    const connection = await connect();
    await connection.close();
    assert.equal(await connection.closed, undefined);
    await assert.rejects(connection.run({ argv: ['true'] }), failsWith('lost', /it was closed/));
    await connection.close();
  });

  it('a mistake in the configuration', async () => {
    home.configure('Hosst studio');
    await assert.rejects(connect(), failsWith('destination', /ssh does not understand your configuration .*[\s\S]*hosst/));
  });
}

/** A way to a port that can be cut without a word to either side. */
class Cable {
  private readonly sockets: Socket[] = [];
  private readonly server = createServer((socket) => {
    const onward = createConnection(this.to, '127.0.0.1');
    this.sockets.push(socket, onward);
    socket
      .on('error', () => {})
      .pipe(onward.on('error', () => {}))
      .pipe(socket);
  });

  private constructor(private readonly to: number) {}

  public static async to(port: number): Promise<Cable> {
    const cable = new Cable(port);
    cable.server.listen(0, '127.0.0.1');
    await new Promise((resolve) => cable.server.once('listening', resolve));
    return cable;
  }

  public get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  public pull(): void {
    this.sockets.forEach((socket) => socket.unpipe().pause());
  }

  public close(): void {
    this.sockets.forEach((socket) => socket.destroy());
    this.server.close();
  }
}
