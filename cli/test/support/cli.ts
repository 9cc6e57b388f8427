import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const CLI = resolve(__dirname, '..', '..');
export const REPOSITORY = dirname(CLI);
export const BIN = join(CLI, 'bin', 'cdk.js');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the real command line in a process of its own, with nothing of the caller's taste. */
export function cdk(args: readonly string[], { cwd = tmpdir(), env = {} }: RunOptions = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...cleanEnvironment(), ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

export function cleanEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'NODE_OPTIONS']) delete environment[name];
  return environment;
}

/** A folder that goes away with the test run. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'studio-cdk-cli-')));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
process.once('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Writes files, given by relative path, into a new temporary folder. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  return folder;
}

/** The tests run the bundles: made anew where a source is newer. */
function bringUpToDate(): void {
  const copied = [join(CLI, 'build.mjs'), ...['guard.sh', 'measure.sh', 'probe.sh'].map((name) => join(REPOSITORY, 'assets', name))];
  const newest = Math.max(...[join(CLI, 'src'), join(REPOSITORY, 'src', 'assembly')].flatMap(timesIn), ...copied.map(timeOf));
  if (timeOf(join(CLI, 'lib', 'main.js')) < newest) execFileSync(process.execPath, [join(CLI, 'build.mjs')], { stdio: 'inherit' });
}

const timesIn = (folder: string): number[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => timeOf(join(folder, path)));

const timeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

bringUpToDate();
