// npm test: every test, on a fresh build. `npm test -- test/nix` runs some of them.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

/** Files of tests that take longest: begun first, so that no core waits for them at the end. */
const LONG = [
  /faults\.bed/,
  /pulumi.*bed/,
  /guard-(ends|trial|faults|names|freeze)/,
  /ssh-executor\.bed|kernel\.test/,
  /bed\.test/,
  /hostile|failures|snapshot|fixtures|measure|probe|report/,
];

/** Several files at once; most of what takes long waits for machines, not for the processor. */
export const everyTest = () => ['--parallel', '--jobs', String(availableParallelism() + 1), ...longestFirst(testFiles())];

const testFiles = () =>
  ['test', 'cli/test', 'pulumi/test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join(folder, name)),
  );

const longestFirst = (files) => [...files].sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
const rank = (file) => LONG.findIndex((pattern) => pattern.test(file)) >>> 0; // -1 becomes the last

if (import.meta.filename === process.argv[1]) {
  const [...chosen] = process.argv.slice(2);
  run('node', ['scripts/build.mjs']);
  run('mocha', chosen.length > 0 ? chosen : everyTest());
}
