import type { Nix } from '../nix/nix';
import { nixBase32 } from './base32';
import type { PathEntry } from './manifest';

/** What one path is in `nix path-info --json`; up to 2.18 it comes in a list and names itself, later in an object by its path. */
interface PathInfo {
  readonly path?: string;
  readonly narHash: string;
  readonly narSize: number;
}

/** The closure of paths of the store, by name. */
export async function closureOf(nix: Nix, paths: readonly string[]): Promise<readonly PathEntry[]> {
  const data = JSON.parse(await nix.run(['path-info', '--json', '--recursive', ...paths])) as
    readonly PathInfo[] | Readonly<Record<string, PathInfo>>;
  const named = Array.isArray(data)
    ? (data as readonly PathInfo[]).map((info) => [info.path!, info] as const)
    : Object.entries(data as Readonly<Record<string, PathInfo>>);
  return named
    .map(([path, { narHash, narSize }]) => ({ path, narHash: hashText(narHash), narSize }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `sha256-…` in base 64, as newer ones write it, becomes `sha256:…` in base 32, as it stands in a cache and is signed. */
const hashText = (hash: string): string =>
  hash.startsWith('sha256-') ? `sha256:${nixBase32(Buffer.from(hash.slice('sha256-'.length), 'base64'))}` : hash;
