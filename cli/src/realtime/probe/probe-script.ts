import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the published package the build has put it beside the bundles; in the repository it is among the assets. */
const PLACES = [
  join(__dirname, 'probe.sh'),
  join(__dirname, '..', 'probe.sh'),
  join(__dirname, '..', '..', '..', '..', 'assets', 'probe.sh'),
];

/** The script that looks at a machine. */
export function readProbe(places: readonly string[] = PLACES): string {
  const file = places.find(existsSync);
  if (file === undefined) throw new Error(`probe.sh is in none of ${places.join(', ')}: the package is not whole`);
  return readFileSync(file, 'utf8');
}
