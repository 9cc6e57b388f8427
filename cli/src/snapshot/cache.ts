import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isSignedBy, parseNarInfo, type NarInfo, type Verifier } from './narinfo';

/** The part of a store path's name that a binary cache files it under: `/nix/store/<hash>-ardour-9.7` → `<hash>`. */
export const hashOf = (storePath: string): string => basename(storePath).split('-')[0]!;

export const cardOf = (cache: string, storePath: string): string => join(cache, `${hashOf(storePath)}.narinfo`);

/**
 * Takes away what a run that was killed left half, what another key has signed, and what `keep` does not name, so that Nix copies those again
 * and nothing else.
 */
export function tidy(cache: string, key: Verifier, keep?: ReadonlySet<string>): void {
  const cards = entriesOf(cache).filter((name) => name.endsWith('.narinfo'));
  const archives = new Set<string>();
  for (const name of cards) {
    const info = parseNarInfo(readFileSync(join(cache, name), 'utf8'));
    const isWanted = info !== undefined && isWhole(cache, info) && isSignedBy(info, key) && (!keep || keep.has(info.storePath));
    if (isWanted) archives.add(basename(info.url));
    else rmSync(join(cache, name));
  }
  for (const name of entriesOf(join(cache, 'nar'))) if (!archives.has(name)) rmSync(join(cache, 'nar', name), { recursive: true });
  for (const name of entriesOf(cache)) if (!KNOWN.test(name)) rmSync(join(cache, name), { recursive: true });
}

/** Nix makes folders for logs and for floating outputs, too; we copy neither. */
const KNOWN = /^(nix-cache-info|nar|[0-9a-z]{32}\.narinfo)$/;

const isWhole = (cache: string, { url, fileSize }: NarInfo): boolean =>
  statSync(join(cache, url), { throwIfNoEntry: false })?.size === fileSize;

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Bytes of all archives. */
export function packedSize(cache: string, paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + (parseNarInfo(readFileSync(cardOf(cache, path), 'utf8'))?.fileSize ?? 0), 0);
}
