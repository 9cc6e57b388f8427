import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from '../measurement';
import { jsonText } from '../../render/json-text';
import { checkMeasurement } from './check-measurement';
import { noPlaceForMeasurement } from './errors';

/** Beside `cdk.json`: it needs no rights on the machine, outlives it, and goes along with the project. */
export const MEASUREMENTS = 'measurements';

/** What stands for this computer, where no stack is measured. No stack is called so: a name begins with a letter. */
export const THIS_COMPUTER = '_this-computer';

/**
 * Writes a measurement into the project's folder, whole or not at all.
 *
 * @returns the file
 * @throws UserError when it cannot be written
 */
export function saveMeasurement(folder: string, measurement: Measurement): string {
  const place = placeOf(folder, measurement.stack);
  const file = join(place, fileName(measurement));
  const draft = join(place, `.${process.pid}-${fileName(measurement)}`);
  try {
    mkdirSync(place, { recursive: true });
    writeFileSync(draft, `${jsonText(measurement)}\n`);
    renameSync(draft, file);
  } catch (error) {
    discard(draft);
    throw noPlaceForMeasurement(file, error as Error);
  }
  return file;
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // what could not be written cannot always be taken away, and is no measurement: its name begins with a dot
  }
}

/** A file that is there and cannot be used. */
export interface Damaged {
  readonly file: string;
  readonly why: string;
}

/** More than a measurement of 256 CPUs: it is something else. */
const MOST_BYTES = 32 * 1024 * 1024;

/** The measurements of a stack, oldest first. A damaged file is told to `onDamaged`, and left out. */
export function listMeasurements(folder: string, stack: string, onDamaged: (damaged: Damaged) => void = () => {}): readonly Measurement[] {
  const place = placeOf(folder, stack);
  return filesIn(place)
    .flatMap((name) => readOne(join(place, name), onDamaged))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function readOne(file: string, onDamaged: (damaged: Damaged) => void): readonly Measurement[] {
  try {
    const found = statSync(file);
    // A pipe or a device never ends, and a link that came with the project may lead to one.
    if (!found.isFile()) throw new Error('it is no file');
    const { size } = found;
    if (size > MOST_BYTES) throw new Error(`it has ${size} bytes, which no measurement has`);
    return [checkMeasurement(JSON.parse(readFileSync(file, 'utf8')), '')];
  } catch (error) {
    onDamaged({ file, why: error instanceof SyntaxError ? 'it is no JSON, or is cut off' : (error as Error).message });
    return [];
  }
}

function filesIn(place: string): readonly string[] {
  try {
    return readdirSync(place).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  } catch {
    return []; // nothing was measured yet
  }
}

/** `20260131T120000Z-41.json`: names that sort by time, and that every file system takes. */
const fileName = ({ at, machine }: Measurement): string => `${at.replaceAll(/[-:]/g, '')}-${machine.generation ?? 'none'}.json`;

/** Names of stacks are plain words; another program's manifest may say anything. */
const placeOf = (folder: string, stack: string): string =>
  join(folder, MEASUREMENTS, encodeURIComponent(Buffer.from(stack).toString()).replaceAll(/^\.+|[*']/g, '_') || '_');

/** The last one before `now` that was made by another generation: what a change is held against. */
export function formerGeneration(all: readonly Measurement[], now: Measurement): Measurement | undefined {
  const before = all.filter(({ at }) => Date.parse(at) < Date.parse(now.at));
  return before.findLast(({ machine }) => machine.system !== now.machine.system || machine.generation !== now.machine.generation);
}
