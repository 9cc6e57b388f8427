import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** This library's version, for the manifest. Read when asked for: compiled or not, package.json is two folders up. */
export function libraryVersion(): string {
  return (JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string }).version;
}
