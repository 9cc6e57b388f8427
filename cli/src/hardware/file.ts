import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { unreadable, unwritable } from './errors';

/** What a file says. Undefined: there is none. */
export function readExisting(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw unreadable(file, code === 'EISDIR' ? 'it is a folder' : message);
  }
}

/**
 * In one step: a reader sees the old file or the new one. A link stays a link, and the file that it leads to is replaced. A pipe, or a device
 * such as /dev/null, is written into: a file in its place would be the end of it.
 */
export function replaceFile(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const found = statSync(file, { throwIfNoEntry: false });
    if (found && !found.isFile() && !found.isDirectory()) writeFileSync(file, text);
    else exchange(found ? realpathSync(file) : file, text, found?.mode ?? 0o644);
  } catch (error) {
    throw unwritable(file, (error as Error).message);
  }
}

function exchange(place: string, text: string, mode: number): void {
  const draft = `${place}.${process.pid}.new`;
  try {
    writeFileSync(draft, text, { flag: 'wx', mode });
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
