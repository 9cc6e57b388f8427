import type { GuardClient } from '../deploy/guard-client';
import { askGuard, isUnknownVerb, TAKEN, UNKNOWN } from './ask-guard';
import { guardFailed, guardSentence, noSuchGeneration } from './errors';
import { parseGenerations, type Generation } from './generations';
import { nameTaken, noSuchName, runsNoGeneration } from './pin-errors';
import { parsePins, type Pin } from './pins';

/** What a machine can be put back on. */
export interface Keeps {
  readonly generations: readonly Generation[];
  readonly pins: readonly Pin[];
}

export async function askWhatItKeeps(guard: GuardClient, stack: string): Promise<Keeps> {
  const generations = parseGenerations((await askGuard(guard, stack, 'generations', [])).stdout);
  return { generations, pins: await askPins(guard, stack) };
}

/** A guard that is older than names knows none. */
export async function askPins(guard: GuardClient, stack: string): Promise<readonly Pin[]> {
  const result = await guard.ask('pins');
  if (isUnknownVerb(result)) return [];
  if (result.code !== 0) throw guardFailed(stack, 'pins', result);
  return parsePins(result.stdout);
}

export interface PinRequest {
  readonly name: string;
  /** Without it, the one that the machine runs and boots. */
  readonly generation?: number;
  readonly by: string;
  /** Take the name from another generation. */
  readonly force: boolean;
}

/** @throws UserError when the machine does not have it, or the name is another's */
export async function pin(guard: GuardClient, stack: string, { name, generation, by, force }: PinRequest): Promise<Pin> {
  const args = [name, `by=${by}`, ...(generation === undefined ? [] : [`generation=${generation}`]), ...(force ? ['force=yes'] : [])];
  const result = await askGuard(guard, stack, 'pin', args, [UNKNOWN, TAKEN]);
  if (result.code === TAKEN) throw nameTaken(stack, guardSentence(result), /is the name of generation/.test(result.stderr));
  if (result.code === UNKNOWN && generation === undefined) throw runsNoGeneration(stack);
  if (result.code === UNKNOWN) throw noSuchGeneration(stack, generation!, (await askWhatItKeeps(guard, stack)).generations);
  const [made] = parsePins(result.stdout);
  if (!made) throw guardFailed(stack, 'pin', result);
  return made;
}

/** @throws UserError when there is no such name */
export async function unpin(guard: GuardClient, stack: string, name: string, by: string): Promise<void> {
  const result = await askGuard(guard, stack, 'unpin', [name, `by=${by}`], [UNKNOWN]);
  if (result.code === 0) return;
  const names = (await askPins(guard, stack)).map((known) => known.name);
  throw noSuchName(stack, name, names);
}
