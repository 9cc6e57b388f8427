import { compareVersions, parseStorePath } from './store-path';

/** A path of the store and how much it takes, in bytes. */
export interface SizedPath {
  readonly path: string;
  readonly size: number;
}

/** A package in one system: all its versions there, and the paths of all its outputs together. */
export interface PackageState {
  /** The oldest first. */
  readonly versions: readonly string[];
  readonly size: number;
}

/** A package that is not what it was. Without `old` it is new, without `new` it is gone. */
export interface PackageChange {
  readonly name: string;
  readonly old?: PackageState;
  readonly new?: PackageState;
}

export interface ClosureTotal {
  readonly paths: number;
  readonly size: number;
}

export interface ClosureChanges {
  readonly old: ClosureTotal;
  readonly new: ClosureTotal;
  readonly added: readonly PackageChange[];
  readonly removed: readonly PackageChange[];
  /** Other versions. */
  readonly changed: readonly PackageChange[];
  /** The same versions, and yet built anew: something that they are made of is another. */
  readonly rebuilt: readonly PackageChange[];
  /** Files that have no version, such as those that the configuration itself is written into. */
  readonly unversioned: { readonly added: readonly string[]; readonly removed: readonly string[]; readonly changed: readonly string[] };
}

/** What two systems have different, package by package. */
export function compareClosures(before: readonly SizedPath[], after: readonly SizedPath[]): ClosureChanges {
  const [olds, news] = [packagesOf(before), packagesOf(after)];
  const names = [...new Set([...olds.keys(), ...news.keys()])].sort(byLetters);
  const pairs = names
    .map((name) => ({ name, old: olds.get(name), new: news.get(name) }))
    .filter(({ old, new: next }) => !samePaths(old, next));
  const versioned = pairs.filter(hasVersion);
  const plain = pairs.filter((pair) => !hasVersion(pair));
  const both = versioned.filter(({ old, new: next }) => old && next);
  const sameVersions = ({ old, new: next }: Pair): boolean => versionsOf(old) === versionsOf(next);
  return {
    old: totalOf(before),
    new: totalOf(after),
    added: versioned.filter(({ old }) => !old).map(changeOf),
    removed: versioned.filter(({ new: next }) => !next).map(changeOf),
    changed: both.filter((pair) => !sameVersions(pair)).map(changeOf),
    rebuilt: both.filter(sameVersions).map(changeOf),
    unversioned: {
      added: plain.filter(({ old }) => !old).map(({ name }) => name),
      removed: plain.filter(({ new: next }) => !next).map(({ name }) => name),
      changed: plain.filter(({ old, new: next }) => old && next).map(({ name }) => name),
    },
  };
}

/** What a machine's own lines say: a path and its size in bytes. Lines of another form are left out, and so are names longer than Nix takes. */
export function parseClosure(text: string): readonly SizedPath[] {
  return [...text.matchAll(/^(\/\S{1,300}) (\d{1,15})$/gm)].map(([, path, size]) => ({ path: path!, size: Number(size) }));
}

interface Package {
  readonly paths: Set<string>;
  readonly versions: Set<string>;
  size: number;
}

interface Pair {
  readonly name: string;
  readonly old: Package | undefined;
  readonly new: Package | undefined;
}

function packagesOf(paths: readonly SizedPath[]): Map<string, Package> {
  const packages = new Map<string, Package>();
  for (const { path, size } of paths) {
    const { name, version } = parseStorePath(path);
    const known = packages.get(name) ?? { paths: new Set(), versions: new Set(), size: 0 };
    if (version !== '') known.versions.add(version);
    known.paths.add(path);
    known.size += size;
    packages.set(name, known);
  }
  return packages;
}

const samePaths = (old: Package | undefined, next: Package | undefined): boolean =>
  old !== undefined && next !== undefined && old.paths.size === next.paths.size && [...old.paths].every((path) => next.paths.has(path));

const hasVersion = ({ old, new: next }: Pair): boolean => (old?.versions.size ?? 0) + (next?.versions.size ?? 0) > 0;

const sorted = (versions: Set<string>): readonly string[] => [...versions].sort((a, b) => compareVersions(a, b) || byLetters(a, b));
const versionsOf = (found: Package | undefined): string => JSON.stringify(sorted(found?.versions ?? new Set()));
const stateOf = ({ versions, size }: Package): PackageState => ({ versions: sorted(versions), size });

const changeOf = ({ name, old, new: next }: Pair): PackageChange => ({
  name,
  ...(old && { old: stateOf(old) }),
  ...(next && { new: stateOf(next) }),
});

const totalOf = (paths: readonly SizedPath[]): ClosureTotal => ({
  paths: paths.length,
  size: paths.reduce((sum, { size }) => sum + size, 0),
});

/** The same on every computer. */
const byLetters = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
