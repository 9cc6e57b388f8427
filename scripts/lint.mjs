// npm run lint: types, rules, layout. `npm run lint -- --fix` mends what can be mended.
import { run } from './run.mjs';

const fix = process.argv.includes('--fix');

run('tsc', ['-p', 'tsconfig.dev.json']);
run('eslint', ['.', '--max-warnings', '0', ...(fix ? ['--fix'] : [])]);
run('prettier', [fix ? '--write' : '--check', '--log-level', 'warn', '.']);
