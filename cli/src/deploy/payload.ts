import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import { LOCK_FILE, lockDifferences, parseLock } from '../../../src/assembly/lock';
import { MANIFEST_FILE, type Manifest, type StackEntry } from '../../../src/assembly/manifest';
import { readManifest } from '../../../src/assembly/read';
import type { Assembly } from '../project/assembly';
import { changedMeanwhile, fileMissing, leadsOut, oddName, unreadableFile } from './errors';
import { fingerprintOf } from './fingerprint';

/** What a machine is sent: all of it was in memory before anything was done, so later changes of the folder reach no machine by half. */
export interface Payload {
  readonly stack: StackEntry;
  /** The machine's files and `flake.nix`, by name. `flake.lock` is not among them. */
  readonly files: readonly PayloadFile[];
  readonly lock?: string;
  /** Nix will have to add to the lock, or make one: what it takes is brought home afterwards. */
  readonly lockIsOpen: boolean;
  readonly fingerprint: string;
  /** The fingerprint that a deployment had before the lock was brought home. */
  readonly fingerprintWithoutLock: string;
}

export interface PayloadFile {
  /** Relative, with `/`. */
  readonly name: string;
  readonly contents: Buffer;
  readonly executable: boolean;
}

const FLAKE_FILE = 'flake.nix';

/** Synthesis exchanges the whole folder; somebody who reads at that moment reads again. */
const ATTEMPTS = 3;

/**
 * Reads what these stacks are made of, all from one state of the assembly, which is the one that `assembly.manifest` was read from.
 *
 * @throws UserError when the folder is damaged, or was synthesised anew since
 */
export function readPayloads(assembly: Assembly, stacks: readonly StackEntry[]): ReadonlyMap<string, Payload> {
  for (let attempt = 1; ; attempt++) {
    const before = stampOf(assembly.folder);
    const payloads = tryRead(assembly, stacks);
    const after = stampOf(assembly.folder);
    if (before === after && isSame(readManifest(assembly.folder), assembly.manifest) && payloads instanceof Map) return payloads;
    if (before === after && payloads instanceof Error) throw payloads;
    if (before === after || attempt === ATTEMPTS) throw changedMeanwhile(assembly.folder);
  }
}

function tryRead({ folder, home, manifest }: Assembly, stacks: readonly StackEntry[]): Map<string, Payload> | Error {
  try {
    const shared = new Map<string, PayloadFile>();
    const read = (name: string): PayloadFile => {
      let file = shared.get(name);
      if (!file) shared.set(name, (file = readOne(folder, name)));
      return file;
    };
    const lock = readLockText(home);
    const lockIsOpen = isOpen(home, lock, manifest);
    return new Map(stacks.map((stack) => [stack.name, payloadOf(stack, manifest, read, lock, lockIsOpen)]));
  } catch (error) {
    return error as Error;
  }
}

function payloadOf(
  stack: StackEntry,
  { generator, inputs }: Manifest,
  read: (name: string) => PayloadFile,
  lock: string | undefined,
  lockIsOpen: boolean,
): Payload {
  const names = [...new Set([FLAKE_FILE, ...stack.files])].filter((name) => name !== LOCK_FILE).sort();
  const files = names.map(read);
  const own = files.filter(({ name }) => name !== FLAKE_FILE); // flake.nix names all machines; what belongs to this one is in the digest
  const ingredients = { generator, stack, inputs, files: own };
  return {
    stack,
    files,
    lockIsOpen,
    ...(lock !== undefined && { lock }),
    fingerprint: fingerprintOf({ ...ingredients, ...(lock !== undefined && { lock }) }),
    fingerprintWithoutLock: fingerprintOf(ingredients),
  };
}

/** What is read is sent away. So nothing is that is not in the folder, also where a link in it would lead there. */
function readOne(folder: string, name: string): PayloadFile {
  if (isAbsolute(name) || name.split('/').some((part) => part === '' || part === '.' || part === '..')) throw oddName(folder, name);
  const path = join(folder, name);
  try {
    if (!realpathSync(path).startsWith(realpathSync(folder) + sep)) throw leadsOut(folder, name);
    const found = statSync(path);
    if (!found.isFile()) throw unreadableFile(path, 'it is no file');
    return { name, contents: readFileSync(path), executable: (found.mode & 0o111) !== 0 };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw code === 'ENOENT' ? fileMissing(path) : unreadableFile(path, message);
  }
}

function readLockText(home: string): string | undefined {
  const file = join(home, LOCK_FILE);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw unreadableFile(file, message);
  }
}

function isOpen(home: string, lock: string | undefined, { inputs }: Manifest): boolean {
  if (lock === undefined) return Object.keys(inputs).length > 0;
  return lockDifferences(parseLock(join(home, LOCK_FILE), lock), inputs).length > 0;
}

/** Changes with every synthesis. */
function stampOf(folder: string): string {
  const found = statSync(join(folder, MANIFEST_FILE), { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev} ${found.ino} ${found.mtimeNs} ${found.ctimeNs}` : 'none';
}

const isSame = (one: Manifest, other: Manifest): boolean => JSON.stringify(one) === JSON.stringify(other);
