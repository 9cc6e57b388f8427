import assert from 'node:assert/strict';
import type { AudioServerEntry } from '../../../../src/assembly/realtime';
import { settingsFor } from '../../../src/realtime/measure/settings';

const audio = (value: AudioServerEntry) => ({ audio: { value, path: 'laptop/Audio', option: 'services.pipewire' } });

describe('how a machine is measured', () => {
  it('is as its audio server is woken up: once a buffer, at its priority', () => {
    const { priority, interval, buffer, because } = settingsFor(audio({ kind: 'pipewire', quantum: 64, rate: 48000, priority: 80 }));
    assert.deepEqual([priority, interval, buffer], [80, 1333, { quantum: 64, rate: 48000 }]);
    assert.equal(because, 'at the priority of PipeWire’s own thread, as often as PipeWire is woken up for 64 frames at 48000 Hz');
  });

  it('takes the priority that the server has where nobody says one', () => {
    assert.equal(settingsFor(audio({ kind: 'pipewire', quantum: 64, rate: 48000 })).priority, 88);
    assert.equal(settingsFor(audio({ kind: 'jack', quantum: 64, rate: 48000 })).priority, 10);
    assert.deepEqual([settingsFor(undefined).priority, settingsFor(undefined).interval], [88, 1000]);
  });

  it('does what the user wants instead', () => {
    const { priority, interval } = settingsFor(audio({ kind: 'jack', quantum: 64, rate: 48000 }), { priority: 50, interval: 200 });
    assert.deepEqual([priority, interval], [50, 200]);
  });

  it('wakes up neither so often that it is a load, nor so rarely that it finds nothing', () => {
    assert.equal(settingsFor(audio({ kind: 'jack', quantum: 16, rate: 192_000 })).interval, 100);
    assert.equal(settingsFor(audio({ kind: 'jack', quantum: 4096, rate: 44_100 })).interval, 10_000);
  });

  it('tells latencies apart up to twice the buffer, and not without end', () => {
    assert.equal(settingsFor(audio({ kind: 'jack', quantum: 256, rate: 48_000 })).buckets, 11_000);
    assert.equal(settingsFor(audio({ kind: 'jack', quantum: 8192, rate: 44_100 })).buckets, 20_000);
  });
});
