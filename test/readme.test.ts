import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, NixosStack } from '../src';
import { after, before, describe, it } from 'mocha';

const ROOT = join(__dirname, '..');

/** The blocks of one language in a document, in order. */
function blocks(document: string, language: string): string[] {
  return [...document.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map((match) => match[1]!);
}

describe('The README', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  // Inside of the repository, so that «studio-cdk» means this library.
  let folder = '';
  before(() => {
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    folder = mkdtempSync(join(ROOT, '.cache', 'readme-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('shows a studio of at most fifteen lines that synthesises to the Nix beside it', () => {
    const [program] = blocks(readme, 'ts');
    const [excerpt] = blocks(readme, 'nix');
    assert.ok(program!.split('\n').filter((line) => line.trim() !== '').length <= 17, 'fifteen lines, and two of closing braces');
    mkdirSync(join(folder, 'bin'));
    cpSync(join(ROOT, 'assets'), join(folder, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'bin/studio.ts'), program!);
    execFileSync(process.execPath, ['-r', 'tsx/cjs', 'bin/studio.ts'], { cwd: folder });
    const configuration = readFileSync(join(folder, 'cdk.out/machines/studio-laptop/configuration.nix'), 'utf8').split('\n');
    let at = -1;
    for (const line of excerpt!.split('\n').filter((text) => text !== '' && !text.includes('…'))) {
      at = configuration.indexOf(line, at + 1);
      assert.notEqual(at, -1, `«${line}» is not in the configuration, or not in this order`);
    }
  });

  it('names only files that exist', () => {
    for (const [, path] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g))
      readFileSync(join(ROOT, path!, path === 'examples' ? 'laptop/cdk.json' : ''));
  });

  it('names only scripts and commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    for (const [, script] of readme.matchAll(/npm run (\w+)/g)) assert.ok(script! in scripts, script);
    const help = execFileSync(process.execPath, [join(ROOT, 'cli/bin/cdk.js'), '--help'], { encoding: 'utf8' });
    for (const [, command] of readme.matchAll(/^\| `cdk (\w+)/gm)) assert.match(help, new RegExp(`^ +${command}\\b`, 'm'));
  });
});

describe('docs/escape-hatches.md', () => {
  it('names only methods that exist', () => {
    const document = readFileSync(join(ROOT, 'docs/escape-hatches.md'), 'utf8');
    const laptop = new NixosStack(new App(), 'studio-laptop', { stateVersion: '26.05', hardware: 'assets/hardware/studio-laptop.nix' });
    for (const [, method] of document.matchAll(/laptop\.(\w+)\(/g)) assert.ok(method! in laptop, method);
  });
});
