// Bundles the command line: node cli/build.mjs
//
// src/main.ts and every command become one file each, so that a run reads two files and only the code it needs. The files share no module
// state: what a command needs of main.ts comes as an argument, and errors are told apart by their name.
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const cli = dirname(fileURLToPath(import.meta.url));
const source = join(cli, 'src');
const output = join(cli, 'lib');
const examples = join(cli, '..', 'examples');
const templates = join(cli, 'templates');

/** What runs of an example leave behind. */
const LEFTOVER = /[\\/](node_modules|cdk\.out|__pycache__|\.pytest_cache|\.venv)$/;

const commands = readdirSync(join(source, 'commands')).filter((name) => name.endsWith('.ts'));

const { metafile } = await build({
  absWorkingDir: cli,
  entryPoints: ['src/main.ts', 'src/crash-reporter.ts', ...commands.map((name) => `src/commands/${name}`)],
  outbase: 'src',
  outdir: 'lib',
  bundle: true,
  external: ['./commands/*', 'cpu-features', '*.node'], // ssh2 looks for faster code of its own, and does without
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  supported: { 'dynamic-import': false }, // require() starts faster
  legalComments: 'linked',
  logLevel: 'warning',
  metafile: true,
});
for (const name of readdirSync(output, { recursive: true })) {
  const path = join(output, name);
  if (statSync(path).isFile() && !(relative(cli, path) in metafile.outputs)) rmSync(path);
}

// What a deployment leaves in charge on the machine; a library that is installed beside may be of another version.
cpSync(join(cli, '..', 'assets', 'guard.sh'), join(output, 'guard.sh'));
// And what looks at a machine.
cpSync(join(cli, '..', 'assets', 'probe.sh'), join(output, 'probe.sh'));
// And what measures how late it wakes up.
cpSync(join(cli, '..', 'assets', 'measure.sh'), join(output, 'measure.sh'));

// And what tells of a program in Python that raised; it has a folder of its own, which is on that program's path.
cpSync(join(source, 'crash', 'python'), join(output, 'python'), { recursive: true, filter: (path) => !LEFTOVER.test(path) });

// The licences of what is bundled ask to go along.
const packages = new Set(Object.keys(metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
const licences = [...packages].sort().map((name) => `${name}\n\n${licenceOf(name)}`);
writeFileSync(join(output, 'THIRD-PARTY-LICENSES.txt'), licences.join('\n----\n\n'));

/** Among templates, the language is what tells this one apart. */
const RENAMED = { 'python-studio': 'python-laptop' };
// An example is a template without its package.json: inside this repository it finds the library by the repository's own name.
rmSync(templates, { recursive: true, force: true });
for (const name of existsSync(examples) ? readdirSync(examples) : []) {
  const example = join(examples, name);
  if (!existsSync(join(example, 'cdk.json'))) continue;
  cpSync(example, join(templates, RENAMED[name] ?? name), { recursive: true, filter: (path) => !LEFTOVER.test(path) });
}

function licenceOf(name) {
  const folder = join(cli, '..', 'node_modules', name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled and has no licence file.`);
  return readFileSync(join(folder, file), 'utf8');
}
