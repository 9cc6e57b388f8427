import * as errors from './errors';
import { isPowerOfTwo } from './latency';
import { clockOf, QUANTUM_FLOOR, QUANTUM_LIMIT } from './pipewire-clock';
import { INTERRUPT_PRIORITY, LEAST_PRIORITY, prioritiesOf } from './pipewire-priorities';
import type { PipewireProps } from './pipewire-props';

/** The programs of PipeWire that read configuration, and WirePlumber, its session manager. */
export const PROGRAMS = ['pipewire', 'pipewire-pulse', 'jack', 'client', 'wireplumber'];

/** The name of this library's own file among a program's configuration. */
export const OWN_FILE = '10-studio';

export function pipewireProblems(props: PipewireProps): string[] {
  return [
    ...rateProblems(props),
    ...quantumProblems(props),
    ...faceProblems(props),
    ...priorityProblems(props),
    ...(props.devices ?? []).flatMap((device) => device._problems()),
    ...extraConfigProblems(props.extraConfig ?? {}),
  ];
}

function rateProblems({ rate, allowedRates }: PipewireProps): string[] {
  const broken = [rate, ...(allowedRates ?? [])].flatMap((each) => each?._problem ?? []);
  if (broken.length > 0 || !allowedRates) return broken;
  if (allowedRates.length === 0 || allowedRates.length > 32) return [errors.badRateCount(allowedRates.length)];
  const wanted = clockOf({ rate }).rate;
  const allowed = allowedRates.some(({ hertz }) => hertz === wanted.hertz);
  return allowed ? [] : [errors.rateNotAllowed(`${wanted}`, allowedRates.map(String))];
}

function quantumProblems(props: PipewireProps): string[] {
  const { quantum, minQuantum, maxQuantum, jackQuantum, powerOfTwo = true } = props;
  const broken = Object.entries({ quantum, minQuantum, maxQuantum, jackQuantum }).flatMap(([prop, frames]) => {
    if (frames === undefined) return [];
    if (!Number.isInteger(frames) || frames < QUANTUM_FLOOR || frames > QUANTUM_LIMIT)
      return [errors.outOfRange(prop, frames, QUANTUM_FLOOR, QUANTUM_LIMIT, 'the number of frames')];
    return powerOfTwo && !isPowerOfTwo(frames) ? [errors.notPowerOfTwo(prop, frames)] : [];
  });
  return [...broken, ...boundProblems(props, broken.length === 0)];
}

/** The bounds can be compared with each other also when a quantum is wrong by itself. */
function boundProblems(props: PipewireProps, comparable: boolean): string[] {
  const { quantum, min, max } = clockOf(props);
  if (min > max) return [errors.minAboveMax(min, max)];
  if (!comparable) return [];
  if (quantum < min || quantum > max) return [errors.quantumOutside(quantum, min, max)];
  const { jackQuantum = quantum } = props;
  return jackQuantum < min || jackQuantum > max ? [errors.jackQuantumOutside(jackQuantum, min, max)] : [];
}

function faceProblems({ jack = true, pulse = true, alsa = true, alsa32Bit = false, jackQuantum }: PipewireProps): string[] {
  const problems = [];
  if (!jack && !pulse && !alsa) problems.push(errors.noFaces());
  if (!alsa && alsa32Bit) problems.push(errors.alsa32WithoutAlsa());
  if (!jack && jackQuantum !== undefined) problems.push(errors.jackQuantumWithoutJack());
  return problems;
}

/** The client's range starts one step lower, because the server stands above it. */
function priorityProblems({ priority, clientPriority }: PipewireProps): string[] {
  const broken = [
    ...(inRange(priority, LEAST_PRIORITY + 1)
      ? []
      : [errors.outOfRange('priority', priority!, LEAST_PRIORITY + 1, 99, 'the priority of the server')]),
    ...(inRange(clientPriority, LEAST_PRIORITY)
      ? []
      : [errors.outOfRange('clientPriority', clientPriority!, LEAST_PRIORITY, 99, 'the priority of clients')]),
  ];
  if (broken.length > 0) return broken;
  const { server, clients } = prioritiesOf({ priority, clientPriority });
  if (server >= INTERRUPT_PRIORITY) return [errors.priorityAboveInterrupt(server)];
  return clients >= server ? [errors.clientsAboveServer(clients, server)] : [];
}

const inRange = (priority: number | undefined, from: number): boolean =>
  priority === undefined || (Number.isInteger(priority) && priority >= from && priority <= 99);

function extraConfigProblems(extraConfig: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(extraConfig).flatMap(([program, files]) => {
    if (!PROGRAMS.includes(program)) return [errors.unknownProgram(program, PROGRAMS)];
    return Object.entries(Object(files) as object).flatMap(([name, content]) => {
      if (name === OWN_FILE) return [errors.ownConfigName(program, name)];
      if (!/^[\w-]+$/.test(name)) return [errors.badConfigName(program, name)];
      return typeof content === 'object' && content !== null ? [] : [errors.notASection(program, name)];
    });
  });
}
