// What it costs to start a studio in Python, beside what jsii's runtime costs by itself.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePython } from '../scripts/python.mjs';
import { measure, ROOT } from './measure.mjs';

/** Rows for the table, or the reason why there are none. */
export function measurePython(scratch) {
  const { python, reason } = ensurePython();
  if (python === undefined) return { reason };
  const dist = join(ROOT, 'dist', 'python');
  const wheel = existsSync(dist) ? readdirSync(dist).find((name) => name.endsWith('.whl')) : undefined;
  if (wheel === undefined) return { reason: 'the library is not packed for Python (npm run package -- python)' };
  const packages = mkdtempSync(join(scratch, 'python-'));
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--no-index', '--target', packages];
  execFileSync(python, ['-m', 'pip', 'install', ...options, join(dist, wheel)]);
  const env = {
    PYTHONPATH: packages,
    JSII_HOST_STACK_TRACES: '1', // as cdk runs it
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
    STUDIO_CDK_OUTPUT: join(scratch, 'python-studio'),
  };
  const floor = measure([python, join(ROOT, 'bench', 'python-floor.py')], { env });
  const studio = measure([python, 'app.py'], { cwd: join(ROOT, 'examples', 'python-studio'), env });
  return {
    rows: [
      { what: 'the reference studio in Python, cpu', value: studio.cpu, unit: 's', budget: 1.6 },
      { what: 'jsii’s runtime and constructs alone, cpu', value: floor.cpu, unit: 's' },
    ],
  };
}
