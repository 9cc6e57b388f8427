import { readFile, stat } from 'node:fs/promises';
import { readInput } from '../terminal';
import { passwordFileTooOpen, passwordFileUnreadable } from './rights-errors';
import type { Secrets } from './secrets';

/** The first line of a file, or of the standard input. */
export function passwordFrom(file: string, secrets: Secrets): Promise<string> {
  return secrets.once(`password file ${file}`, async () => {
    const text = file === '-' ? await readInput() : await read(file);
    const [line = ''] = text.split(/\r?\n/);
    if (line === '') throw passwordFileUnreadable(file, 'it is empty');
    return line;
  });
}

async function read(file: string): Promise<string> {
  try {
    const { mode } = await stat(file);
    const isFile = (mode & 0o170000) === 0o100000;
    if (isFile && (mode & 0o077) !== 0 && process.platform !== 'win32') throw passwordFileTooOpen(file);
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : passwordFileUnreadable(file, code === 'ENOENT' ? 'it is not there' : code);
  }
}
