// Runs programs for the scripts beside this file: output goes where ours goes, and a failure ends the script with the same code.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** jsii warns in red that Node 20 is old, on every run; which Node we support is written in package.json. */
const ENVIRONMENT = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };

/** A program of node_modules/.bin, or node itself. */
export function run(program, args, options = {}) {
  const command = program === 'node' ? process.execPath : join(ROOT, 'node_modules', '.bin', program);
  const result = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: ENVIRONMENT, ...options });
  if (result.error) throw result.error;
  if (result.status !== 0 && !options.allowFailure) process.exit(result.status ?? 1);
  return result;
}
