// npm run build: the library by jsii into lib/, light enough to start fast; the command line by esbuild into cli/lib/.
import { run } from './run.mjs';

run('jsii', ['--silence-warnings', 'reserved-word']);
run('node', ['scripts/lighten.mjs']);
run('node', ['cli/build.mjs']);
