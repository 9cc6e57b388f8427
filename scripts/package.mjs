// npm run package: the library for other languages, with jsii-pacmak, into dist/. Nothing is published.
//
//   npm run package                  Python as wheel and sdist; Java, C# and Go as sources, compiled where their tools and packages can be had
//   npm run package -- python        that one alone
//   … --sources --outdir FOLDER      sources only, somewhere else
//
// It packs lib/ as it is: build before. What pacmak warns of is an error.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePython } from './python.mjs';
import { ROOT, run } from './run.mjs';

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { sources: { type: 'boolean', default: false }, outdir: { type: 'string', default: join(ROOT, 'dist') } },
});
const DIST = resolve(options.outdir);
/** Sources of languages whose packages are made from them, before that. */
const SOURCES = options.sources ? DIST : join(ROOT, '.cache', 'package');

/** How each is finished; gives what to say of it. */
const LANGUAGES = {
  python: wheelAndSdist,
  java: () => compiled('java', 'mvn', ['--quiet', '--batch-mode', 'compile']),
  dotnet: () => compiled(join('dotnet', 'StudioCdk'), 'dotnet', ['build', '--nologo']),
  go: () => compiled(join('go', 'studiocdk'), 'go', ['build', '-mod=mod', './...']),
};

const unknown = asked.filter((name) => !(name in LANGUAGES));
if (unknown.length > 0) {
  console.error(`There is no language «${unknown[0]}» here. There are: ${Object.keys(LANGUAGES).join(', ')}.`);
  process.exit(2);
}
if (!existsSync(join(ROOT, '.jsii'))) {
  console.error('The library is not built, so there is nothing to pack. «npm run build» builds it.');
  process.exit(1);
}
const languages = asked.length > 0 ? asked : Object.keys(LANGUAGES);
generate(languages);
for (const language of languages) console.log(`${language}: ${options.sources ? `sources in ${DIST}` : LANGUAGES[language]()}`);

/** pacmak copies the whole folder that it packs, node_modules and all, so it is given one that has what is needed. */
function generate(languages) {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache', 'pack-')); // below the repository, where constructs is found
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const part of ['.jsii', 'package.json', 'lib', 'assets', 'rosetta', 'API.md', 'README.md', 'LICENSE', 'NOTICE'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  // Examples of docstrings become those of other languages; what they stand in is rosetta/default.ts-fixture, and pacmak finds them by itself. Of what
  // they use it warns at length (every union of types), so only a failure is shown; a test reads what became of the examples.
  orShow(quiet('jsii-rosetta', ['extract', '--compile', '--cache', join(ROOT, '.cache', 'examples.tabl.json'), '--trim-cache', folder]));
  for (const outdir of new Set([SOURCES, DIST])) {
    const targets = languages.filter((language) => outdir === (language === 'python' ? SOURCES : DIST));
    if (targets.length > 0) pack(folder, targets, outdir);
  }
  if (languages.includes('python')) describeInPython(join(SOURCES, 'python'));
}

function pack(folder, targets, outdir) {
  for (const language of targets) for (const place of [DIST, outdir]) rmSync(join(place, language), { recursive: true, force: true });
  // Scripts are left out of packing: «prepare» would build everything again, under the feet of who reads lib/.
  const args = [folder, '--code-only', '--targets', ...targets, '--outdir', outdir, '--pack-command', 'npm pack --silent --ignore-scripts'];
  const { status, stdout, stderr } = quiet('jsii-pacmak', args);
  const said = (stdout + stderr).replace(/^npm warn .*\n?/gm, '').trim();
  orShow({ status: status || (said === '' ? 0 : 1), stdout: said, stderr: '' });
}

/** The README becomes what PyPI shows, and the module's docstring: there it speaks Python. */
function describeInPython(folder) {
  const readme = readFileSync(join(ROOT, 'assets', 'README.python.md'), 'utf8');
  const module = join(folder, 'src', 'studio_cdk', '__init__.py');
  const text = readFileSync(module, 'utf8');
  const described = text.replace(/^r?'''\n[^]*?\n'''\n/, () => `r'''\n${readme}'''\n`);
  if (described === text)
    throw new Error(`${module} does not begin with a docstring, as jsii-pacmak used to write it. Look at scripts/package.mjs.`);
  writeFileSync(module, described);
  writeFileSync(join(folder, 'README.md'), readme);
}

function wheelAndSdist() {
  const { python, reason } = ensurePython();
  if (python === undefined) return `sources in ${shown(join(SOURCES, 'python'))}; no wheel: ${reason}`;
  const target = join(DIST, 'python');
  const args = ['-m', 'build', '--no-isolation', '--outdir', target, join(SOURCES, 'python')];
  orShow(spawnSync(python, args, { encoding: 'utf8' }));
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

function quiet(program, args) {
  return run(program, args, { stdio: 'pipe', encoding: 'utf8', allowFailure: true });
}

function orShow({ status, stdout, stderr }) {
  if (status === 0) return;
  console.error(stdout + stderr);
  process.exit(1);
}

function shown(path) {
  return relative(ROOT, path);
}
