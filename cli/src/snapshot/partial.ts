import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isFull } from '../nix/errors';
import { cannotWrite, diskFull, isBusy } from './errors';
import { CACHE_FOLDER } from './layout';

/** What is not finished stands beside its place. */
export const partialOf = (folder: string): string => join(dirname(folder), `.${basename(folder)}.partial`);

/** The number of the process that writes there: two would sweep up each other's work. */
const OWNER_FILE = 'pid';

/** A snapshot that is being made, or that was begun and is to be finished. */
export class PartialFolder {
  /** @throws UserError when another process is at it */
  public constructor(public readonly folder: string) {
    mkdirSync(join(folder, CACHE_FOLDER), { recursive: true });
    const file = join(folder, OWNER_FILE);
    const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (owner > 0 && isAlive(owner)) throw isBusy(folder, owner, file);
    writeFileSync(file, String(process.pid));
  }

  public moveTo(place: string): void {
    rmSync(join(this.folder, OWNER_FILE), { force: true });
    if (existsSync(place)) rmdirSync(place);
    renameSync(this.folder, place);
  }

  /** Keeps what is worth it. @returns whether there was anything */
  public leave(): boolean {
    rmSync(join(this.folder, OWNER_FILE), { force: true });
    const cache = join(this.folder, CACHE_FOLDER);
    const isKept = existsSync(cache) && readdirSync(cache).length > 0;
    if (!isKept) rmSync(this.folder, { recursive: true, force: true });
    return isKept;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What the system says of a disk becomes a sentence about the snapshot. */
export function writing<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw isFull(code) ? diskFull(folder, partialOf(folder)) : cannotWrite(folder, message);
  }
}
