import type { StackEntry } from '../../../src/assembly/manifest';
import { shellWord } from './paths';

/**
 * The command that builds a stack with plain Nix.
 *
 * `path:` matters: without it Nix looks at the Git repository around the folder, and the folder is ignored there.
 */
export const buildCommand = (folder: string, stack: StackEntry): string =>
  `nix build ${shellWord(`path:${folder}#${derivationOf(stack)}`)}`;

/** An environment for several platforms is built for this computer's, where it has that. */
export function forThisComputer(stack: StackEntry): StackEntry {
  const here = PLATFORMS[process.arch];
  if (here === undefined || here === stack.system || !stack.systems?.includes(here)) return stack;
  return { ...stack, system: here, attribute: stack.attribute.replace(`.${stack.system}.`, `.${here}.`) };
}

const PLATFORMS: Readonly<Record<string, string>> = { x64: 'x86_64-linux', arm64: 'aarch64-linux' };

/** What is built, as an attribute path of the flake. */
export const derivationOf = ({ kind, attribute }: Pick<StackEntry, 'kind' | 'attribute'>): string =>
  kind === 'nixos' ? `${attribute}.config.system.build.toplevel` : attribute;

/** The file to read first: the machine's configuration, or what there is instead. */
export function mainFile({ name, files }: StackEntry): string {
  const nix = files.filter((file) => file.endsWith('.nix'));
  return nix.find((file) => file === `machines/${name}/configuration.nix`) ?? nix.find((file) => file.includes(name)) ?? 'flake.nix';
}
