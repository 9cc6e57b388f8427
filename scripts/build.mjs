// npm run build: the library by jsii into lib/, the command line by esbuild into cli/lib/.
import { run } from './run.mjs';

run('jsii', ['--silence-warnings', 'reserved-word']);
run('node', ['cli/build.mjs']);
