// Bundles the command line: node cli/build.mjs
//
// src/main.ts and every command become one file each, so that a run reads two files and only the code it needs. The files share no module
// state: what a command needs of main.ts comes as an argument, and errors are told apart by their name.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { complete, SETTINGS } from '../scripts/bundled.mjs';

const cli = dirname(fileURLToPath(import.meta.url));
const source = join(cli, 'src');
const examples = join(cli, '..', 'examples');
const templates = join(cli, 'templates');

/** What runs of an example leave behind. */
const LEFTOVER = /[\\/](node_modules|cdk\.out|__pycache__|\.pytest_cache|\.venv)$/;

const commands = readdirSync(join(source, 'commands')).filter((name) => name.endsWith('.ts'));

const { metafile } = await build({
  ...SETTINGS,
  absWorkingDir: cli,
  entryPoints: ['src/main.ts', 'src/crash-reporter.ts', ...commands.map((name) => `src/commands/${name}`)],
  outbase: 'src',
  outdir: 'lib',
  external: ['./commands/*', ...SETTINGS.external],
  supported: { 'dynamic-import': false }, // require() starts faster
});
complete(cli, metafile);
// What tells of a program in Python that raised; it has a folder of its own, which is on that program's path.
cpSync(join(source, 'crash', 'python'), join(cli, 'lib', 'python'), { recursive: true, filter: (path) => !LEFTOVER.test(path) });

/** Among templates, the language is what tells this one apart. */
const RENAMED = { 'python-studio': 'python-laptop' };
// An example is a template without its package.json: inside this repository it finds the library by the repository's own name.
rmSync(templates, { recursive: true, force: true });
for (const name of existsSync(examples) ? readdirSync(examples) : []) {
  const example = join(examples, name);
  if (!existsSync(join(example, 'cdk.json'))) continue;
  cpSync(example, join(templates, RENAMED[name] ?? name), { recursive: true, filter: (path) => !LEFTOVER.test(path) });
}
