import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { commandLineOf } from '../../../src/realtime/probe/jack';
import { parseProbe } from '../../../src/realtime/probe/parse-probe';
import { pipewireTop } from '../../../src/realtime/probe/pipewire-top';
import { canonical, dawOf } from '../../../src/realtime/probe/programs';
import type { PipewireState } from '../../../src/realtime/snapshot';
import { answer } from './support';

/** Recorded from PipeWire 1.4.2 with a null sink, pw-play and pw-record; pw-play was stopped for a moment. */
const recorded = (name: string): readonly string[] => readFileSync(join(__dirname, 'recorded', `pw-top-${name}.txt`), 'utf8').split('\n');

describe('what pw-top prints', () => {
  it('has quantum, rate and xruns of each node in its last block', () => {
    const [dummy, , sink, player, recorder] = pipewireTop(recorded('running'));
    assert.deepEqual(dummy, { id: 30, name: 'Dummy-Driver', state: 'S', quantum: 0, rate: 0, xruns: 0, isDriver: true });
    assert.deepEqual(sink, { id: 43, name: 'Studio Sink', state: 'R', quantum: 64, rate: 48_000, xruns: 0, isDriver: true });
    assert.deepEqual(player, { id: 50, name: 'pw-play', state: 'R', quantum: 256, rate: 48_000, xruns: 308, isDriver: false });
    assert.deepEqual([recorder?.name, recorder?.xruns], ['pw-record', 25]);
  });

  it('says nothing but names while nothing runs', () => {
    assert.deepEqual(
      pipewireTop(recorded('idle')).map(({ name, state, quantum }) => [name, state, quantum]),
      [
        ['Dummy-Driver', 'S', 0],
        ['Freewheel-Driver', 'S', 0],
      ],
    );
  });

  it('may be cut, empty, or anything', () => {
    const whole = recorded('running').join('\n');
    fc.assert(fc.property(fc.nat(whole.length), (length) => void pipewireTop(whole.slice(0, length).split('\n'))));
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), (lines) => void pipewireTop(lines)));
    assert.deepEqual(pipewireTop([]), []);
    assert.deepEqual(pipewireTop(recorded('running').slice(1, 5)), []); // without a heading nobody knows what is what
  });
});

describe('the quantum of PipeWire', () => {
  const SETTINGS = { 'clock.rate': 48_000, 'clock.quantum': 1024, 'clock.min-quantum': 32, 'clock.max-quantum': 2048 };
  const told = (settings: Readonly<Record<string, number>>, ...more: readonly string[]): PipewireState | undefined => {
    const lines = Object.entries({ ...SETTINGS, ...settings }).map(
      ([key, value]) => `setting update: id:0 key:'${key}' value:'${value}' type:''`,
    );
    return parseProbe(answer({}, { 'pipewire 5 anna': [...lines, ...more] })).pipewire;
  };
  const node = (id: number, state: string, latency: string): readonly string[] => [
    `node     "id": ${id},`,
    'node     "type": "PipeWire:Interface:Node",',
    `node       "state": "${state}",`,
    'node         "media.class": "Stream/Input/Audio",',
    `node         "node.latency": "${latency}",`,
    `node         "node.name": "a \\"take\\" ${id}",`,
  ];

  it('is what the driver runs with', () => {
    const state = told({}, ...recorded('running').map((line) => `top ${line}`));
    assert.deepEqual([state?.quantum, state?.rate, state?.countsXruns], [64, 48_000, true]);
  });

  it('is what was forced, or the setting, while nothing runs', () => {
    assert.equal(told({})?.quantum, 1024);
    assert.equal(told({}, ...node(3, 'suspended', '64/48000'))?.quantum, 1024);
    const forced = told({ 'clock.force-quantum': 128, 'clock.force-rate': 44_100 });
    assert.deepEqual([forced?.quantum, forced?.rate, forced?.forcedQuantum, forced?.forcedRate], [128, 44_100, 128, 44_100]);
  });

  it('is computed from what programs ask for, where pw-top is too old to tell', () => {
    const nodes = [...node(3, 'running', '300/48000'), ...node(4, 'running', '4800/48000')];
    const state = told({}, ...nodes);
    assert.deepEqual([state?.quantum, state?.countsXruns], [256, false]);
    assert.deepEqual(state?.nodes[0], {
      id: 3,
      name: 'a "take" 3',
      state: 'R',
      quantum: 0,
      rate: 0,
      xruns: 0,
      isDriver: false,
      mediaClass: 'Stream/Input/Audio',
    });
    assert.equal(told({}, ...node(4, 'running', '4800/48000'))?.quantum, 2048);
    assert.equal(told({}, ...node(4, 'running', '8/48000'))?.quantum, 32);
  });

  it('is unknown where PipeWire does not answer', () => {
    const state = parseProbe(answer({}, { 'pipewire 5 anna': ['word pipewire'] })).pipewire;
    assert.deepEqual(state, { user: 'anna', wireplumber: false, countsXruns: false, nodes: [] });
  });
});

describe('the command line of jackd', () => {
  const words = (line: string): ReturnType<typeof commandLineOf> => commandLineOf(line.split(' '));

  it('means something else by its letters before and behind the backend', () => {
    const usual = { quantum: 64, rate: 96_000, periods: 3, isRealtime: true };
    assert.deepEqual(words('/usr/bin/jackd -R -P70 -p 512 -n studio -d alsa -d hw:USB -r 96000 -p 64 -n 3'), usual);
    assert.deepEqual(words('jackd --name studio -dalsa -dhw:USB -r96000 -p64 -n3'), usual);
    assert.deepEqual(words('jackd --driver alsa --rate=96000 --period=64 --nperiods 3'), usual);
    assert.deepEqual(words('jackd -r -d dummy'), { isRealtime: false });
  });

  it('of another program says nothing', () => {
    assert.deepEqual(words('jackdbus auto'), {});
    assert.deepEqual(commandLineOf([]), {});
  });
});

describe('the name of a process', () => {
  it('is that of its program, also when NixOS wrapped it and the kernel cut it', () => {
    assert.equal(canonical('.power-profiles'), 'power-profiles-daemon');
    assert.equal(canonical('power-profiles-'), 'power-profiles-daemon');
    assert.equal(canonical('.wireplumber-wr'), 'wireplumber');
    assert.equal(canonical('.tlp-wrapped'), 'tlp');
    assert.equal(canonical('bash'), 'bash');
  });

  it('tells which program of a take it is', () => {
    const names = [
      '.ardour8-wrappe',
      'ardour-8.12.0',
      'BitwigAudioEngi',
      'bitwig-studio',
      '.reaper-wrapped',
      'qtractor',
      '.carla-wrapped',
      'renoise',
      'zrythm',
    ];
    assert.deepEqual(names.map(dawOf), ['ardour', 'ardour', 'bitwig', 'bitwig', 'reaper', 'qtractor', 'carla', 'renoise', 'zrythm']);
    assert.deepEqual(['bash', 'mpv', 'musescore', 'pdf', 'reaperd'].map(dawOf), Array(5).fill(undefined));
  });
});
