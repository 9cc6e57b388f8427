import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the published package the build has put it beside the bundles; in the repository it is among the assets. */
const PLACES = [
  join(__dirname, 'measure.sh'),
  join(__dirname, '..', 'measure.sh'),
  join(__dirname, '..', '..', '..', '..', 'assets', 'measure.sh'),
];

/** The script that measures, on the machine. */
export function readMeasureScript(places: readonly string[] = PLACES): string {
  const file = places.find(existsSync);
  if (file === undefined) throw new Error(`measure.sh is in none of ${places.join(', ')}: the package is not whole`);
  return readFileSync(file, 'utf8');
}
