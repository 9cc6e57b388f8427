import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contentsOf } from './temp';

/** Files of the library that are copied into studios as they are. A golden says that it is one, and not once more what stands in it. */
const SHIPPED = ['guard.sh'].map((name) => join('assets', name));

/**
 * Compares the files of a folder with those of a golden folder: the same names, and every file as a whole.
 *
 * `UPDATE_GOLDEN=1 npx mocha` writes the golden folder anew; look at the difference before you commit it.
 */
export function assertGolden(folder: string, golden: string): void {
  const found = withoutShipped(contentsOf(folder));
  if (process.env['UPDATE_GOLDEN']) rewrite(golden, found);
  const wanted = contentsOf(golden);
  const advice = `Is it meant to be different? UPDATE_GOLDEN=1 npx mocha writes ${golden} anew.`;
  assert.deepEqual(Object.keys(found), Object.keys(wanted), `other files than in ${golden}. ${advice}`);
  for (const name of Object.keys(wanted)) if (found[name] !== wanted[name]) assert.equal(found[name], wanted[name], `${name}: ${advice}`);
}

/** The digest of a stack with such a file changes with every line of that file: it says that, too. */
function withoutShipped(files: Readonly<Record<string, string>>): Record<string, string> {
  const names = new Map<string, string>();
  const entries = Object.entries(files).map(([name, contents]) => {
    const source = SHIPPED.find((file) => contents === readFileSync(file, 'latin1'));
    if (source !== undefined) names.set(name, source);
    return [name, source === undefined ? contents : `The same as ${source}.\n`];
  });
  const result = Object.fromEntries(entries) as Record<string, string>;
  if (result['manifest.json'] === undefined || names.size === 0) return result;
  const manifest = JSON.parse(result['manifest.json']) as { stacks: { files: string[]; digest: string }[] };
  const stacks = manifest.stacks.map((stack) => {
    const source = stack.files.map((name) => names.get(name)).find((known) => known !== undefined);
    return source === undefined ? stack : { ...stack, digest: `depends on ${source}` };
  });
  return { ...result, 'manifest.json': `${JSON.stringify({ ...manifest, stacks }, null, 2)}\n` };
}

function rewrite(golden: string, files: Readonly<Record<string, string>>): void {
  rmSync(golden, { recursive: true, force: true });
  for (const name of Object.keys(files)) {
    mkdirSync(dirname(join(golden, name)), { recursive: true });
    writeFileSync(join(golden, name), files[name]!, 'latin1');
  }
}
