import assert from 'node:assert/strict';
import type { SoundStream } from '../../../src/realtime/snapshot';
import { aCard, said, waiting, wish } from './a-snapshot';

const pipewire = wish({ kind: 'pipewire' as const, quantum: 64, rate: 48_000 });

describe('sound cards', () => {
  it('are an error where there is none, but not in a virtual machine', () => {
    assert.match(said('alsa_cards', { cards: [] }), /^error: none$/);
    assert.match(said('alsa_cards', { cards: [], virtualization: 'kvm' }), /^absent: /);
    assert.match(said('alsa_cards', { cards: [] }, { audio: pipewire }), /^error: none, and PipeWire was asked for \(bin/);
    assert.equal(
      said('alsa_cards', { cards: [aCard(), aCard({ name: 'HDA Intel PCH', usb: undefined, path: '0000:00:1f.3' })] }),
      'ok: Scarlett 2i2 USB (USB), HDA Intel PCH',
    );
  });

  it('tell what they play', () => {
    const stream: SoundStream = { name: 'pcm0p', direction: 'playback', state: 'RUNNING', period: 64, buffer: 192, rate: 48_000 };
    assert.equal(
      said('alsa_hw_params', { cards: [aCard({ streams: [stream] })] }),
      'ok: Scarlett 2i2 USB plays 64 frames at 48 kHz (1.33 ms) in a buffer of 3 periods',
    );
    assert.match(
      said('alsa_hw_params', { cards: [aCard({ streams: [{ ...stream, rate: 44_100 }] })] }, { audio: pipewire }),
      /^info: .*asked for at 48 kHz/,
    );
    assert.equal(said('alsa_hw_params', { cards: [aCard({ streams: [{ ...stream, state: 'closed' }] })] }), 'ok: none');
  });

  it('on USB must not fall asleep', () => {
    const sleepy = { usb: [{ name: '1-2', product: 'Scarlett', power: 'auto', isAudio: true }] };
    assert.equal(said('usb_autosuspend', sleepy), 'warning: Scarlett may be put to sleep after 2 s');
    assert.match(said('usb_autosuspend', { ...sleepy, usbAutosuspend: -1 }), /^ok: never$/);
    assert.match(said('usb_autosuspend', { ...sleepy, ...waiting('usbcore.autosuspend=-1') }), /^pending: /);
    assert.match(
      said('usb_autosuspend', sleepy, { kernelParams: [wish('usbcore.autosuspend=-1')] }),
      /^warning: after 2 s, asked for never/,
    );
    assert.match(said('usb_autosuspend', { usb: [] }), /^absent: /);
    assert.match(said('hda_powersave', { hdaPowerSave: 10 }), /^info: after 10 s of silence$/);
  });
});
