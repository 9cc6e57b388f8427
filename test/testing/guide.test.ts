import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Match, Template } from '../../src/testing';

const ROOT = resolve(__dirname, '..', '..');
const MOCHA = join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');

interface Block {
  readonly language: string;
  readonly words: string;
  readonly code: string;
}

const guide = readFileSync(join(ROOT, 'docs', 'testing.md'), 'utf8');
const blocks = [...guide.matchAll(/^```(\w+)(.*)\n([^]*?)^```$/gm)].map(
  ([, language, words, code]): Block => ({ language, words, code }) as Block,
);
const files = blocks.flatMap(({ words, code }) => (words.includes('file=') ? [{ name: words.trim().slice('file='.length), code }] : []));

/** The examples that are no whole file: each becomes a test about the machine of the first one. */
const examples = blocks.filter(({ words }) => words.trim() === 'test').map(({ code }) => code);

describe('docs/testing.md', () => {
  // Inside of the repository, where «mocha», «tsx» and the types are found.
  let folder = '';
  before(() => {
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    folder = mkdtempSync(join(ROOT, '.cache', 'guide-'));
    cpSync(join(ROOT, 'assets'), join(folder, 'assets'), { recursive: true });
    for (const { name, code } of files) write(name, code);
    examples.forEach((code, index) => write(`test/example-${index}.test.ts`, asTest(code)));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, code: string): void {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), fromSources(code));
  }

  const mocha = (): string =>
    execFileSync(process.execPath, [MOCHA, '--no-config', '-r', 'tsx/cjs', 'test/*.test.ts'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });

  it('has examples that pass', () => {
    assert.equal(examples.length, 3);
    assert.match(mocha(), new RegExp(`${3 + examples.length} passing`));
  });

  it('shows the message of a test that fails', () => {
    const shown = blocks.find(({ language }) => language === 'text')!.code.trimEnd();
    const file = files.find(({ name }) => name.endsWith('.test.ts'))!;
    write(file.name, file.code.replace('swappiness"\', 10)', 'swappiness"\', 20)'));
    assert.throws(mocha, ({ stdout }: { stdout: string }) => {
      const text = stdout.replaceAll(/^ +/gm, '');
      return text.includes(shown.replaceAll(/^ +/gm, ''));
    });
  });

  it('names only methods that exist, and all of them', () => {
    assert.deepEqual(named(/`(\w+)\(/g, section('What there is to ask')), methodsOf(Template.prototype));
    assert.deepEqual(named(/`Match\.(\w+)\(/g, section('More than equality')), methodsOf(Match));
  });
});

/** The rows of a table in a section of the guide. */
function section(title: string): string {
  const [, text = ''] = guide.split(`## ${title}\n`);
  const [own = ''] = text.split('\n## ');
  return own
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => (title.startsWith('More') ? line.split('|')[1] : line))
    .join('\n');
}

/** Methods of a table row, `a(…)`; in a row of several, too. */
function named(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, name]) => name!).sort();
}

function methodsOf(holder: object): string[] {
  const internal = ['constructor', 'resolve', 'host', 'hasNone', 'texts'];
  return Object.entries(Object.getOwnPropertyDescriptors(holder))
    .filter(([name, { value }]) => typeof value === 'function' && !internal.includes(name))
    .map(([name]) => name)
    .sort();
}

/** The package's names lead to its sources, so that nothing has to be built first. */
const fromSources = (code: string): string =>
  code.replaceAll("from 'studio-cdk/testing'", `from '${ROOT}/src/testing'`).replaceAll("from 'studio-cdk'", `from '${ROOT}/src'`);

function asTest(code: string): string {
  const lines = code.split('\n');
  const imports = lines.filter((line) => line.startsWith('import '));
  const body = lines.filter((line) => !line.startsWith('import '));
  return [
    ...imports,
    `import { App as TheApp } from 'studio-cdk';`,
    `import { StudioLaptop } from '../src/studio-laptop';`,
    `it('works', () => {`,
    `const laptop = new StudioLaptop(new TheApp());`,
    ...body,
    `});`,
  ].join('\n');
}
