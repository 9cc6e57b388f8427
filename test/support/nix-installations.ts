/**
 * The Nix installations that tests can use on this machine: the one on PATH, and newer ones that
 * `scripts/newer-nix.mjs` has unpacked into the user's cache. Generated flakes must evaluate with all of them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface NixInstallation {
  /** For test titles: «Nix 2.8.0». */
  readonly name: string;
  readonly version: string;
  /** What to run for one of Nix's programs (`nix`, `nix-instantiate`, `nix-build`): a command and its first arguments. */
  command(program: string): readonly [string, ...string[]];
}

/** What `scripts/newer-nix.mjs` writes beside an unpacked Nix, last of all. */
interface UnpackedNix {
  readonly version: string;
  readonly loader: string;
  readonly libraryPath: string;
  readonly binaries: string;
}

let found: readonly NixInstallation[] | undefined;

/** All installations, oldest first. Looked for once in a process. */
export function findNix(): readonly NixInstallation[] {
  found ??= [...onPath(), ...unpacked()].sort((a, b) => compareVersions(a.version, b.version));
  return found;
}

/** The folder where unpacked installations live; `scripts/newer-nix.mjs` uses the same one. */
export function unpackedNixFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'studio-cdk', 'nix');
}

function onPath(): NixInstallation[] {
  const folder = (process.env.PATH ?? '').split(delimiter).find((candidate) => existsSync(join(candidate, 'nix')));
  if (folder === undefined) {
    return [];
  }
  const printed = spawnSync(join(folder, 'nix'), ['--version'], { encoding: 'utf8' });
  const version = /(\d+(\.\d+)+)\s*$/.exec(printed.stdout ?? '')?.[1];
  return version === undefined ? [] : [installation(version, (program) => [join(folder, program)])];
}

function unpacked(): NixInstallation[] {
  const folder = unpackedNixFolder();
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .map((name) => join(folder, name, 'nix.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as UnpackedNix)
    .map((nix) =>
      // Through its own loader: its libraries are newer than those of this machine.
      installation(nix.version, (program) => [nix.loader, '--library-path', nix.libraryPath, join(nix.binaries, program)]),
    );
}

function installation(version: string, command: NixInstallation['command']): NixInstallation {
  return { name: `Nix ${version}`, version, command };
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
