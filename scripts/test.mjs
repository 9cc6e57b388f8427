// npm test: every test, on a fresh build. `npm test -- test/nix` runs some of them.
import { run } from './run.mjs';

/** Where tests are. */
export const ALL_TESTS = ['test', 'cli/test'];

if (import.meta.filename === process.argv[1]) {
  const [...chosen] = process.argv.slice(2);
  run('node', ['scripts/build.mjs']);
  run('mocha', chosen.length > 0 ? chosen : ALL_TESTS);
}
