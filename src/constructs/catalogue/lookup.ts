import { suggest } from '../../core';
import { CONTROLLERS } from './controllers';
import { DAWS } from './daws';
import { EFFECTS } from './effects';
import type { CatalogueEntry, Section } from './entry';
import { REMOVED, RENAMED, type Removed, type Renamed } from './former-names';
import { HOSTS } from './hosts';
import { LIVECODING } from './livecoding';
import { NOTATION } from './notation';
import { SAMPLERS } from './samplers';
import { SEQUENCERS } from './sequencers';
import { SYNTHS } from './synths';
import { UTILITIES } from './utilities';

/** The catalogue, shelf by shelf. */
export const SECTIONS: readonly Section[] = [
  DAWS,
  HOSTS,
  SEQUENCERS,
  SYNTHS,
  SAMPLERS,
  EFFECTS,
  LIVECODING,
  NOTATION,
  CONTROLLERS,
  UTILITIES,
];

/** What the catalogue knows about a name. */
export type Lookup =
  | { readonly kind: 'found'; readonly entry: CatalogueEntry }
  | { readonly kind: 'renamed'; readonly renamed: Renamed; readonly entry: CatalogueEntry | undefined }
  | { readonly kind: 'removed'; readonly removed: Removed }
  | { readonly kind: 'unknown' };

const UNKNOWN: Lookup = { kind: 'unknown' };

/** Looks a name of nixpkgs up. */
export function findPackage(name: string): Lookup {
  const entry = packages().get(name);
  if (entry) return { kind: 'found', entry };
  const renamed = ownEntry(RENAMED, name);
  if (renamed) return { kind: 'renamed', renamed, entry: packages().get(renamed.to) };
  const removed = ownEntry(REMOVED, name);
  return removed ? { kind: 'removed', removed } : UNKNOWN;
}

/** A name of the catalogue that differs from this one in its case and its dashes only: it was certainly meant. */
export function sameName(name: string): string | undefined {
  const wanted = fold(name);
  for (const known of packages().keys()) if (fold(known) === wanted) return known;
  return undefined;
}

/** A name of the catalogue that somebody may have meant. */
export const similarName = (name: string): string | undefined => suggest(name, packages().keys());

/** Every package, by its name. */
export function packages(): ReadonlyMap<string, CatalogueEntry> {
  known ??= new Map(SECTIONS.flatMap((section) => Object.entries(section)));
  return known;
}

/** Filled when somebody asks first: a program that only prints its version does not. */
let known: ReadonlyMap<string, CatalogueEntry> | undefined;

/** Names come from users: «constructor» is no old package. */
const ownEntry = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const fold = (name: string): string => name.toLowerCase().replace(/[-_.]/g, '');
