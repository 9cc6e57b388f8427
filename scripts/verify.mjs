// npm run verify: everything that must hold before a change is taken. Installs what the tests need where it may, and says what it leaves out.
import { runEveryTest } from './every-test.mjs';
import { installSystemPackages } from './system-packages.mjs';
import { run } from './run.mjs';

installSystemPackages();
run('node', ['scripts/newer-nix.mjs'], { allowFailure: true });
run('node', ['scripts/rt-kernel.mjs'], { allowFailure: true });
run('node', ['scripts/pulumi.mjs'], { allowFailure: true });
run('node', ['scripts/python.mjs'], { allowFailure: true });
run('node', ['scripts/build.mjs']);
run('node', ['scripts/package.mjs', 'python']);
run('node', ['scripts/lint.mjs']);
run('node', ['scripts/docs.mjs', '--check']);
if (runEveryTest() > 0) process.exit(1);
