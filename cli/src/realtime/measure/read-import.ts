import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Call } from '../../command';
import { synthesise } from '../../project/assembly';
import { selectStacks } from '../../project/select';
import { readInput } from '../../terminal';
import { noSuchImport, oneStackForImport, unreadableImport } from './errors';
import { importMeasurement } from './import-measurement';
import type { MeasureCall } from './measure-options';
import type { Measured } from './tell-measured';

/** More than cyclictest ever writes. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Reads a measurement that was made elsewhere. Without `--stack` it is nobody's, and nothing is kept. */
export async function readImport(call: Call, given: MeasureCall, from: string): Promise<Measured> {
  const isInput = from === '-';
  const file = isInput ? 'standard input' : basename(from);
  const { text, writtenAt } = isInput ? { text: await readInput(), writtenAt: new Date() } : readFile(resolve(call.cwd, from), from);
  const { seconds, priority, interval, load } = given;
  const stack = given.stack === undefined ? undefined : await stackNamed(call, given.stack);
  const name = stack?.name ?? file;
  const measurement = importMeasurement(text, {
    file,
    stack: name,
    writtenAt,
    load,
    ...(seconds !== undefined && { seconds }),
    ...(priority !== undefined && { priority }),
    ...(interval !== undefined && { interval }),
    ...(stack?.realtime && { intent: stack.realtime }),
  });
  return { stack: name, label: name, measurement, ...(stack === undefined && { isNobodys: true }) };
}

function readFile(path: string, given: string): { readonly text: string; readonly writtenAt: Date } {
  try {
    const file = openSync(path, 'r');
    try {
      return { text: textOf(file, given), writtenAt: fstatSync(file).mtime };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if ((error as Error).name === 'UserError') throw error;
    throw noSuchImport(given, (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message);
  }
}

/** It may be a pipe, whose size nobody knows, or a device that never ends. */
function textOf(file: number, given: string): string {
  const chunks: Buffer[] = [];
  for (let size = 0; size <= MOST_BYTES;) {
    const chunk = Buffer.allocUnsafe(256 * 1024);
    const read = readSync(file, chunk);
    if (read === 0) return Buffer.concat(chunks).toString();
    chunks.push(chunk.subarray(0, read));
    size += read;
  }
  throw unreadableImport(given, `it has more than ${MOST_BYTES} bytes, and cyclictest never writes so much`);
}

/** Environments have no latency of their own; a machine that has no address has one. */
async function stackNamed(call: Call, name: string): Promise<ReturnType<typeof selectStacks>[number]> {
  const { manifest } = await synthesise(call, 'stderr');
  const stacks = selectStacks(manifest.stacks, [name]);
  if (stacks.length > 1)
    throw oneStackForImport(
      name,
      stacks.map((stack) => stack.name),
    );
  return stacks[0]!;
}
