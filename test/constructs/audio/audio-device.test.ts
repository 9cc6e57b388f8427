import assert from 'node:assert/strict';
import { AudioDevice } from '../../../src/constructs/audio';

describe('AudioDevice', () => {
  it('becomes a rule of WirePlumber', () => {
    const rule = AudioDevice.card('Scarlett 2i2 USB', {
      profile: 'pro-audio',
      periodSize: 64,
      periods: 3,
      headroom: 0,
      disableBatch: true,
      suspendTimeout: 0,
      priority: 3000,
      channels: ['AUX0', 'AUX1'],
      properties: { 'node.nick': 'red box' },
    });
    assert.deepEqual(definedOf(rule), {
      matches: [{ 'api.alsa.card.name': 'Scarlett 2i2 USB' }],
      actions: {
        'update-props': {
          'device.profile': 'pro-audio',
          'api.alsa.period-size': 64,
          'api.alsa.period-num': 3,
          'api.alsa.headroom': 0,
          'api.alsa.disable-batch': true,
          'session.suspend-timeout-seconds': 0,
          'priority.session': 3000,
          'audio.position': 'AUX0,AUX1',
          'node.nick': 'red box',
        },
      },
    });
  });

  it('takes a card away as a whole, or one of its outputs', () => {
    assert.deepEqual(updatesOf(AudioDevice.card('~.*HDMI.*', { disabled: true })), { 'device.disabled': true, 'node.disabled': true });
    assert.deepEqual(updatesOf(AudioDevice.matching('node.name', 'alsa_output.x', { disabled: true })), { 'node.disabled': true });
    assert.deepEqual(updatesOf(AudioDevice.matching('device.name', 'alsa_card.x', { disabled: true })), { 'device.disabled': true });
  });

  it('reaches both the card and its inputs and outputs where it is meant for all', () => {
    for (const device of [AudioDevice.usb({ profile: 'pro-audio', headroom: 32 }), AudioDevice.all({ profile: 'off', headroom: 0 })])
      assert.deepEqual(device._problems(), []);
  });

  const refused: [string, AudioDevice, string][] = [
    [
      'a rule that says nothing',
      AudioDevice.card('USB', {}),
      "The rule for sound cards with «api.alsa.card.name» says nothing about them. Give it a property, such as { profile: 'pro-audio' }, or take it away.",
    ],
    [
      'a rule that matches nothing',
      AudioDevice.matching('node.name', '', { headroom: 1 }),
      'A rule for sound cards needs a property and the value it matches; this one has «node.name» and no usable value. «wpctl inspect» shows the properties of a device.',
    ],
    [
      'a broken regular expression',
      AudioDevice.card('~Scarlett (2i2', { headroom: 1 }),
      '«~Scarlett (2i2» is no regular expression, which the ~ in front says it is. Brackets must be closed, and a bracket in a name is written \\( and \\).',
    ],
    [
      'a profile of something that has none',
      AudioDevice.matching('node.name', '~.*usb.*', { profile: 'pro-audio' }),
      'A profile belongs to a whole card, but «node.name» is known of its inputs and outputs only, so the rule would never set it. Use AudioDevice.card(…), or match «device.name».',
    ],
    [
      'periods of a card as a whole',
      AudioDevice.matching('device.name', '~.*usb.*', { periodSize: 64 }),
      'Periods, headroom, channels, priority and suspending belong to inputs and outputs, but «device.name» is known of the card only, so the rule would never set them. ' +
        'Use AudioDevice.card(…), or match «node.name».',
    ],
    [
      'a single period',
      AudioDevice.card('USB', { periods: 1 }),
      '«periods» is 1, but the periods of the buffer must be a whole number from 2 to 1024.',
    ],
    [
      'a channel that does not exist',
      AudioDevice.card('USB', { channels: ['FL', 'fr'] }),
      'PipeWire knows no channel «fr». Did you mean «FR»?',
    ],
    [
      'a channel twice',
      AudioDevice.card('USB', { channels: ['FL', 'FL'] }),
      'The channel «FL» stands twice in channels. Every one has its own name.',
    ],
  ];
  for (const [what, device, message] of refused)
    it(`refuses ${what}`, () => {
      assert.deepEqual(device._problems(), [message]);
    });
});

/** Properties without a value are left out when they become Nix; here JSON does the same. */
const definedOf = (device: AudioDevice): any => JSON.parse(JSON.stringify(device._rule()));
const updatesOf = (device: AudioDevice): unknown => definedOf(device).actions['update-props'];
