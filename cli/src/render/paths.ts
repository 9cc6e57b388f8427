import { relative } from 'node:path';

/** A path as somebody in that folder would type it: short below the folder, absolute elsewhere. */
export function displayPath(cwd: string, path: string): string {
  const near = relative(cwd, path);
  if (near === '') return '.';
  return near.startsWith('..') ? path : near;
}

/** A word of a command line to copy: in single quotes where the shell would read more into it. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-][\w@%+=:,./#-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
