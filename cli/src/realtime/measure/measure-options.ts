import { badNumber, importAndMachines, localAndStacks, stackWithoutImport } from './errors';
import { MOST_SECONDS } from './measure';

/** What `cdk measure` is told, checked. */
export interface MeasureCall {
  readonly isLocal: boolean;
  readonly json: boolean;
  /** Absent: half a minute, and for an import what the file says. */
  readonly seconds?: number;
  readonly load: boolean;
  readonly defaultSystem: boolean;
  readonly priority?: number;
  readonly interval?: number;
  readonly importFrom?: string;
  /** Whose measurement is imported. */
  readonly stack?: string;
}

/** @throws UserError for the first that cannot be meant */
export function readMeasureOptions(given: Readonly<Record<string, unknown>>, names: readonly string[]): MeasureCall {
  const [isLocal, importFrom, stack] = [
    given['local'] === true,
    given['import'] as string | undefined,
    given['stack'] as string | undefined,
  ];
  const meansMachines = names.length > 0 || given['tag'] !== undefined || given['all'] === true;
  if (isLocal && meansMachines) throw localAndStacks();
  if (importFrom !== undefined && (isLocal || meansMachines)) throw importAndMachines();
  if (stack !== undefined && importFrom === undefined) throw stackWithoutImport();
  const [seconds, priority, interval] = [
    wholeNumber('--seconds', given['seconds'], 1, MOST_SECONDS, 'a day at most: what was not measured at all cannot be well'),
    wholeNumber('--priority', given['priority'], 1, 99, 'as SCHED_FIFO has them'),
    wholeNumber('--interval', given['interval'], 20, 1_000_000, 'microseconds between two wake-ups'),
  ];
  return {
    isLocal,
    json: given['json'] === true,
    load: given['load'] === true,
    defaultSystem: given['defaultSystem'] !== false,
    ...(seconds !== undefined && { seconds }),
    ...(priority !== undefined && { priority }),
    ...(interval !== undefined && { interval }),
    ...(importFrom !== undefined && { importFrom }),
    ...(stack !== undefined && { stack }),
  };
}

function wholeNumber(option: string, given: unknown, least: number, most: number, what: string): number | undefined {
  if (given === undefined) return undefined;
  const number = /^\d{1,9}$/.test(String(given)) ? Number(given) : Number.NaN;
  if (!(number >= least && number <= most)) throw badNumber(option, String(given), least, most, what);
  return number;
}
