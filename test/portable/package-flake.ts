import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DawHost } from '../../src/constructs/daw-host';
import type { PackageContext } from '../../src/constructs/pkg-origin';
import { pluginCheckFile } from '../../src/constructs/plugin-check';
import { wrappedProgramFile } from '../../src/constructs/wrapped-program-file';
import type { PackageFile } from '../../src/core';
import { Shelf } from '../../src/core/shelf';
import { Nix, NODE, printFile } from '../../src/nix';

/** A place where packages are written down that has one nixpkgs, and allows everything. */
export const ONE_NIXPKGS = {
  packages: () => Nix.name('pkgs'),
  allowUnfree: () => undefined,
} as unknown as PackageContext;

/**
 * Writes a flake that holds the package files of hosts, and nothing else: `packages.x86_64-linux.ardour` is the wrapped program, and
 * `checks.x86_64-linux.ardour-plugins` the proof that it finds its plugins.
 *
 * @returns the folder
 */
export function writePackageFlake(folder: string, ...hosts: DawHost[]): string {
  const shelf = new Shelf();
  const call = (file: PackageFile, args: object): Nix =>
    Nix.call(Nix.pkgs('callPackage'), Nix.path(`./${shelf.placePackage(file, 'test')}`), args);
  const packages: Record<string, Nix> = {};
  const checks: Record<string, Nix> = {};
  for (const { _wrapped: wrapped } of hosts) {
    const program = wrappedProgramFile(wrapped, ONE_NIXPKGS);
    packages[wrapped.name] = call(program.file, program.args);
    const wrapper = Nix.attr(Nix.name('self'), `packages.${SYSTEM}.${wrapped.name}`);
    const check = pluginCheckFile(wrapped, { ...program, wrapper }, ONE_NIXPKGS);
    if (check) checks[check.file.name] = call(check.file, check.args);
  }
  const pkgs = Nix.raw(`import nixpkgs { system = "${SYSTEM}"; config.allowUnfree = true; }`);
  const outputs = Nix.letIn({ pkgs }, { packages: { [SYSTEM]: packages }, checks: { [SYSTEM]: checks } });
  write(join(folder, 'flake.nix'), printFile(Nix.of({ outputs: Nix.pattern(['self', 'nixpkgs'], outputs) })[NODE]));
  for (const path of [...shelf.texts.keys(), ...shelf.copies.keys()]) write(join(folder, path), shelf.contentsOf(path)!);
  return folder;
}

const SYSTEM = 'x86_64-linux';

function write(path: string, text: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
