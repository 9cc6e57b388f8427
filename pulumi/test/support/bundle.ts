/** The package as it is shipped: made anew where a source is newer. Import it for that. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const PACKAGE = resolve(__dirname, '..', '..');
export const REPOSITORY = resolve(PACKAGE, '..');

const timeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const timesIn = (folder: string): readonly number[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => timeOf(join(folder, path)));

const sources = ['pulumi/src', 'cli/src', 'src/assembly', 'assets'].flatMap((folder) => timesIn(join(REPOSITORY, folder)));
const newest = Math.max(...sources, timeOf(join(PACKAGE, 'build.mjs')), timeOf(join(REPOSITORY, 'scripts', 'bundled.mjs')));
if (timeOf(join(PACKAGE, 'lib', 'index.js')) < newest) execFileSync(process.execPath, [join(PACKAGE, 'build.mjs')], { stdio: 'inherit' });
