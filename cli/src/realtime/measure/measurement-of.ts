import type { Measurement, MeasuredMachine } from '../measurement';
import { listed } from '../../deploy/words';
import { cpuList, integer, parametersOf } from '../probe/text';
import { Unreadable, type CyclictestResult } from './cyclictest';
import { parseCyclictestJson } from './cyclictest-json';
import { parseCyclictestText } from './cyclictest-text';
import * as errors from './errors';
import type { Reply } from './reply';
import type { Settings } from './settings';
import { xrunsBetween } from './xruns';

/** What was asked of the machine. */
export interface Asked {
  readonly stack: string;
  /** How people call the machine. */
  readonly where: string;
  readonly at: string;
  readonly seconds: number;
  readonly load: boolean;
  readonly defaultSystem: boolean;
  readonly settings: Settings;
  readonly generation?: number;
}

/**
 * What a machine said, as a measurement.
 *
 * @throws UserError where it is not whole, does not add up, or tells of nothing
 */
export function measurementOf(reply: Reply, asked: Asked): Measurement {
  const { stack, where, at, seconds, load, defaultSystem, generation, settings } = asked;
  const { priority, interval, buffer } = settings;
  refuseProblem(reply, where, priority);
  const clock = elapsed(reply, where, seconds);
  const { threads } = resultOf(reply, where, settings.buckets);
  const silent = threads.filter(({ samples }) => samples === 0).map(({ cpu }) => cpu);
  if (silent.length > 0 || threads.length === 0) throw errors.noSamples(where, silent.length === threads.length ? [] : silent);
  const { xruns, notes } = xrunsBetween(reply.before, reply.after);
  const all = [...offlineNotes(reply), ...unlockedNotes(reply), ...clock, ...notes];
  return {
    schema: 1,
    stack,
    at,
    seconds,
    threads,
    settings: { priority, interval, load, defaultSystem },
    machine: machineOf(reply, generation),
    ...(xruns !== undefined && { xruns }),
    ...(buffer && { buffer }),
    from: `cyclictest ${reply.facts.get('version') ?? ''}`.trimEnd(),
    ...(all.length > 0 && { notes: all }),
  };
}

function refuseProblem({ problem, facts, isWhole, hasBegun, complaints }: Reply, where: string, priority: number): void {
  const isNixos = facts.has('system');
  const { word = '', more = '' } = problem ?? {};
  if (word === 'no-cyclictest') throw errors.noCyclictest(where, isNixos);
  if (word === 'no-stress-ng') throw errors.noStressNg(where, isNixos);
  if (word === 'refused') throw errors.refused(where, priority, facts.get('uid') === '0', more);
  if (word === 'no-linux') throw errors.noLinux(where, more);
  if (word === 'disk-full') throw errors.noTemporaryRoom(where);
  if (word === 'no-room') throw errors.noRoomForLoad(where, more);
  if (word === 'load-ended') throw errors.loadEnded(where, more);
  if (word === 'too-old') throw errors.tooOld(where);
  if (problem) throw errors.cyclictestFailed(where, more || word);
  if (isWhole) return;
  throw hasBegun || facts.size > 0 ? errors.cutOff(where) : errors.noReply(where, complaints.at(-1) ?? '');
}

function resultOf({ format, result }: Reply, where: string, buckets: number): CyclictestResult {
  try {
    return format === 'text' ? parseCyclictestText(result, buckets) : parseCyclictestJson(result);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw errors.unreadableResult(where, error.message);
  }
}

/** A clock that jumped says more or less than the uptime, which cannot jump. */
function elapsed({ facts }: Reply, where: string, asked: number): readonly string[] {
  const between = (name: string): number => Number(facts.get(`${name}-after`)) - Number(facts.get(`${name}-before`));
  const [before, after] = [facts.get('boot-before'), facts.get('boot-after')];
  if (before === undefined || after === undefined) throw errors.cutOff(where);
  if (before !== after) throw errors.rebooted(where);
  const [seconds, byClock] = [between('uptime'), between('clock')];
  if (Number.isNaN(seconds) || Number.isNaN(byClock)) throw errors.cutOff(where);
  if (seconds < asked * 0.9) throw errors.endedEarly(where, Math.max(seconds, 0), asked);
  const jump = byClock - seconds;
  return [
    ...(Math.abs(jump) > 3
      ? [
          `The machine’s clock jumped by ${Math.round(jump)} s meanwhile. The figures hold, for they were taken with a clock that cannot jump.`,
        ]
      : []),
    ...(seconds > asked + 20 ? [`It took ${Math.round(seconds)} s instead of ${asked}: the machine slept, or stood still.`] : []),
  ];
}

function offlineNotes({ facts }: Reply): readonly string[] {
  const measured = cpuList(facts.get('cpus'));
  const online = cpuList(facts.get('online'));
  const off = cpuList(facts.get('present')).filter((cpu) => !online.includes(cpu));
  const kept = online.filter((cpu) => !measured.includes(cpu));
  return [
    ...(off.length > 0 ? [`${cpusText(off)} switched off, and not measured.`] : []),
    ...(kept.length > 0 ? [`${cpusText(kept)} not open to us, and not measured.`] : []),
  ];
}

const cpusText = (cpus: readonly number[]): string => `CPU ${listed(cpus.map(String), '')} ${cpus.length === 1 ? 'was' : 'were'}`;

const unlockedNotes = ({ notes }: Reply): readonly string[] =>
  notes.includes('unlocked')
    ? ['Memory could not be locked (the limit «memlock» is too low), so a late wake-up may come from memory that had been swapped out.']
    : [];

function machineOf({ facts }: Reply, known: number | undefined): MeasuredMachine {
  const fact = (name: string): string | undefined => facts.get(name)?.slice(0, 2000);
  const generation = known ?? integer(fact('generation'));
  const [system, bootId, cpuModel] = [fact('system'), fact('boot-before'), fact('cpu-model')];
  return {
    hostname: fact('hostname') ?? 'unknown',
    kernel: fact('kernel') ?? 'unknown',
    kernelVersion: fact('kernel-version') ?? 'unknown',
    parameters: parametersOf(fact('parameters')),
    isRealtime: fact('realtime') === '1',
    ...(generation !== undefined && generation > 0 && { generation }),
    ...(system !== undefined && { system }),
    ...(bootId !== undefined && { bootId }),
    ...(cpuModel !== undefined && { cpuModel }),
  };
}
