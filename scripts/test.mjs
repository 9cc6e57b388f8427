// npm test: every test, on a fresh build. `npm test -- test/nix` runs some of them.
import { run } from './run.mjs';

run('node', ['scripts/build.mjs']);
run('mocha', process.argv.slice(2));
