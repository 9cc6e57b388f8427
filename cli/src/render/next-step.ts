import type { StackEntry } from '../../../src/assembly/manifest';
import { shellWord } from './paths';

/**
 * The command that builds a stack with plain Nix.
 *
 * `path:` matters: without it Nix looks at the Git repository around the folder, and the folder is ignored there.
 */
export function buildCommand(folder: string, { kind, attribute }: StackEntry): string {
  const derivation = kind === 'nixos' ? `${attribute}.config.system.build.toplevel` : attribute;
  return `nix build ${shellWord(`path:${folder}#${derivation}`)}`;
}

/** The file to read first: the machine's configuration, or what there is instead. */
export function mainFile({ name, files }: StackEntry): string {
  const nix = files.filter((file) => file.endsWith('.nix'));
  return nix.find((file) => file === `machines/${name}/configuration.nix`) ?? nix.find((file) => file.includes(name)) ?? 'flake.nix';
}
