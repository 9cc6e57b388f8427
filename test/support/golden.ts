import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contentsOf } from './temp';

/**
 * Compares the files of a folder with those of a golden folder: the same names, and every file as a whole.
 *
 * `UPDATE_GOLDEN=1 npx mocha` writes the golden folder anew; look at the difference before you commit it.
 */
export function assertGolden(folder: string, golden: string): void {
  const found = contentsOf(folder);
  if (process.env['UPDATE_GOLDEN']) rewrite(golden, found);
  const wanted = contentsOf(golden);
  const advice = `Is it meant to be different? UPDATE_GOLDEN=1 npx mocha writes ${golden} anew.`;
  assert.deepEqual(Object.keys(found), Object.keys(wanted), `other files than in ${golden}. ${advice}`);
  for (const name of Object.keys(wanted)) if (found[name] !== wanted[name]) assert.equal(found[name], wanted[name], `${name}: ${advice}`);
}

function rewrite(golden: string, files: Readonly<Record<string, string>>): void {
  rmSync(golden, { recursive: true, force: true });
  for (const name of Object.keys(files)) {
    mkdirSync(dirname(join(golden, name)), { recursive: true });
    writeFileSync(join(golden, name), files[name]!, 'latin1');
  }
}
