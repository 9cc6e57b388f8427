import * as errors from './errors';
import { isPowerOfTwo, micros, milliseconds } from './latency';
import { JackDirection, JackDither, JackMidi, type JackProps } from './jack-props';
import { INTERRUPT_PRIORITY } from './pipewire-priorities';
import { SampleRate } from './sample-rate';

const PERIOD = { standard: 256, from: 16, to: 8192 } as const;

/** Above the interrupt threads of the kernel (50), below those that rtirq lifts. jackd itself would take 10, below all of them. */
const PRIORITY = 70;

const DIRECTIONS = { [JackDirection.DUPLEX]: undefined, [JackDirection.PLAYBACK]: '-P', [JackDirection.CAPTURE]: '-C' };
const DITHERS = {
  [JackDither.NONE]: undefined,
  [JackDither.RECTANGULAR]: '-zr',
  [JackDither.TRIANGULAR]: '-zt',
  [JackDither.SHAPED]: '-zs',
};
const MIDI = { [JackMidi.NONE]: undefined, [JackMidi.SEQ]: '-Xseq', [JackMidi.RAW]: '-Xraw' };

interface Buffer {
  readonly rate: SampleRate;
  readonly period: number;
  readonly periods: number;
}

function bufferOf({ device, rate = SampleRate.DAT, period = PERIOD.standard, periods = isUsb(device) ? 3 : 2 }: JackProps): Buffer {
  return { rate, period, periods };
}

const isUsb = (device: string): boolean => /usb/i.test(device);

/** `JACK on hw:USB with 3 × 128 frames at 48 kHz, 8 ms`. */
export function jackSummary(props: JackProps): string {
  const { rate, period, periods } = bufferOf(props);
  return `JACK on ${props.device} with ${periods} × ${period} frames at ${rate}, ${milliseconds(periods * period, rate)}`;
}

/** How long a period lasts, in µs: jackd has that long to compute the next one. */
export function jackBuffer(props: JackProps): number {
  const { period, rate } = bufferOf(props);
  return micros(period, rate);
}

/** The words after `jackd`. Before the name of the backend they are about the server, behind it about the sound card: `-p` and `-P` are both. */
export function jackOptions(props: JackProps): string[] {
  const { clientTimeout, lockMemory = true, maxPorts, priority = PRIORITY, serverOptions = [], backendOptions = [] } = props;
  const { rate, period, periods } = bufferOf(props);
  const server = [
    '-R',
    `-P${priority}`,
    maxPorts && `-p${maxPorts}`,
    clientTimeout && `-t${clientTimeout}`,
    !lockMemory && '-m',
    ...serverOptions,
  ];
  const backend = [
    '-dalsa',
    `-d${props.device}`,
    `-r${rate.hertz}`,
    `-p${period}`,
    `-n${periods}`,
    DIRECTIONS[props.direction ?? JackDirection.DUPLEX],
    props.softMode && '-s',
    MIDI[props.midi ?? JackMidi.NONE],
    DITHERS[props.dither ?? JackDither.NONE],
    ...backendOptions,
  ];
  return [...server, ...backend].filter((option) => typeof option === 'string');
}

export function jackProblems(props: JackProps): string[] {
  const { device, rate, priority = PRIORITY } = props;
  const { period } = bufferOf(props);
  const problems = rate?._problem === undefined ? [] : [rate._problem];
  // a name, or name=value pairs: what ALSA itself reads (hw:USB, hw:1,0, hw:CARD=USB,DEV=0)
  if (!/^[a-z]\w*(:[\w=.-]+(,[\w=.-]+)*)?$/i.test(device)) problems.push(errors.badAlsaDevice(device));
  if (!isPowerOfTwo(period) || period < PERIOD.from || period > PERIOD.to) problems.push(errors.badPeriod(period, PERIOD.from, PERIOD.to));
  problems.push(
    ...outside('periods', props.periods, 2, 8, 'the number of periods'),
    ...outside('priority', priority, 1, 99, 'the priority'),
    ...outside('maxPorts', props.maxPorts, 16, 4096, 'the number of ports'),
    ...outside('clientTimeout', props.clientTimeout, 1, 60_000, 'the time in milliseconds'),
  );
  if (priority >= INTERRUPT_PRIORITY && priority <= 99) problems.push(errors.jackPriorityAboveInterrupt(priority));
  for (const option of [...(props.serverOptions ?? []), ...(props.backendOptions ?? [])])
    if (!/^\S+$/.test(option)) problems.push(errors.optionWithSpaces(option));
  return problems;
}

export function jackWarnings({ device, periods }: JackProps): string[] {
  return periods === 2 && isUsb(device) ? [errors.usbPeriods(device)] : [];
}

function outside(prop: string, value: number | undefined, from: number, to: number, what: string): string[] {
  const fine = value === undefined || (Number.isInteger(value) && value >= from && value <= to);
  return fine ? [] : [errors.outOfRange(prop, value, from, to, what)];
}
