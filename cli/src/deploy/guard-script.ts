import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The script that does the work on the machine. It is known by its hash, so an older one there is never mistaken for it. */
export interface GuardScript {
  readonly text: string;
  /** The first 16 hex digits of its SHA-256. */
  readonly hash: string;
}

/** In the published package the build has put it beside the bundles; in the repository it is among the assets. */
const PLACES = [join(__dirname, 'guard.sh'), join(__dirname, '..', 'guard.sh'), join(__dirname, '..', '..', '..', 'assets', 'guard.sh')];

export function readGuard(places: readonly string[] = PLACES): GuardScript {
  const file = places.find(existsSync);
  if (file === undefined) throw new Error(`guard.sh is in none of ${places.join(', ')}: the package is not whole`);
  return guardOf(readFileSync(file, 'utf8'));
}

export const guardOf = (text: string): GuardScript => ({ text, hash: createHash('sha256').update(text).digest('hex').slice(0, 16) });
