import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_FILE, parseLock } from '../../../src/assembly/lock';
import { keptElsewhere, lockNotKept, noLockCame } from './errors';

/**
 * Brings home the lock that a machine made, so that all later builds take the same revisions. What somebody wrote there meanwhile stays.
 *
 * @param before the text that was sent; undefined: there was none
 * @returns what is wrong, for people
 */
export function keepLock(home: string, before: string | undefined, text: string): string | undefined {
  const file = join(home, LOCK_FILE);
  if (!isLock(text)) return noLockCame();
  try {
    const now = textOf(file);
    if (now === text) return undefined;
    if (now !== before) return keptElsewhere(file);
    put(file, text);
    return undefined;
  } catch (error) {
    return lockNotKept(file, (error as Error).message.replace(/\.$/, ''));
  }
}

/** Whatever a machine says, it does not get into the project before it was looked at. */
function isLock(text: string): boolean {
  try {
    parseLock(LOCK_FILE, text);
    return true;
  } catch {
    return false;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** In one step: a reader sees the old lock or the new one. */
function put(file: string, text: string): void {
  const draft = `${file}.${process.pid}.new`;
  try {
    writeFileSync(draft, text, { flag: 'wx' }); // a link that waits there is not followed
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
