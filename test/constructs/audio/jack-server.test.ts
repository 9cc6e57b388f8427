import assert from 'node:assert/strict';
import {
  JackAlsaBridge,
  JackDirection,
  JackDither,
  JackMidi,
  JackServer,
  PipewireServer,
  SampleRate,
  type JackProps,
} from '../../../src/constructs/audio';
import { errors, machine, options, warnings } from '../../support/machine';

function rack(props: JackProps) {
  const stack = machine();
  return { stack, server: new JackServer(stack, 'Audio', props) };
}

const words = (text: string): string =>
  `[\n${text
    .split(' ')
    .map((word) => `  "${word}"\n`)
    .join('')}]`;

describe('JackServer', () => {
  it('opens the sound card, with three periods where it is on USB', () => {
    const { stack, server } = rack({ device: 'hw:USB', period: 128 });
    assert.equal(server.summary, 'JACK on hw:USB with 3 × 128 frames at 48 kHz, 8 ms');
    assert.deepEqual(options(stack, 'studio-laptop/Audio'), {
      'environment.systemPackages': '[ pkgs.jack-example-tools ]',
      'services.jack.jackd.enable': 'true',
      'services.jack.jackd.extraOptions': words('-R -P70 -dalsa -dhw:USB -r48000 -p128 -n3'),
    });
    assert.equal(
      new JackServer(machine(), 'Audio', { device: 'hw:PCH', rate: SampleRate.CD }).summary,
      'JACK on hw:PCH with 2 × 256 frames at 44.1 kHz, 11.61 ms',
    );
  });

  it('puts what is about the server before the backend, and what is about the card behind it', () => {
    const { stack } = rack({
      device: 'hw:CARD=PCH,DEV=0',
      rate: SampleRate.KHZ_96,
      period: 64,
      periods: 2,
      priority: 65,
      maxPorts: 1024,
      clientTimeout: 2000,
      lockMemory: false,
      direction: JackDirection.PLAYBACK,
      softMode: true,
      midi: JackMidi.RAW,
      dither: JackDither.SHAPED,
      serverOptions: ['-v'],
      backendOptions: ['-o2'],
    });
    assert.equal(
      options(stack, 'studio-laptop/Audio')['services.jack.jackd.extraOptions'],
      words('-R -P65 -p1024 -t2000 -m -v -dalsa -dhw:CARD=PCH,DEV=0 -r96000 -p64 -n2 -P -s -Xraw -zs -o2'),
    );
  });

  it('lets programs for ALSA in by the plugin, by the loopback card, or not at all', () => {
    const bridge = (alsaBridge: JackAlsaBridge) => {
      const {
        'environment.systemPackages': _,
        'services.jack.jackd.enable': __,
        'services.jack.jackd.extraOptions': ___,
        ...rest
      } = options(rack({ device: 'hw:PCH', alsaBridge }).stack, 'studio-laptop/Audio');
      return rest;
    };
    assert.deepEqual(bridge(JackAlsaBridge.PLUGIN), {});
    assert.deepEqual(bridge(JackAlsaBridge.LOOPBACK), { 'services.jack.alsa.enable': 'false', 'services.jack.loopback.enable': 'true' });
    assert.deepEqual(bridge(JackAlsaBridge.NONE), { 'services.jack.alsa.enable': 'false' });
  });

  const refused: [string, Partial<JackProps>, string][] = [
    [
      'a device that would leave the command line',
      { device: 'hw:USB; rm -rf /' },
      '«hw:USB; rm -rf /» is no sound card that JACK could open. It is hw: and the card’s short name, such as hw:USB, or hw:USB,0 for its first device; «aplay -l» lists them.',
    ],
    [
      'a period that is no power of two',
      { period: 100 },
      'A period of 100 frames is not possible: JACK takes powers of two from 16 to 8192.',
    ],
    ['a period of nothing', { period: NaN }, 'A period of NaN frames is not possible: JACK takes powers of two from 16 to 8192.'],
    ['a single period', { periods: 1 }, '«periods» is 1, but the number of periods must be a whole number from 2 to 8.'],
    ['a priority of 100', { priority: 100 }, '«priority» is 100, but the priority must be a whole number from 1 to 99.'],
    [
      'a priority above the interrupt',
      { priority: 95 },
      'A priority of 95 puts JACK above the interrupt of the sound card (rtirq gives it 90), so the server would wait for data and keep them from arriving. Stay at 89 or below; 70 is usual.',
    ],
    ['too few ports', { maxPorts: 4 }, '«maxPorts» is 4, but the number of ports must be a whole number from 16 to 4096.'],
    [
      'no time to answer',
      { clientTimeout: 0 },
      '«clientTimeout» is 0, but the time in milliseconds must be a whole number from 1 to 60000.',
    ],
    [
      'an option that is two words',
      { backendOptions: ['-o 2'] },
      "The option «-o 2» of jackd would arrive as one word. Give every word its own place in the list, such as ['-o', '2'].",
    ],
    [
      'a rate that does not exist',
      { rate: SampleRate.khz(4) },
      'There is no sample rate of 4000 Hz: sound cards do 8000 to 768000, in whole Hertz.',
    ],
  ];
  for (const [what, props, message] of refused)
    it(`refuses ${what}`, () => {
      assert.deepEqual(errors(rack({ device: 'hw:PCH', ...props }).stack), [message]);
    });

  it('warns of two periods on USB', () => {
    assert.deepEqual(warnings(rack({ device: 'hw:USB', periods: 2 }).stack), [
      '«hw:USB» looks like a USB interface, and those crackle with 2 periods: their data come in packets that fit 3 of them. Leave periods out, or say 3.',
    ]);
  });

  it('does not share a machine with PipeWire', () => {
    const { stack } = rack({ device: 'hw:PCH' });
    new PipewireServer(stack, 'Desktop');
    assert.match(
      errors(stack).join('\n'),
      /two sound servers.*JACK on hw:PCH with 2 × 256 frames at 48 kHz, 10.67 ms, made by .*\(studio-laptop\/Audio\), and this one, PipeWire at 1024 frames/,
    );
  });
});
