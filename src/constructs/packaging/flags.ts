import { Nix } from '../../nix';
import { badFlag, badOptionName, badOptionValue } from './errors';

/** nixpkgs takes lists of flags apart at blanks again. */
export const flagProblems = (attribute: string, flags: readonly string[] = []): string[] =>
  flags.filter((flag) => /\s/.test(flag) || flag === '').map((flag) => badFlag(attribute, flag));

export function optionProblems(options: Readonly<Record<string, unknown>> = {}): string[] {
  return Object.entries(options).flatMap(([name, value]) => [
    ...(/^[A-Za-z_][\w.:-]*$/.test(name) ? [] : [badOptionName(name)]),
    ...(typeof value === 'boolean' || (typeof value === 'string' && !/\s/.test(value)) ? [] : [badOptionValue(name)]),
  ]);
}

/** `{ BUILD_LV2: true }` → `[ (lib.cmakeBool "BUILD_LV2" true) ]`, with the functions that nixpkgs has for a build system. */
export function optionFlags(options: Readonly<Record<string, unknown>> = {}, ofBoolean: string, ofText: string): Nix[] {
  return Object.entries(options).map(([name, value]) => Nix.call(Nix.lib(typeof value === 'boolean' ? ofBoolean : ofText), name, value));
}

/** An attribute with a list, which is left out where it is empty. */
export const listOf = (name: string, items: readonly unknown[]): Record<string, unknown> => (items.length === 0 ? {} : { [name]: items });
