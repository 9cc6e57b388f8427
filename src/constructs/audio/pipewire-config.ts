import { micros, milliseconds } from './latency';
import { clockOf, DEFAULT_CLOCK } from './pipewire-clock';
import { prioritiesOf, unlessOwn } from './pipewire-priorities';
import type { PipewireProps } from './pipewire-props';

/** The content of a configuration file of PipeWire: sections, and keys in them. Keys without a value are left out. */
type Config = Readonly<Record<string, unknown>>;

/** `PipeWire at 64 frames and 48 kHz, 1.33 ms`. */
export function pipewireSummary(props: PipewireProps): string {
  const { quantum, rate } = clockOf(props);
  return `PipeWire at ${quantum} frames and ${rate}, ${milliseconds(quantum, rate)}`;
}

/** How long its buffer lasts, in µs. */
export function pipewireBuffer(props: PipewireProps): number {
  const { quantum, rate } = clockOf(props);
  return micros(quantum, rate);
}

/** What each of PipeWire's programs reads besides its own defaults. */
export function pipewireConfigs(props: PipewireProps): Readonly<Record<string, Config>> {
  const priorities = prioritiesOf(props);
  const realtime = (of: 'server' | 'clients'): Config =>
    section({ 'rt.prio': unlessOwn(of, priorities[of]), 'rtkit.enabled': props.rtkit === false ? false : undefined });
  const clients = { 'module.rt.args': realtime('clients') };
  return {
    pipewire: { 'context.properties': contextProperties(props), 'module.rt.args': realtime('server') },
    'pipewire-pulse': props.pulse === false ? {} : clients,
    jack: props.jack === false ? {} : { ...clients, 'jack.properties': section({ 'node.latency': jackLatency(props) }) },
    client: clients,
  };
}

/** Numbers that were asked for, and those that follow from them. What PipeWire does anyway is left to PipeWire. */
function contextProperties(props: PipewireProps): Config {
  const { rate, allowedRates, quantum, min, max } = clockOf(props);
  const unlessDefault = (value: number, standard: number, asked: unknown) =>
    asked !== undefined || value !== standard ? value : undefined;
  return section({
    'default.clock.rate': unlessDefault(rate.hertz, DEFAULT_CLOCK.rate, props.rate),
    'default.clock.allowed-rates':
      props.allowedRates || rate.hertz !== DEFAULT_CLOCK.rate ? unique(allowedRates.map(({ hertz }) => hertz)) : undefined,
    'default.clock.quantum': unlessDefault(quantum, DEFAULT_CLOCK.quantum, props.quantum),
    'default.clock.min-quantum': unlessDefault(min, DEFAULT_CLOCK.min, props.minQuantum),
    'default.clock.max-quantum': unlessDefault(max, DEFAULT_CLOCK.max, props.maxQuantum),
    'clock.power-of-two-quantum': props.powerOfTwo === false ? false : undefined,
    'mem.mlock-all': props.lockMemory ? true : undefined,
  });
}

function jackLatency(props: PipewireProps): string | undefined {
  const frames = props.jackQuantum ?? props.quantum;
  return frames === undefined ? undefined : `${frames}/${clockOf(props).rate.hertz}`;
}

/** A section without the keys that have no value; an empty one is left out as a whole. */
function section(entries: Config): Config {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

const unique = (numbers: readonly number[]): number[] => [...new Set(numbers)];
