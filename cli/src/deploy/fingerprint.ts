import { createHash } from 'node:crypto';
import { SCHEMA, type InputEntry, type StackEntry } from '../../../src/assembly/manifest';
import type { PayloadFile } from './payload';

/** All that decides which system comes out. */
export interface Ingredients {
  readonly generator: string;
  readonly stack: Pick<StackEntry, 'name' | 'attribute' | 'system' | 'digest'>;
  readonly inputs: Readonly<Record<string, InputEntry>>;
  /** As they were read, so that a file that somebody changed by hand counts. */
  readonly files: readonly PayloadFile[];
  /** The text of `flake.lock`. Undefined: there is none yet, and the machine makes one. */
  readonly lock?: string;
}

/** A word for a machine's configuration: equal ingredients give equal systems, so a machine that knows the word has nothing to do. */
export function fingerprintOf({ generator, stack, inputs, files, lock }: Ingredients): string {
  const hash = createHash('sha256');
  const { name, attribute, system, digest } = stack;
  hash.update(JSON.stringify([SCHEMA, generator, name, attribute, system, digest, sorted(inputs), lock ?? null]));
  for (const file of files) hash.update(`\0${JSON.stringify([file.name, file.executable, file.contents.length])}\0`).update(file.contents);
  return `sha256-${hash.digest('base64')}`;
}

/** The order of keys means nothing in an object. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}
