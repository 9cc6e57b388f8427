/** A checkout of the hand-written portable studio, and an environment in which real Nix serves it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURES, type NixInstallation } from '../../support/nix';
import { makeEnvironment, scratchFolder } from '../../support/nix-process';
import { toolFolder, writeProgram } from './launcher';

let nixpkgs: string | undefined;

/** The stand-in nixpkgs, at a path that every Nix can be told of. */
export function standInNixpkgs(): string {
  if (nixpkgs === undefined) {
    nixpkgs = join(mkdtempSync(join(scratchFolder(), 'nixpkgs-')), 'nixpkgs');
    cpSync(join(FIXTURES, 'nixpkgs'), nixpkgs, { recursive: true });
  }
  return nixpkgs;
}

/** Writes a checkout into `folder`. Its nixpkgs is the stand-in, or another folder. */
export function checkOut(folder: string, pkgs = standInNixpkgs()): string {
  mkdirSync(folder, { recursive: true });
  const flake = readFileSync(join(FIXTURES, 'flakes', 'portable', 'flake.nix'), 'utf8');
  writeFileSync(join(folder, 'flake.nix'), flake.replace(/"github:NixOS\/nixpkgs[^"]*"/, `"path:${pkgs}"`));
  return folder;
}

const environments = new Map<string, NodeJS.ProcessEnv>();

/** What the launcher runs with: this Nix as `nix` on PATH, a store of its own, and flakes switched off. */
export function realNix(nix: NixInstallation, ...tools: readonly string[]): NodeJS.ProcessEnv {
  let environment = environments.get(nix.version);
  if (environment === undefined) {
    const root = mkdtempSync(join(scratchFolder(), 'launcher-'));
    environment = makeEnvironment(root);
    const settings = join(root, 'conf', 'nix.conf');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(/^experimental-features.*\n/m, ''));
    const bin = toolFolder(join(root, 'bin'), 'bash', 'env', 'git', 'ls', ...tools);
    const command = nix.command('nix').map((word) => `'${word}'`);
    // A Nix that runs through a loader takes the loader for itself; and this one looks for a registry of flakes, whatever it is told.
    const mended = command.length > 1 ? `--option build-hook "$0 __build-remote" --option download-attempts 1` : '';
    writeProgram(
      join(bin, 'nix'),
      `#!/bin/sh
case \${1:-} in __*) exec ${command.join(' ')} "$@" ;; esac
exec ${command.join(' ')} ${mended} "$@"
`,
    );
    environment = { ...environment, PATH: bin };
    environments.set(nix.version, environment);
  }
  return environment;
}
