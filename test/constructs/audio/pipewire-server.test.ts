import assert from 'node:assert/strict';
import { AudioDevice, PipewireServer, SampleRate, type PipewireProps } from '../../../src/constructs/audio';
import { errors, machine, options } from '../../support/machine';

/** What PipeWire with its three faces needs in any case. */
const FACES = {
  'security.rtkit.enable': 'true',
  'services.pipewire.enable': 'true',
  'services.pipewire.alsa.enable': 'true',
  'services.pipewire.jack.enable': 'true',
  'services.pipewire.pulse.enable': 'true',
};

const CLOCK = 'services.pipewire.extraConfig.pipewire."10-studio"."context.properties"';
const REALTIME = (program: string) => `services.pipewire.extraConfig.${program}."10-studio"."module.rt.args"`;
const RULES = 'services.pipewire.wireplumber.extraConfig."10-studio"."monitor.alsa.rules"';

function optionsOf(props: PipewireProps): Record<string, string> {
  const laptop = machine();
  new PipewireServer(laptop, 'Audio', props);
  return options(laptop, 'studio-laptop/Audio');
}

function errorsOf(props: PipewireProps): string[] {
  const laptop = machine();
  new PipewireServer(laptop, 'Audio', props);
  return errors(laptop);
}

describe('PipewireServer', () => {
  it('serves programs of every kind, and leaves the numbers to PipeWire', () => {
    assert.deepEqual(optionsOf({}), FACES);
  });

  it('works at the quantum that was asked for, and asks for it on behalf of JACK programs', () => {
    assert.deepEqual(optionsOf({ rate: SampleRate.hz(48_000), quantum: 64 }), {
      ...FACES,
      [`${CLOCK}."default.clock.min-quantum"`]: '64',
      [`${CLOCK}."default.clock.quantum"`]: '64',
      [`${CLOCK}."default.clock.rate"`]: '48000',
      'services.pipewire.extraConfig.jack."10-studio"."jack.properties"."node.latency"': '"64/48000"',
    });
  });

  it('sets everything else that it is told', () => {
    const told = optionsOf({
      rate: SampleRate.KHZ_96,
      allowedRates: [SampleRate.VIDEO, SampleRate.KHZ_96],
      quantum: 144,
      minQuantum: 48,
      maxQuantum: 4096,
      jackQuantum: 96,
      powerOfTwo: false,
      alsa32Bit: true,
      lockMemory: true,
      extraConfig: { wireplumber: { '20-bluetooth': { 'wireplumber.profiles': { main: { 'monitor.bluez': 'disabled' } } } } },
    });
    assert.deepEqual(told, {
      ...FACES,
      'services.pipewire.alsa.support32Bit': 'true',
      [`${CLOCK}."clock.power-of-two-quantum"`]: 'false',
      [`${CLOCK}."default.clock.allowed-rates"`]: '[\n  48000\n  96000\n]',
      [`${CLOCK}."default.clock.max-quantum"`]: '4096',
      [`${CLOCK}."default.clock.min-quantum"`]: '48',
      [`${CLOCK}."default.clock.quantum"`]: '144',
      [`${CLOCK}."default.clock.rate"`]: '96000',
      [`${CLOCK}."mem.mlock-all"`]: 'true',
      'services.pipewire.extraConfig.jack."10-studio"."jack.properties"."node.latency"': '"96/96000"',
      'services.pipewire.wireplumber.extraConfig."20-bluetooth"."wireplumber.profiles".main."monitor.bluez"': '"disabled"',
    });
  });

  it('allows the rate that was asked for', () => {
    assert.equal(optionsOf({ rate: SampleRate.CD })[`${CLOCK}."default.clock.allowed-rates"`], '[ 44100 ]');
  });

  it('moves the bounds with the quantum, because PipeWire would move the quantum instead', () => {
    const large = optionsOf({ quantum: 4096 });
    assert.equal(large[`${CLOCK}."default.clock.max-quantum"`], '4096');
    const calm = optionsOf({ maxQuantum: 16 });
    assert.equal(calm[`${CLOCK}."default.clock.quantum"`], '16');
    assert.equal(calm[`${CLOCK}."default.clock.min-quantum"`], '16');
  });

  it('keeps the clients below the server, in every program that has threads of its own', () => {
    const { [REALTIME('pipewire') + '."rt.prio"']: server, ...rest } = optionsOf({ priority: 80 });
    assert.equal(server, '80');
    for (const program of ['pipewire-pulse', 'jack', 'client']) assert.equal(rest[`${REALTIME(program)}."rt.prio"`], '79');
    assert.deepEqual(optionsOf({ priority: 88, clientPriority: 83 }), FACES);
  });

  it('does without RealtimeKit when told to', () => {
    const told = optionsOf({ rtkit: false, jack: false });
    assert.equal(told['security.rtkit.enable'], undefined);
    assert.equal(told['services.pipewire.jack.enable'], undefined);
    assert.equal(told[`${REALTIME('pipewire')}."rtkit.enabled"`], 'false');
    assert.equal(told[`${REALTIME('jack')}."rtkit.enabled"`], undefined);
  });

  it('shows all channels of every card as they are, and of single ones', () => {
    const rules = optionsOf({ proAudio: true, devices: [AudioDevice.hdmi({ disabled: true })] })[RULES];
    assert.equal(
      rules,
      `[
  {
    matches = [
      {
        "device.name" = "~alsa_card.*";
      }
    ];
    actions = {
      update-props = {
        "device.profile" = "pro-audio";
      };
    };
  }
  {
    matches = [
      {
        "api.alsa.card.name" = "~.*HDMI.*";
      }
      {
        "node.name" = "~alsa_output.*hdmi.*";
      }
    ];
    actions = {
      update-props = {
        "device.disabled" = true;
        "node.disabled" = true;
      };
    };
  }
]`,
    );
  });

  it('says how fast it is', () => {
    const laptop = machine();
    assert.equal(new PipewireServer(laptop, 'A', { quantum: 64 }).summary, 'PipeWire at 64 frames and 48 kHz, 1.33 ms');
    assert.equal(new PipewireServer(laptop, 'B', { rate: SampleRate.CD }).summary, 'PipeWire at 1024 frames and 44.1 kHz, 23.22 ms');
  });

  const refused: [string, PipewireProps, string[]][] = [
    [
      'a quantum that is no power of two',
      { quantum: 100 },
      [
        '«quantum» is 100 frames, which is no power of two, so PipeWire would take 64 without a word. ' +
          'Say 64 or 128, or set powerOfTwo to false if your USB interface likes 100.',
      ],
    ],
    [
      'a quantum out of range',
      { quantum: 16_384, minQuantum: 2 },
      [
        '«quantum» is 16384, but the number of frames must be a whole number from 4 to 8192.',
        '«minQuantum» is 2, but the number of frames must be a whole number from 4 to 8192.',
      ],
    ],
    [
      'a minimum above the maximum',
      { minQuantum: 512, maxQuantum: 256 },
      ['The minQuantum of 512 frames is above the maxQuantum of 256. Swap them, or leave one out.'],
    ],
    [
      'a quantum outside of its bounds',
      { quantum: 1024, maxQuantum: 256, minQuantum: 64 },
      [
        'The quantum of 1024 frames lies outside of what programs may ask for, 64 to 256, so PipeWire would change it without a word. ' +
          'Move minQuantum or maxQuantum.',
      ],
    ],
    [
      'a wish of JACK programs that they would not get',
      { quantum: 256, jackQuantum: 64 },
      [
        'The jackQuantum of 64 frames lies outside of what programs may ask for, 256 to 2048: JACK programs would get another one. ' +
          'Move minQuantum or maxQuantum.',
      ],
    ],
    [
      'a rate that is not allowed',
      { rate: SampleRate.CD, allowedRates: [SampleRate.VIDEO, SampleRate.KHZ_96] },
      [
        'The rate of 44.1 kHz is not among allowedRates, 48 kHz, 96 kHz, so the sound card would never run at it. ' +
          'Add it there, or leave allowedRates out.',
      ],
    ],
    [
      'a rate that does not exist',
      { rate: SampleRate.hz(48) },
      ['There is no sample rate of 48 Hz: sound cards do 8000 to 768000, in whole Hertz. Did you mean SampleRate.khz(48)?'],
    ],
    [
      'no rate at all',
      { allowedRates: [] },
      ['allowedRates is an empty list: no rate would be left. Leave it out, and the rate itself is the only one.'],
    ],
    [
      'more rates than PipeWire keeps',
      { allowedRates: Array.from({ length: 33 }, (_, index) => SampleRate.hz(48_000 + index)) },
      ['allowedRates names 33 rates, and PipeWire keeps 32. Leave out those that your sound card cannot do.'],
    ],
    [
      'priorities that do not exist',
      { priority: 11, clientPriority: 100 },
      [
        '«priority» is 11, but the priority of the server must be a whole number from 12 to 99.',
        '«clientPriority» is 100, but the priority of clients must be a whole number from 11 to 99.',
      ],
    ],
    [
      'a server above the sound card’s interrupt',
      { priority: 95 },
      [
        'A priority of 95 puts PipeWire above the interrupt of the sound card (rtirq gives it 90), so the server would wait for data and keep them from arriving. ' +
          'Stay at 89 or below; 88 is usual.',
      ],
    ],
    [
      'clients above the server',
      { priority: 80, clientPriority: 80 },
      [
        'The clientPriority of 80 is not below the server’s 80: a program that computes too long would keep the server from playing what is ready.',
      ],
    ],
    [
      'a server that nobody can use',
      { jack: false, pulse: false, alsa: false },
      ['jack, pulse and alsa are all false, so hardly any program could play. Leave one of them on.'],
    ],
    [
      'wishes about what is off',
      { alsa: false, alsa32Bit: true, jack: false, jackQuantum: 1024 },
      [
        'alsa32Bit serves 32-bit programs that speak ALSA, but alsa is false. Leave one of the two out.',
        'jackQuantum is what JACK programs ask for, but jack is false, so there are none. Leave one of the two out.',
      ],
    ],
    [
      'configuration that nothing reads',
      { extraConfig: { 'pipewire-pulze': {}, jack: { '10-studio': {}, 'a/b': {}, '20-x': 1 } } },
      [
        'extraConfig knows no «pipewire-pulze»: the programs that read configuration are pipewire, pipewire-pulse, jack, client, wireplumber. Did you mean «pipewire-pulse»?',
        'extraConfig.jack has a file «10-studio», which is the name of the file that is made from the other properties. Take a higher number, such as 20-studio: it wins.',
        '«a/b» cannot be the name of a file of extraConfig.jack: use letters, digits, dashes and underscores, with two digits in front that say its turn, such as 20-jack. No ending.',
        "extraConfig.jack.«20-x» must be an object of sections, such as { 'context.properties': { … } }.",
      ],
    ],
  ];
  for (const [what, props, messages] of refused)
    it(`refuses ${what}`, () => {
      assert.deepEqual(errorsOf(props), messages);
    });

  it('refuses a second sound server, and names both', () => {
    const laptop = machine();
    new PipewireServer(laptop, 'Audio', { quantum: 64 });
    new PipewireServer(laptop, 'More', { quantum: 128 });
    const [message, ...more] = errors(laptop);
    assert.deepEqual(more, []);
    assert.match(
      message!,
      /^This machine would have two sound servers, .*: PipeWire at 64 frames and 48 kHz, 1.33 ms, made by test\/constructs\/audio\/pipewire-server.test.ts:\d+ \(studio-laptop\/Audio\), and this one, PipeWire at 128 frames and 48 kHz, 2.67 ms\. Take one/,
    );
  });
});
