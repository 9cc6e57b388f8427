// npm run build: the library by jsii into lib/, light enough to start fast; the command line and the component for Pulumi by esbuild into
// cli/lib/ and pulumi/lib/.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './run.mjs';

rmSync(join(ROOT, 'lib'), { recursive: true, force: true }); // a file whose source is gone would be shipped for ever
run('jsii', ['--fail-on-warnings']); // a name that another language keeps for itself is a warning
run('node', ['scripts/lighten.mjs']);
run('node', ['cli/build.mjs']);
run('node', ['pulumi/build.mjs']);
