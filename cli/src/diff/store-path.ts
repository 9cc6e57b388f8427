/** What a path of the Nix store says about itself. */
export interface StorePath {
  /** `ardour` of `/nix/store/…-ardour-9.2`. */
  readonly name: string;
  /** `9.2`; empty where the name has none, as with files that a configuration is written into. */
  readonly version: string;
  /** `bin` of `…-glibc-2.40-bin`; most are `out`, which is not written. */
  readonly output: string;
}

const HASH_LENGTH = 32;

/** Endings that are a word and yet part of a version: `0.4-unstable`. */
const OF_VERSION = new Set(['unstable', 'pre', 'alpha', 'beta', 'rc', 'git', 'final', 'stable', 'rt', 'lts']);

/** As Nix reads them: the version begins behind the first dash that no letter follows (`builtins.parseDrvName`); outputs stand behind it. */
export function parseStorePath(path: string): StorePath {
  const full = path.slice(path.lastIndexOf('/') + 1 + HASH_LENGTH + 1);
  const at = full.search(/-(?=[^A-Za-z])/);
  if (at < 0) return { name: full, version: '', output: 'out' };
  const [name, rest] = [full.slice(0, at), full.slice(at + 1)];
  const [, version, output] = /^(.+)-([a-z]+|lib32|lib64)$/.exec(rest) ?? [];
  if (version === undefined || output === undefined || OF_VERSION.has(output)) return { name, version: rest, output: 'out' };
  return { name, version, output };
}

/** Below zero where `a` is the older one, as Nix orders versions (`builtins.compareVersions`). */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [componentsOf(a), componentsOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [one, other] = [left[at] ?? '', right[at] ?? ''];
    if (isLess(one, other)) return -1;
    if (isLess(other, one)) return 1;
  }
  return 0;
}

/** `2.3pre1` is `2`, `3`, `pre`, `1`. */
const componentsOf = (version: string): readonly string[] => version.match(/\d+|[^\d.-]+/g) ?? [];

const isNumber = (component: string): boolean => /^\d+$/.test(component);

function isLess(one: string, other: string): boolean {
  if (isNumber(one) && isNumber(other)) return BigInt(one) < BigInt(other);
  if (one === '' && isNumber(other)) return true;
  if (one === 'pre' && other !== 'pre') return true;
  if (other === 'pre') return false;
  if (isNumber(other)) return true; // a word is older than a number: 2.3a < 2.3.1
  if (isNumber(one)) return false;
  return one < other;
}
