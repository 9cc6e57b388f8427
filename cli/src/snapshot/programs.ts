import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Of a package, and of a machine. */
const FOLDERS = ['bin', join('sw', 'bin')];

export const programsOf = (outputs: readonly string[]): readonly string[] =>
  [...new Set(foldersOf(outputs).flatMap((folder) => readdirSync(folder)))].filter((name) => !name.startsWith('.')).sort();

/** Undefined: there is none of this name. */
export const findProgram = (outputs: readonly string[], name: string): string | undefined =>
  foldersOf(outputs)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

const foldersOf = (outputs: readonly string[]): readonly string[] =>
  outputs.flatMap((output) => FOLDERS.map((folder) => join(output, folder))).filter((folder) => existsSync(folder));
