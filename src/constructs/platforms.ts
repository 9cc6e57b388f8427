import { Annotations, type Environment, type System } from '../core';
import { Nix } from '../nix';
import type { Pkg } from './pkg';
import { leftOut, notForPlatforms } from './pkg-errors';

/** The platforms, among these, that a package exists on. */
export function platformsOf(pkg: Pkg, systems: readonly System[]): readonly System[] {
  const platforms = pkg._isChanged ? undefined : pkg._platforms;
  if (!platforms || systems.every((system) => platforms.includes(system))) return systems; // mostly, and then they are compared at once
  return systems.filter((system) => platforms.includes(system));
}

/** The platforms of an environment that a package exists on. That it is left out on others is said on the construct that uses it. */
export function platformsIn(environment: Environment, pkg: Pkg): System[] {
  const systems = [...platformsOf(pkg, environment.systems)];
  const missing = environment.systems.filter((system) => !systems.includes(system));
  const say = Annotations.of(environment.construct);
  if (systems.length === 0) say.addError(notForPlatforms(pkg.name, pkg._platforms ?? [], missing));
  else if (missing.length > 0) say.addInfo(leftOut(pkg.name, systems, missing));
  return systems;
}

/** Something that exists on some platforms. */
export interface OnSystems {
  readonly nix: Nix;
  readonly systems: readonly string[];
}

/**
 * A list of which some members exist on some platforms only, in the order that was asked for: `lib.concatLists [ [ a b ] (lib.optionals … [ c ]) ]`.
 *
 * @param all the platforms that there are at all
 * @param only a function that gives a list on some platforms, and none on others: `lib.optionals …`
 */
export function listBySystem(members: readonly OnSystems[], all: readonly string[], only: (systems: readonly string[]) => Nix): Nix {
  const runs: { systems: readonly string[]; items: Nix[] }[] = [];
  for (const { nix, systems } of members) {
    if (systems.length === 0 && all.length > 0) continue; // it exists nowhere, which has been said
    const last = runs.at(-1);
    if (last && (last.systems === systems || last.systems.join() === systems.join())) last.items.push(nix);
    else runs.push({ systems, items: [nix] });
  }
  const lists = runs.map(({ systems, items }) => (systems.length === all.length ? Nix.of(items) : Nix.call(only(systems), items)));
  const [first = Nix.of([]), ...more] = lists;
  return more.length === 0 ? first : Nix.call(Nix.lib('concatLists'), lists);
}

/** `system == "x86_64-linux"`, where the platform has a name at hand. */
export function isSystem(systems: readonly string[]): Nix {
  const system = Nix.name('system');
  return systems.length === 1 ? Nix.binary(system, '==', systems[0]) : Nix.call(Nix.attr(Nix.name('builtins'), 'elem'), system, systems);
}

/** `stdenv.hostPlatform.isx86_64`, inside of a package file. */
export function isHostPlatform(systems: readonly string[]): Nix {
  return systems
    .map((system) => Nix.attr(Nix.name('stdenv'), `hostPlatform.${PREDICATE[system] ?? 'isLinux'}`))
    .reduce((either, other) => Nix.binary(either, '||', other));
}

const PREDICATE: Readonly<Record<string, string>> = { 'x86_64-linux': 'isx86_64', 'aarch64-linux': 'isAarch64' };
