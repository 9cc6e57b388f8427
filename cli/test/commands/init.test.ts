import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CLI, REPOSITORY, cdk, cleanEnvironment, folderWith, temporaryFolder } from '../support/cli';

const TEMPLATES = existsSync(join(CLI, 'templates')) ? readdirSync(join(CLI, 'templates')) : [];
/** Those in Python are tried in test/python. */
const IN_TYPESCRIPT = TEMPLATES.filter((name) => !name.startsWith('python-'));
const library = join(REPOSITORY, 'lib', 'index.js');

describe('cdk init', () => {
  before(function () {
    if (TEMPLATES.length === 0) this.skip();
  });

  it('lists the templates', () => {
    const { code, out } = cdk(['init', '--list']);
    assert.equal(code, 0);
    for (const name of TEMPLATES) assert.match(out, new RegExp(`^${name}  +\\S`, 'm'));
  });

  it('asks which template', () => {
    assert.match(cdk(['init']).err, /^Which template\? There (is|are): .* For example: cdk init \w+ my-studio\n$/);
  });

  it('says what to do next', () => {
    const parent = temporaryFolder();
    const { code, out } = cdk(['init', TEMPLATES[0]!, 'my-studio'], { cwd: parent });
    assert.equal(code, 0);
    assert.match(out, /^✔ A new studio in my-studio\n/);
    assert.match(out, /\n {2}cd my-studio\n {2}npm install\n {2}npm test\n {2}npx cdk synth\n$/);
    assert.equal(existsSync(join(parent, 'my-studio', '.git')), spawnSync('git', ['--version']).status === 0);
  });

  it('makes no repository in a repository, nor when it is told not to', () => {
    const parent = folderWith({ '.git/HEAD': '' });
    assert.equal(cdk(['init', TEMPLATES[0]!, 'a'], { cwd: parent }).code, 0);
    assert.equal(existsSync(join(parent, 'a', '.git')), false);
    const other = temporaryFolder();
    assert.equal(cdk(['init', TEMPLATES[0]!, 'a', '--no-git'], { cwd: other }).code, 0);
    assert.equal(existsSync(join(other, 'a', '.git')), false);
  });

  it('needs no name for the folder that one is in', () => {
    const folder = temporaryFolder();
    const { code, out } = cdk(['init', TEMPLATES[0]!, '--no-git'], { cwd: folder });
    assert.equal(code, 0);
    assert.doesNotMatch(out, /^ {2}cd /m);
    assert.ok(existsSync(join(folder, 'package.json')));
  });

  for (const template of IN_TYPESCRIPT) {
    it(`makes a project of «${template}» whose tests pass, and which synthesises`, function () {
      if (!existsSync(library)) this.skip();
      this.timeout(30_000);
      const folder = join(temporaryFolder(), 'my-studio');
      assert.equal(cdk(['init', template, folder, '--no-git']).code, 0);
      installInto(folder);
      run(folder, 'mocha/bin/mocha.js');
      if (template === TEMPLATES[0]) run(folder, 'typescript/bin/tsc', '--noEmit'); // the settings are the same in all
      const { code, out, err } = cdk(['synth'], { cwd: folder });
      assert.equal(code, 0, err);
      assert.match(out, /^✔ \d+ (machine|portable environment)s?( and \d+ portable environments?)? in cdk\.out\n/);
    });
  }
});

/** What `npm install` would do, with the packages of this repository. */
function installInto(folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(REPOSITORY, 'node_modules')))
    symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name));
  symlinkSync(REPOSITORY, join(modules, 'studio-cdk'));
}

function run(folder: string, program: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('node_modules', program), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: cleanEnvironment(),
  });
  assert.equal(status, 0, stdout + stderr);
}
