import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { StackKind } from '../../../src/assembly/manifest';
import { damagedSnapshot, newerSnapshot, noSnapshot, noSuchFolder, unfinishedSnapshot } from './errors';
import { SNAPSHOT_FILE, CACHE_FOLDER } from './layout';

const SCHEMA = 1;

/** `snapshot.json`: what a snapshot holds. It is written last, and the same studio on the same inputs gives the same text but for the key. */
export interface Snapshot {
  readonly schema: number;
  /** `studio-cdk-cli 0.1.0` */
  readonly generator: string;
  /** The Nix that built it. */
  readonly nix: string;
  /** The stack's name. */
  readonly name: string;
  readonly kind: StackKind;
  /** What was built, as an attribute path of the flake. */
  readonly attribute: string;
  readonly system: string;
  /** What the build came to: where programs are looked for. */
  readonly outputs: readonly string[];
  /** Names of programs that can be run from it. */
  readonly programs: readonly string[];
  /** Sources of the flake's inputs in the store, by name: `musnix`, `home-manager/nixpkgs`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** `cache` beside this file, or an address. */
  readonly cache: string;
  /** The key that everything in the cache is signed with. */
  readonly publicKey: string;
  /** Files of the flake by name, with `/`. */
  readonly flake: Readonly<Record<string, FileEntry>>;
  /** The closure of outputs and inputs, by path. */
  readonly paths: readonly PathEntry[];
  readonly size: {
    /** Bytes that the closure takes in a store. */
    readonly unpacked: number;
    /** Bytes that it takes in the cache; unknown where that is elsewhere. */
    readonly packed?: number;
  };
}

export interface FileEntry {
  readonly size: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

export interface PathEntry {
  readonly path: string;
  /** `sha256:…` in base 32. */
  readonly narHash: string;
  readonly narSize: number;
}

export const snapshotText = (snapshot: Omit<Snapshot, 'schema'>): string =>
  `${JSON.stringify({ schema: SCHEMA, ...snapshot } satisfies Snapshot, null, 2)}\n`;

/** @throws UserError when the folder is none, or holds no snapshot, or a damaged one */
export function readSnapshot(folder: string): Snapshot {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw noSuchFolder(folder);
  const file = join(folder, SNAPSHOT_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw damagedSnapshot(file, message);
    const begun = statSync(join(folder, CACHE_FOLDER), { throwIfNoEntry: false })?.isDirectory();
    throw begun ? unfinishedSnapshot(folder) : noSnapshot(folder);
  }
  return check(file, parse(file, text));
}

function parse(file: string, text: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(text);
    if (isObject(data)) return data;
  } catch {
    throw damagedSnapshot(file, text.trimEnd().endsWith('}') ? 'it is not JSON' : 'it ends in the middle');
  }
  throw damagedSnapshot(file, 'it is not a JSON object');
}

const TEXTS = ['nix', 'name', 'kind', 'attribute', 'system', 'cache', 'publicKey'] satisfies (keyof Snapshot)[];
const LISTS = ['outputs', 'programs', 'paths'] satisfies (keyof Snapshot)[];
const OBJECTS = ['inputs', 'flake', 'size'] satisfies (keyof Snapshot)[];

function check(file: string, data: Record<string, unknown>): Snapshot {
  const { schema } = data;
  if (typeof schema === 'number' && schema > SCHEMA) throw newerSnapshot(file, schema, SCHEMA);
  if (schema !== SCHEMA) throw damagedSnapshot(file, `«schema» is ${JSON.stringify(schema) ?? 'missing'}`);
  for (const key of TEXTS) if (typeof data[key] !== 'string') throw damagedSnapshot(file, `«${key}» is not a text`);
  for (const key of LISTS) if (!Array.isArray(data[key])) throw damagedSnapshot(file, `«${key}» is not a list`);
  for (const key of OBJECTS) if (!isObject(data[key])) throw damagedSnapshot(file, `«${key}» is not an object`);
  return data as unknown as Snapshot;
}

/** Every file below a folder. */
export function filesOf(folder: string): Record<string, FileEntry> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const names = found.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
  return Object.fromEntries(
    names.map((name) => {
      const bytes = readFileSync(join(folder, name));
      return [name.split(sep).join('/'), { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }];
    }),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
