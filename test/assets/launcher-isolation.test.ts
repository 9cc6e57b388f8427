import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../support/temp';
import {
  LAUNCHER,
  SHELLS,
  bubblewrapWorks,
  launch,
  limited,
  recordingNix,
  shellName,
  toolFolder,
  which,
  writeProgram,
  type Result,
} from './support/launcher';

const PLACES = '/usr/local/lib';

describe('A program that the launcher starts', function () {
  const folder = temporaryFolder();
  let env: NodeJS.ProcessEnv;
  before(function () {
    if (!bubblewrapWorks()) this.skip();
  });
  beforeEach(() => {
    mkdirSync(folder('studio'));
    writeFileSync(folder('studio', 'flake.nix'), '{ }');
    const bin = toolFolder(folder('bin'), 'bwrap', 'ls', 'cat', 'sleep', 'touch', 'grep');
    recordingNix(join(bin, 'nix'));
    mkdirSync(folder('home', '.lv2', 'mine.lv2'), { recursive: true });
    env = { PATH: bin, HOME: folder('home'), RECORD: folder('record') };
  });

  /** A computer with plugins of its own below /usr/local/lib, as this one is in every other respect. */
  const computer = (...more: string[]): string[] => {
    const plugins = ['lv2/calf.lv2', 'vst3/surge.vst3', 'x86_64-linux-gnu/ladspa/amp.so', 'other/thing', 'elsewhere/linked.so'];
    plugins.forEach((plugin) => mkdirSync(folder('lib', plugin), { recursive: true }));
    if (!existsSync(folder('lib', 'vst'))) symlinkSync('elsewhere', folder('lib', 'vst'));
    return ['bwrap', '--dev-bind', '/', '/', '--bind', folder('lib'), PLACES, ...more];
  };
  const run = (script: string, through: readonly string[] = [], ...args: string[]): Promise<Result> => {
    env.RUNS = writeProgram(folder('program'), `#!/bin/sh\n${script}\n`);
    return launch(['--flake', folder('studio'), 'run', 'ardour', ...args], { env, through });
  };
  const LOOK = `cd ${PLACES}; ls -d */* */ladspa/*; cd "$HOME"; ls .lv2`;
  const EVERYTHING =
    'elsewhere/linked.so\nlv2/calf.lv2\nother/thing\nvst/linked.so\nvst3/surge.vst3\nx86_64-linux-gnu/ladspa\nx86_64-linux-gnu/ladspa/amp.so\nmine.lv2\n';

  it('sees none of the computer’s own plugins, and all of the user’s', async () => {
    const { stdout, stderr, code } = await run(`${LOOK} 2>&1; exit 5`, computer());
    assert.deepEqual(
      stdout.split('\n').filter((line) => !line.includes('cannot access')),
      ['other/thing', 'x86_64-linux-gnu/ladspa', 'mine.lv2', ''],
    );
    assert.equal(
      stderr
        .split('\n')
        .filter((line) => line.startsWith('studio:'))
        .join(''),
      '',
    );
    assert.equal(code, 5);
  });

  it('sees them as little when an ordinary user starts it, and stays that user', async function () {
    const setpriv = which('setpriv');
    if (process.getuid?.() !== 0 || setpriv === undefined) this.skip();
    chmodSync(folder(), 0o777);
    const through = [...computer(), setpriv, '--reuid=1234', '--regid=1234', '--clear-groups'];
    const { code, stdout, stderr } = await run(`${LOOK} 2>/dev/null; id -u; id -g`, through);
    const seen = 'other/thing\nx86_64-linux-gnu/ladspa\nmine.lv2\n1234\n1234\n';
    assert.deepEqual({ code, stdout }, { code: 0, stdout: seen }, stderr);
    assert.doesNotMatch(stderr, /studio:/);
  });

  it('sees none of the plugins that this very computer has', async function () {
    const there = ['/usr/lib/lv2', '/usr/lib/ladspa', '/usr/lib/vst3'].filter((path) => existsSync(path));
    if (there.length === 0) this.skip();
    assert.equal((await run(`ls -A ${there.join(' ')} | grep -v : | grep .`)).stdout, '');
  });

  it('is told when it writes where nothing would stay', async () => {
    assert.match((await run(`touch ${PLACES}/lv2/new`, computer())).stderr, /Read-only file system/);
  });

  it('sees them with --with-host-plugins', async () => {
    const { stdout, stderr } = await run(LOOK, computer(), '--with-host-plugins');
    assert.deepEqual({ stdout, stderr }, { stdout: EVERYTHING, stderr: '' });
  });

  it('runs without bubblewrap too, after a sentence', async () => {
    env.PATH = toolFolder(folder('plain'), 'ls');
    recordingNix(join(env.PATH, 'nix'));
    const { code, stdout, stderr } = await run(`${LOOK}; exit 6`, [which('bwrap')!, ...computer().slice(1)]);
    assert.equal(stdout, EVERYTHING);
    assert.match(
      stderr,
      /^studio: This system's own plugins stay visible and may crash programs: to hide them, install the package bubblewrap\.\n$/,
    );
    assert.equal(code, 6);
  });

  it('runs where user namespaces are not allowed, after a sentence', async () => {
    const through = computer('--unshare-user', '--uid', '1000', '--gid', '1000', '--disable-userns');
    const { code, stdout, stderr } = await run(`${LOOK}; exit 6`, through);
    assert.equal(stdout, EVERYTHING);
    assert.match(stderr, /^studio: .* it does not allow user namespaces \(.*\)\.\n$/);
    assert.equal(code, 6);
  });

  it('has the limits of the session', async () => {
    const LIMITS = "grep -E 'realtime priority|locked memory|nice' /proc/self/limits; ulimit -a";
    const realtime = limited('--rtprio=7:7', '--memlock=65536:65536') ?? limited('--memlock=65536:65536') ?? [];
    const through = [...realtime, ...computer()];
    const { stdout } = await run(LIMITS, through);
    assert.equal(stdout, (await run(LIMITS, through, '--with-host-plugins')).stdout);
    assert.match(stdout, /realtime priority/);
    if (realtime.includes('--memlock=65536:65536')) assert.match(stdout, /locked memory +65536 +65536/);
    if (realtime.includes('--rtprio=7:7')) assert.match(stdout, /realtime priority +7 +7/);
  });

  it('has the devices, shared memory and processes of the session', async () => {
    const DEVICES = 'ls -l /dev /dev/snd /dev/shm /proc/self/ns 2>/dev/null | grep -v -E " (mnt|user) ->"; cat /proc/1/comm; id';
    const { stdout } = await run(DEVICES, computer());
    assert.equal(stdout, (await run(DEVICES, computer(), '--with-host-plugins')).stdout);
  });

  it('reaches PipeWire, D-Bus and the display', async () => {
    const sockets = [folder('pipewire-0'), folder('bus'), folder('wayland-0'), '\0/tmp/.X11-unix/X' + process.pid];
    const servers: Server[] = [];
    for (const path of sockets) {
      const server = createServer((socket) => socket.end('here')).listen(path);
      servers.push(server);
      await once(server, 'listening');
    }
    writeFileSync(
      folder('connect.cjs'),
      `for (const path of ${JSON.stringify(sockets)}) require('node:net').connect(path).pipe(process.stdout, { end: false });`,
    );
    try {
      const { stdout, stderr } = await run(`exec '${process.execPath}' '${folder('connect.cjs')}'`, computer());
      assert.equal(stdout, 'here'.repeat(sockets.length), stderr);
    } finally {
      servers.forEach((server) => server.close());
    }
  });

  for (const shell of SHELLS) {
    it(`is told to end, with all others, when the launcher is (${shellName(shell)})`, async () => {
      env.RUNS = writeProgram(
        folder('program'),
        `#!/bin/sh\nname=$$\ntrap 'touch ${folder('ended-')}$name; kill $!; exit 0' TERM\nsleep 20 >/dev/null 2>&1 &\ntouch ${folder('started-')}$name\nwait\n`,
      );
      mkdirSync(folder('lib', 'lv2'), { recursive: true });
      const [file, ...rest] = shell;
      // The launcher itself must be the child: what passes for a computer would keep the signal to itself.
      const child = spawn(file, [...rest, LAUNCHER, '--flake', folder('studio'), 'run', 'ardour', 'carla'], { env, stdio: 'ignore' });
      const seen = (prefix: string): number => readdirSync(folder()).filter((name) => name.startsWith(prefix)).length;
      for (let tries = 0; seen('started-') < 2 && tries < 200; tries++) await sleep(25);
      child.kill('SIGTERM');
      const [code] = (await once(child, 'close')) as [number];
      assert.deepEqual({ code, ended: seen('ended-') }, { code: 0, ended: 2 });
    });
  }
});
