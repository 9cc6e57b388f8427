// npm run package: the library for other languages, with jsii-pacmak, into dist/. Nothing is published.
//
//   npm run package                  Python as wheel and sdist; Java, C# and Go as sources, compiled where their tools and packages can be had
//   npm run package -- python        that one alone
//
// It packs lib/ as it is: build before.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensurePython } from './python.mjs';
import { ROOT, run } from './run.mjs';

const DIST = join(ROOT, 'dist');
/** Sources of languages whose packages are made from them, before that. */
const SOURCES = join(ROOT, '.cache', 'package');

/** How each is finished; gives what to say of it. */
const LANGUAGES = {
  python: wheelAndSdist,
  java: () => compiled('java', 'mvn', ['--quiet', '--batch-mode', 'compile']),
  dotnet: () => compiled(join('dotnet', 'StudioCdk'), 'dotnet', ['build', '--nologo']),
  go: () => compiled(join('go', 'studiocdk'), 'go', ['build', '-mod=mod', './...']),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in LANGUAGES));
if (unknown.length > 0) {
  console.error(`There is no language «${unknown[0]}» here. There are: ${Object.keys(LANGUAGES).join(', ')}.`);
  process.exit(2);
}
if (!existsSync(join(ROOT, '.jsii'))) {
  console.error('The library is not built, so there is nothing to pack. «npm run build» builds it.');
  process.exit(1);
}
for (const language of asked.length > 0 ? asked : Object.keys(LANGUAGES)) {
  generate(language, language === 'python' ? SOURCES : DIST);
  console.log(`${language}: ${LANGUAGES[language]()}`);
}

function generate(language, outdir) {
  rmSync(join(DIST, language), { recursive: true, force: true });
  rmSync(join(outdir, language), { recursive: true, force: true });
  // Scripts are left out of packing: «prepare» would build everything again, under the feet of who reads lib/.
  run('jsii-pacmak', ['--code-only', '--targets', language, '--outdir', outdir, '--pack-command', 'npm pack --silent --ignore-scripts']);
}

function wheelAndSdist() {
  const { python, reason } = ensurePython();
  if (python === undefined) return `sources in ${shown(join(SOURCES, 'python'))}; no wheel: ${reason}`;
  const target = join(DIST, 'python');
  const args = ['-m', 'build', '--no-isolation', '--outdir', target, join(SOURCES, 'python')];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
  if (status !== 0) {
    console.error(stdout + stderr);
    process.exit(1);
  }
  return `${readdirSync(target).join(' and ')} in ${shown(target)}`;
}

/** Packages of those languages come from registries that are not everywhere; the sources are made all the same. */
function compiled(folder, program, args) {
  const cwd = join(DIST, folder);
  const result = spawnSync(program, args, { cwd, encoding: 'utf8', timeout: 300_000 });
  if (result.error?.code === 'ENOENT') return `sources in ${shown(cwd)}; not compiled: there is no ${program} on this machine`;
  if (result.status === 0) return `sources in ${shown(cwd)}, which compile`;
  const said = `${result.stdout ?? ''}\n${result.stderr ?? ''}`.trim().split('\n');
  const why = result.error?.code === 'ETIMEDOUT' ? `${program} took longer than five minutes` : firstTrouble(said);
  return `sources in ${shown(cwd)}; not compiled: ${why}`;
}

function firstTrouble(lines) {
  return (lines.find((line) => /error|forbidden|could not|cannot|not available/i.test(line)) ?? lines[0]).trim();
}

function shown(path) {
  return relative(ROOT, path);
}
