import { join } from 'node:path';
import { LOCK_FILE, lockDifferences, readLock } from '../../../src/assembly/lock';
import { noLock, staleLock } from '../update/errors';
import type { Assembly } from './assembly';

/**
 * What `--locked` asks for: the lock is there, and of these inputs.
 *
 * @throws UserError when it is not
 */
export function checkLock({ home, manifest }: Assembly): void {
  const file = join(home, LOCK_FILE);
  const lock = readLock(home);
  if (!lock && Object.keys(manifest.inputs).length === 0) return; // nothing to pin
  if (!lock) throw noLock(file);
  const differences = lockDifferences(lock, manifest.inputs);
  if (differences.length > 0) throw staleLock(file, differences);
}
