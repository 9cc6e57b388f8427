// npm test: every test, on a fresh build. `npm test -- test/nix` runs some of them.
import { availableParallelism } from 'node:os';
import { run } from './run.mjs';

/**
 * Where tests are. Files are begun in this order, several at once: what takes longest comes first, so that no core waits for it at the end.
 */
export const ALL_TESTS = ['cli/test/faults', 'test/assets', 'cli/test', 'test'];

/** Most of what takes long waits for machines, not for the processor. */
export const AT_ONCE = ['--parallel', '--jobs', String(Math.max(3, availableParallelism()))];

if (import.meta.filename === process.argv[1]) {
  const [...chosen] = process.argv.slice(2);
  run('node', ['scripts/build.mjs']);
  run('mocha', chosen.length > 0 ? chosen : [...AT_ONCE, ...ALL_TESTS]);
}
