import { dirname } from 'node:path';
import type { Call } from '../../command';
import { findSettings } from '../../project/settings';
import { jsonText } from '../../render/json-text';
import { displayPath } from '../../render/paths';
import { harmless } from '../../ssh/harmless';
import { pairOf } from '../report/data';
import type { Measurement } from '../measurement';
import { compare, type Comparison } from './compare';
import { measurementText } from './print-measurement';
import { listMeasurements, saveMeasurement, THIS_COMPUTER } from './store';
import { summarise } from './summary';

/** What became of one machine. */
export interface Measured {
  readonly stack: string;
  /** What people call it. */
  readonly label: string;
  readonly measurement?: Measurement;
  readonly because?: string;
  /** Why there is no measurement. */
  readonly problem?: string;
  /** It is shown, and not kept. */
  readonly isNobodys?: true;
}

/** Per cent by which two measurements of the same machine differ anyway. */
const MARGIN = 10;

/**
 * Keeps what was measured, and shows it with what was before.
 *
 * @returns the exit code: 1 when a machine was not measured, or a measurement not kept
 */
export function tellMeasured(call: Call, all: readonly Measured[], json: boolean): number {
  const { out, err } = call.terminal;
  const settings = findSettings(call.cwd);
  const folder = settings && dirname(settings.file);
  const told = all.map((one) => keep(one));
  if (json) out.line(jsonText(told.map(asData), 2));
  else for (const [index, one] of told.entries()) show(one, index > 0);
  return told.every(({ measurement, problem }) => measurement && problem === undefined) ? 0 : 1;

  function keep(one: Measured): Kept {
    const { measurement, stack } = one;
    if (!measurement || one.isNobodys || folder === undefined) return { ...one, former: [] };
    const former = listMeasurements(folder, stack, ({ file, why }) =>
      err.line(err.paint.yellow(harmless(`«${displayPath(call.cwd, file)}» is left out: ${why}.`))),
    ).filter(({ at }) => Date.parse(at) < Date.parse(measurement.at));
    try {
      return { ...one, former, file: saveMeasurement(folder, measurement) };
    } catch (error) {
      return { ...one, former, problem: (error as Error).message };
    }
  }

  function show({ label, measurement, former, because, problem, file, isNobodys }: Kept, isNext: boolean): void {
    if (isNext) out.line();
    const { paint, isInteractive, columns } = out;
    const argument = isNobodys ? 'STACK' : measurement?.stack === THIS_COMPUTER ? '--local' : undefined;
    const more = {
      ...(because !== undefined && { because }),
      ...(argument !== undefined && { argument }),
      ...(isInteractive && { width: Math.min(columns, 100) }),
    };
    if (measurement) out.line(measurementText(measurement, { label, former, paint, ...more }));
    if (file !== undefined) out.line(paint.dim(`Kept in ${displayPath(call.cwd, file)}`));
    else if (measurement && problem === undefined) out.line(paint.dim(isNobodys ? NOBODYS : NOT_KEPT));
    if (problem !== undefined) err.line(`${err.paint.bold(label)}: ${err.paint.red(harmless(problem))}`);
  }
}

const NOT_KEPT = 'Not kept: there is no cdk.json here or above.';
const NOBODYS = 'Not kept: --stack says whose it is.';

interface Kept extends Measured {
  /** Oldest first. */
  readonly former: readonly Measurement[];
  readonly file?: string;
}

function asData({ stack, measurement, former, problem, file }: Kept): object {
  const before = measurement && pairOf([...former, measurement]).former;
  const comparison: Comparison | undefined = before && compare(before, measurement, MARGIN);
  return {
    stack,
    ...(measurement && { summary: summarise(measurement), measurement }),
    ...(before && { former: { at: before.at, generation: before.machine.generation, summary: summarise(before) }, comparison }),
    ...(file !== undefined && { file }),
    ...(problem !== undefined && { problem }),
  };
}
