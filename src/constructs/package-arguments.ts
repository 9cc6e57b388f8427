import { isIdentifier, NODE, type Nix, type NixNode } from '../nix';
import type { Pkg } from './pkg';
import type { PackageContext } from './pkg-origin';

/** What packages are called inside of a package file. */
export interface PackageArguments {
  /** The argument's name, by the key of the package. */
  readonly nameOf: ReadonlyMap<string, string>;
  /** What `callPackage` does not find by itself. */
  readonly explicit: Record<string, Nix>;
}

/**
 * The names that packages have as arguments of the file. A package that stands directly in the machine's `pkgs` keeps its name, and `callPackage`
 * finds it; any other one gets a name that is free, and is passed.
 *
 * @param packages what the file needs, each once
 * @param context where the file is called
 * @param reserved names that the file uses for something else
 */
export function nameArguments(packages: readonly Pkg[], context: PackageContext, reserved: readonly string[]): PackageArguments {
  const found = new Map(packages.map((pkg) => [pkg._key, { pkg, nix: pkg._in(context) }]));
  const nameOf = new Map<string, string>();
  const taken = new Set(reserved);
  for (const [key, { nix }] of found) {
    const plain = nameInPkgs(nix[NODE]);
    if (plain === undefined || taken.has(plain)) continue;
    nameOf.set(key, plain);
    taken.add(plain);
  }
  const passed: [string, Nix][] = [];
  for (const [key, { pkg, nix }] of found) {
    if (nameOf.has(key)) continue;
    const name = freeName(identifier(pkg.name), taken);
    nameOf.set(key, name);
    taken.add(name);
    passed.push([name, nix]);
  }
  return { nameOf, explicit: Object.fromEntries(passed.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
  return name;
}

/** What the package set at hand is called: in a module, and in an overlay. */
const SETS = ['pkgs', 'prev'];

/** `pkgs.calf` → calf; undefined for everything that callPackage does not find by its name alone. */
function nameInPkgs(node: NixNode): string | undefined {
  if (node.kind !== 'select' || node.target.kind !== 'name' || !SETS.includes(node.target.name) || node.path.length !== 1) return undefined;
  const key = node.path[0];
  return typeof key === 'string' && isIdentifier(key) ? key : undefined;
}

/** `pipewire.jack` → pipewire-jack, `2ship` → _2ship. */
function identifier(name: string): string {
  const word = name.replace(/[^\w'-]/g, '-');
  return isIdentifier(word) ? word : `_${word}`;
}
