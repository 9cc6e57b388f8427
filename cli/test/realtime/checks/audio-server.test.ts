import assert from 'node:assert/strict';
import type { AudioServerEntry } from '../../../../src/assembly/realtime';
import { aSnapshot, said, verdict, wish } from './a-snapshot';

const pipewire = (quantum: number, more: Partial<AudioServerEntry> = {}) =>
  wish({ kind: 'pipewire' as const, quantum, rate: 48_000, ...more });
const server = (changes: object) => ({ pipewire: { ...aSnapshot().pipewire!, ...changes } });

describe('PipeWire', () => {
  it('runs with the buffer that was asked for', () => {
    assert.equal(said('pipewire_quantum', {}, { audio: pipewire(64) }), 'ok: 64 frames at 48 kHz (1.33 ms), as asked for');
    assert.equal(
      said('pipewire_quantum', server({ quantum: 1024 }), { audio: pipewire(64) }),
      'warning: runs 1024 frames at 48 kHz (21.3 ms), asked for 64 frames at 48 kHz (1.33 ms) (bin/studio.ts:14)',
    );
    assert.match(said('pipewire_quantum', server({ quantum: 32 }), { audio: pipewire(64) }), /^ok: /);
    assert.match(said('pipewire_quantum', server({ rate: 44_100 }), { audio: pipewire(64) }), /^warning: .*at 44\.1 kHz/);
    assert.match(said('pipewire_quantum', server({ quantum: 1024 })), /^info: 1024 frames.*an instrument wants 256 or less$/);
    assert.match(said('pipewire_quantum', server({ forcedQuantum: 128 })), /somebody forced 128 frames$/);
  });

  it('cannot have a small one in a virtual machine', () => {
    const { status, withoutFix } = verdict(
      'pipewire_quantum',
      { ...server({ quantum: 1024 }), virtualization: 'kvm' },
      { audio: pipewire(64) },
    );
    assert.equal(status, 'info');
    assert.match(withoutFix!, /^It is so by design/);
  });

  it('that nobody started is unknown, unless somebody is logged in', () => {
    const away = { pipewire: undefined };
    assert.match(said('pipewire_running', away, { audio: pipewire(64) }), /^unknown: /);
    const inSession = { ...away, daws: [{ program: 'ardour', user: 'alice', pid: 7 }] };
    assert.match(said('pipewire_running', inSession, { audio: pipewire(64) }), /^warning: does not run, asked for it \(bin/);
    assert.match(said('pipewire_running', away), /^absent: /);
  });

  it('has a priority of its own', () => {
    assert.match(said('pipewire_running', server({ priority: undefined })), /^warning: .*without realtime priority$/);
    assert.match(said('pipewire_running', server({ priority: 20 })), /^info: .*lent by RealtimeKit/);
    assert.match(
      said('pipewire_running', server({ priority: 83 }), { audio: pipewire(64, { priority: 88 }) }),
      /^warning: .*at priority 83, asked for 88/,
    );
    assert.match(said('pipewire_running', server({ wireplumber: false })), /^warning: .*without WirePlumber/);
  });

  it('counts what came too late', () => {
    const node = { id: 1, name: 'alsa_output.usb', state: 'R', quantum: 64, rate: 48_000, xruns: 3, isDriver: true };
    assert.equal(said('xruns', server({ nodes: [node] })), 'info: 3: alsa_output.usb 3');
    assert.match(said('xruns', { pipewire: undefined }), /^absent: /);
  });
});

describe('JACK', () => {
  const jack = { user: 'alice', pid: 7, quantum: 128, rate: 48_000, periods: 3, isRealtime: true, clients: [] };
  const asks = { audio: wish({ kind: 'jack' as const, quantum: 128, rate: 48_000, periods: 3 }) };

  it('runs as it was asked to', () => {
    assert.equal(said('jack_running', { jack }, asks), 'ok: runs for alice with 128 frames at 48 kHz (2.67 ms), 3 periods, as asked for');
    assert.match(said('jack_running', { jack: { ...jack, periods: 2 } }, asks), /^warning: .*2 periods, asked for .*3 periods \(bin/);
    assert.match(said('jack_running', { jack: { ...jack, priority: 10 } }), /^info: .*at priority 10: behind all interrupts$/);
    const first = { audio: wish({ ...asks.audio.value, priority: 70 }) };
    assert.match(said('jack_running', { jack: { ...jack, priority: 10 } }, first), /^warning: .*at priority 10, asked for 70 \(bin/);
    assert.match(said('jack_running', {}, asks), /^warning: does not run, asked for it \(bin/);
    assert.match(said('jack_running', { jack: { ...jack, isRealtime: false } }), /^warning: .*without realtime priority$/);
  });

  it('and PipeWire do not go together', () => {
    assert.match(said('rival_servers', { processes: ['pipewire', 'jackd'] }), /^info: PipeWire and JACK run at the same time$/);
  });
});
