// npm run docs: API.md from the docstrings. `--check` only tells whether the committed one is still true.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from './run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'studio-cdk-docs-'));
const draft = join(folder, 'API.md');
const target = join(ROOT, 'API.md');
run('jsii-docgen', ['-o', draft]);
const text = readFileSync(draft, 'utf8').replace(/[ \t]+$/gm, '');
rmSync(folder, { recursive: true });

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('API.md is not what the docstrings say. Run «npm run docs» and commit it.');
  process.exit(1);
}
