import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeSnapshot } from '../../../src/realtime/probe/take-snapshot';
import { local, type RunProgram } from '../../../src/realtime/run-program';
import { describeUnless, whyNoNamespace } from './support';

/** Starts servers in namespaces of their own, so that nobody else's are seen; looks; and all of it ends. */
const beside = (start: string, within: readonly string[] = []): RunProgram => {
  const namespaces = ['unshare', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child', ...within, 'sh', '-c'];
  const program = `mount -t tmpfs none /dev/shm && mount -t tmpfs none /run || exit\n{\n${TRY}\n${start}\n} </dev/null >/dev/null 2>&1\n"$@"`;
  return (argv, input) => local({ timeoutMs: 20_000 })([...namespaces, program, 'sh', ...argv], input);
};

const TRY = 'soon() { tries=0; until "$@"; do tries=$((tries + 1)); [ $tries -lt 100 ] || exit 1; sleep 0.05; done; }';

describeUnless(
  whyNoNamespace('pipewire', 'wireplumber', 'pw-play', 'pw-cli', 'pw-dump', 'pw-metadata', 'dbus-run-session'),
  'the probe beside a real PipeWire',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'studio-cdk-pipewire-'));
    before(() => writeFileSync(join(folder, 'silence.wav'), silence(20)));
    after(() => rmSync(folder, { recursive: true, force: true }));

    /** With a sink that nobody hears. */
    const music = (more: string): RunProgram =>
      beside(
        `
export XDG_RUNTIME_DIR=/run/music HOME=/run/music
mkdir -p /run/systemd/seats /run/systemd/sessions /run/systemd/users /run/systemd/machines
mkdir -m 700 /run/music
shows() { pw-cli info all | grep -q "$1"; }
pipewire & server=$!
soon [ -S /run/music/pipewire-0 ]
wireplumber &
soon shows 'application.name = "WirePlumber'
pw-cli create-node adapter '{ factory.name=support.null-audio-sink node.name="Studio Sink" media.class=Audio/Sink object.linger=true audio.position=[FL FR] }'
soon shows 'Studio Sink'
${more}`,
        ['dbus-run-session', '--'],
      );

    it('knows it while it idles', async () => {
      const { pipewire, processes, daws } = await takeSnapshot(music('unset XDG_RUNTIME_DIR'));
      assert.deepEqual([pipewire?.user, pipewire?.wireplumber], ['root', true]);
      assert.match(pipewire?.version ?? '', /^\d+\.\d+/);
      assert.deepEqual([pipewire?.quantum, pipewire?.rate], [1024, 48_000]);
      const sink = pipewire?.nodes.find(({ name }) => name === 'Studio Sink');
      assert.deepEqual([sink?.mediaClass, sink?.isDriver, sink?.state === 'R'], ['Audio/Sink', true, false]);
      assert.deepEqual([processes, daws], [['pipewire'], []]);
    });

    it('knows what plays, with what quantum, and whether it counts xruns', async () => {
      const { pipewire } = await takeSnapshot(
        music(`
pw-metadata -n settings 0 clock.force-quantum 256
pw-play --latency 512 ${folder}/silence.wav &
soon shows 'state: "running"'`),
      );
      assert.deepEqual([pipewire?.quantum, pipewire?.forcedQuantum], [256, 256]);
      const player = pipewire?.nodes.find(({ name }) => name === 'pw-play');
      assert.deepEqual([player?.state, player?.mediaClass, player?.isDriver], ['R', 'Stream/Output/Audio', false]);
      // PipeWire 0.3.65 of Debian 12 has a pw-top that needs a terminal.
      assert.equal(pipewire?.countsXruns, hasBatchMode());
    });

    it('asks as the one whose it is', async () => {
      const theirs = `
runtime=/run/user/65534
mkdir -p -m 755 /run/user; mkdir -m 700 $runtime; chown nobody:nogroup $runtime
setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=$runtime XDG_RUNTIME_DIR=$runtime pipewire &
soon [ -S $runtime/pipewire-0 ]`;
      const { pipewire, unseen } = await takeSnapshot(beside(theirs));
      assert.deepEqual([pipewire?.user, pipewire?.quantum, pipewire?.wireplumber, unseen], ['nobody', 1024, false, []]);
    });

    it('does not wait for one that hangs, and tells all the rest', async () => {
      const begin = performance.now();
      const { pipewire, kernel } = await takeSnapshot(music('kill -STOP $server'));
      assert.ok(performance.now() - begin < 15_000);
      assert.deepEqual([pipewire?.nodes, pipewire?.quantum, pipewire?.user], [[], undefined, 'root']);
      assert.notEqual(kernel.release, '');
    });
  },
);

describeUnless(
  whyNoNamespace('jackd', 'jack_lsp', 'jack_bufsize', 'jack_samplerate', 'jack_metro'),
  'the probe beside a real jackd',
  () => {
    const start = `
jackd -n studio -d dummy -r 44100 -p 512 & server=$!
export JACK_DEFAULT_SERVER=studio JACK_NO_START_SERVER=1
shows() { jack_lsp | grep -q "$1"; }
soon shows system
jack_metro --bpm 120 -n click &
soon shows click
jack_bufsize 256
unset JACK_DEFAULT_SERVER`;

    it('knows its buffer of now, not that of its command line, its rate, and who plays', async () => {
      const { jack, processes } = await takeSnapshot(beside(start));
      assert.deepEqual([jack?.user, jack?.quantum, jack?.rate, jack?.clients], ['root', 256, 44_100, ['click']]);
      assert.equal(typeof jack?.isRealtime, 'boolean');
      assert.deepEqual(processes, ['jackd']);
    });

    it('asks as the one whose it is; who may not, says so', async () => {
      const other = `setpriv --reuid=nobody --regid=nogroup --clear-groups jackd -n theirs -d dummy -r 48000 -p 128 &
soon eval 'setpriv --reuid=nobody --regid=nogroup --clear-groups env JACK_DEFAULT_SERVER=theirs JACK_NO_START_SERVER=1 jack_lsp | grep -q system'`;
      const { jack, unseen } = await takeSnapshot(beside(other));
      assert.deepEqual([jack?.user, jack?.quantum, jack?.rate, jack?.clients, unseen], ['nobody', 128, 48_000, [], []]);
      const stranger: RunProgram = (argv, input) =>
        beside(other)(['setpriv', '--reuid=54321', '--regid=54321', '--clear-groups', '--', ...argv], input);
      const seen = await takeSnapshot(stranger);
      assert.deepEqual([seen.jack?.user, seen.jack?.clients], ['nobody', undefined]);
      assert.ok(seen.unseen.includes('jack'));
    });

    it('does not wait for one that hangs; then the command line is what is known, and nobody knows who plays', async () => {
      const { jack } = await takeSnapshot(beside(`${start}\nkill -STOP $server`));
      assert.deepEqual([jack?.quantum, jack?.rate, jack?.clients], [512, 44_100, undefined]);
    });

    it('starts none', async () => {
      const { jack, processes } = await takeSnapshot(beside(''));
      assert.deepEqual([jack, processes], [undefined, []]);
    });
  },
);

const hasBatchMode = (): boolean => spawnSync('pw-top', ['--help'], { encoding: 'utf8' }).stdout.includes('--batch-mode');

/** 16 bit, 48 kHz, two channels. */
function silence(seconds: number): Buffer {
  const size = 48_000 * 4 * seconds;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + size, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(2, 22);
  head.writeUInt32LE(48_000, 24);
  head.writeUInt32LE(48_000 * 4, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(size, 40);
  return Buffer.concat([head, Buffer.alloc(size)]);
}
