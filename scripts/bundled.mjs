// What the packages that esbuild bundles have in common: the files that go along with a bundle.
import { cpSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './run.mjs';

/** What every bundle is made with. */
export const SETTINGS = {
  bundle: true,
  external: ['cpu-features', '*.node', '@pulumi/*'], // ssh2 looks for faster code of its own, and does without; Pulumi is the user's own
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  legalComments: 'linked',
  logLevel: 'warning',
  metafile: true,
};

/** Takes away what an earlier build has left in `lib`, and puts beside the bundles what they read and what their licences ask for. */
export function complete(packageFolder, { inputs, outputs }) {
  const output = join(packageFolder, 'lib');
  for (const name of readdirSync(output, { recursive: true })) {
    const path = join(output, name);
    if (statSync(path).isFile() && !(relative(packageFolder, path) in outputs)) rmSync(path);
  }
  // What a deployment leaves in charge on the machine, what looks at one, and what measures how late it wakes up. A library that is installed
  // beside may be of another version.
  for (const name of ['guard.sh', 'probe.sh', 'measure.sh']) cpSync(join(ROOT, 'assets', name), join(output, name));
  const packages = new Set(Object.keys(inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
  const licences = [...packages].sort().map((name) => `${name}\n\n${licenceOf(name)}`);
  writeFileSync(join(output, 'THIRD-PARTY-LICENSES.txt'), licences.join('\n----\n\n'));
}

function licenceOf(name) {
  const folder = join(ROOT, 'node_modules', name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled and has no licence file.`);
  return readFileSync(join(folder, file), 'utf8');
}
