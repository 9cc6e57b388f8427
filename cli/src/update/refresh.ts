import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCK_FILE, parseLock, readLock, type Lock } from '../../../src/assembly/lock';
import { refused } from '../nix/errors';
import { NixRefusal, type Nix } from '../nix/nix';
import { UNTOUCHED, cannotKeep } from './errors';
import { movesBetween, type Move } from './moves';

export interface Refresh {
  /** Where `flake.nix` is. */
  readonly assembly: string;
  /** Folders whose `flake.lock` is replaced. The first one's is the old lock. */
  readonly places: readonly string[];
  /** None: all. */
  readonly inputs: readonly string[];
  readonly onLine: (line: string) => void;
}

/**
 * Lets Nix write the lock anew in a folder of our own, and puts it into its places when it is whole.
 *
 * @throws UserError when Nix cannot do it; the locks are then as they were
 */
export async function refresh(nix: Nix, { assembly, places, inputs, onLine }: Refresh): Promise<readonly Move[]> {
  const before = readOld(places[0]!);
  const work = mkdtempSync(join(tmpdir(), 'studio-cdk-update-'));
  try {
    const flake = join(work, 'flake');
    mkdirSync(flake);
    copyFileSync(join(assembly, 'flake.nix'), join(flake, 'flake.nix'));
    if (before) writeFileSync(join(flake, LOCK_FILE), before.text);
    await relock(nix, flake, inputs, onLine);
    const text = existsSync(join(flake, LOCK_FILE)) ? readFileSync(join(flake, LOCK_FILE), 'utf8') : EMPTY;
    const moves = movesBetween(before?.lock, parseLock(LOCK_FILE, text));
    for (const place of places) put(join(place, LOCK_FILE), text);
    return moves;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Nix writes no lock for a flake without inputs. */
const EMPTY = `${JSON.stringify({ nodes: { root: {} }, root: 'root', version: 7 }, null, 2)}\n`;

function readOld(folder: string): { readonly lock: Lock; readonly text: string } | undefined {
  const lock = readLock(folder);
  return lock && { lock, text: readFileSync(join(folder, LOCK_FILE), 'utf8') };
}

async function relock(nix: Nix, flake: string, inputs: readonly string[], onLine: (line: string) => void): Promise<void> {
  try {
    await nix.relock(flake, inputs, { onLine });
  } catch (error) {
    if (error instanceof NixRefusal) throw refused('update the inputs', error.reason, UNTOUCHED);
    throw error;
  }
}

/** In one step: a reader sees the old lock or the new one. */
function put(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  const draft = `${file}.${process.pid}.new`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw cannotKeep(file, (error as Error).message);
  }
}
