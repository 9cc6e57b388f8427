import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AudioNode, JackState, PipewireState, SoundCard, SoundStream } from '../../../src/realtime/snapshot';
import { interrupted, stillPlaying } from '../../../src/realtime/take/errors';
import { hasAudio, takesIn } from '../../../src/realtime/take/take';
import { aSnapshot } from '../checks/a-snapshot';

const node = (name: string, state: string, isDriver = false): AudioNode => ({
  id: 30,
  name,
  state,
  quantum: 64,
  rate: 48_000,
  xruns: 0,
  isDriver,
});
const pipewire = (...nodes: readonly AudioNode[]): PipewireState => ({ user: 'alice', wireplumber: true, nodes });
const jack = (...clients: readonly string[]): JackState => ({ user: 'alice', pid: 700, clients });
const stream = (state: string, direction: SoundStream['direction'] = 'playback', owner = 1): SoundStream => ({
  name: 'pcm0p',
  direction,
  state,
  owner,
});
const card = (...streams: readonly SoundStream[]): SoundCard => ({ index: 0, id: 'USB', name: 'Scarlett 2i2', streams });
const quiet = (): ReturnType<typeof aSnapshot> => aSnapshot({ cards: [], daws: [], pipewire: pipewire(node('Dummy-Driver', 'S', true)) });

describe('a take', () => {
  it('is none on a machine whose sound servers are idle', () => {
    assert.deepEqual(takesIn(quiet()), []);
    assert.deepEqual(takesIn({ ...quiet(), jack: jack() }), []);
    assert.deepEqual(takesIn({ ...quiet(), pipewire: pipewire(node('alsa_output.usb', 'S', true), node('Firefox', 'I')) }), []);
  });

  it('is a program of ours that runs, and it is said when it records', () => {
    const snapshot = {
      ...quiet(),
      daws: [
        { program: 'ardour', user: 'alice', pid: 4711 },
        { program: 'hydrogen', user: 'bob', pid: 12 },
      ],
    };
    assert.deepEqual(takesIn(snapshot, [4711]), ['ardour of alice runs and records', 'hydrogen of bob runs']);
  });

  it('is sound that goes through PipeWire, named by who makes it and not by the card', () => {
    const nodes = [node('alsa_output.usb', 'R', true), node('Firefox', 'R'), node('Firefox', 'R'), node('Reaper', 'I')];
    assert.deepEqual(takesIn({ ...quiet(), pipewire: pipewire(...nodes) }), ['sound goes through PipeWire of alice (Firefox)']);
    assert.deepEqual(takesIn({ ...quiet(), pipewire: pipewire(nodes[0]!) }), ['sound goes through PipeWire of alice (alsa_output.usb)']);
  });

  it('is somebody who is connected to JACK', () => {
    assert.deepEqual(takesIn({ ...quiet(), jack: jack('ardour') }), ['ardour is connected to JACK of alice']);
    assert.deepEqual(takesIn({ ...quiet(), jack: jack('ardour', 'metro') }), ['ardour and metro are connected to JACK of alice']);
  });

  it('may be what cannot be seen: other people’s servers show by their sound card', () => {
    const blind = { ...quiet(), unseen: ['pipewire', 'jack'], pipewire: pipewire() };
    assert.deepEqual(takesIn({ ...blind, cards: [card(stream('RUNNING'), stream('RUNNING', 'capture'))] }), [
      'the sound card «Scarlett 2i2» records and plays',
    ]);
    assert.deepEqual(takesIn({ ...blind, cards: [card(stream('PREPARED'))] }), []);
    assert.deepEqual(takesIn({ ...blind, jack: { user: 'alice', pid: 700 } }), [
      'JACK of alice runs, and it cannot be seen who is connected to it',
    ]);
  });

  it('is no card that only JACK keeps running, nor one that PipeWire tells of itself', () => {
    const { pipewire: _, ...without } = quiet();
    assert.deepEqual(takesIn({ ...without, jack: jack(), cards: [card(stream('RUNNING', 'playback', 700))] }), []);
    assert.deepEqual(takesIn({ ...quiet(), cards: [card(stream('RUNNING'))] }), []);
  });

  it('is looked for a second time where there is something that could make sound', () => {
    const { pipewire: _, ...silent } = { ...aSnapshot(), cards: [], daws: [] };
    assert.equal(hasAudio(silent), false);
    assert.deepEqual(
      [hasAudio(quiet()), hasAudio({ ...silent, cards: [card()] }), hasAudio({ ...silent, jack: jack() })],
      [true, true, true],
    );
  });

  it('is one line, whatever things are called', () => {
    const name = fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/\s/g, '_'));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 40 }), (names) => {
        const takes = takesIn({ ...quiet(), pipewire: pipewire(...names.map((each) => node(each, 'R'))), jack: jack(...names) });
        for (const text of [interrupted(takes), stillPlaying(takes, '3 min')]) assert.equal(text.split('\n').length, 1);
        assert.equal(takes.length > 0, names.length > 0);
      }),
    );
  });
});
