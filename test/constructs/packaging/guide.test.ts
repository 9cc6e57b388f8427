import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import ts from 'typescript';
import { type App, findingsBelow } from '../../../src/core';
import * as library from '../../../src';
import { machine } from '../../support/machine';
import { temporaryFolder } from '../../support/temp';
import { packageFiles } from './packages';

const guide = readFileSync('docs/packaging.md', 'utf8');
const examples = [...guide.matchAll(/^```ts example\n([^]*?)^```$/gm)].map(([, code]) => code!);

describe('docs/packaging.md', () => {
  const folder = temporaryFolder();
  const project = process.cwd();
  beforeEach(() => process.chdir(folder()));
  afterEach(() => process.chdir(project));

  const FILES = ['dsp/wah.dsp', 'dsp/presets/manifest.ttl', 'patches/newer-compiler.patch', 'overlays/fixes.nix'];
  const run = (code: string): library.NixosStack => {
    for (const file of FILES) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '{ }\n');
    }
    const hardware = 'hardware.nix';
    writeFileSync(hardware, '{ }\n');
    const laptop = machine({ hardware });
    const { outputText } = ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
    const names = Object.keys(library);

    new Function(...names, 'laptop', outputText)(...names.map((name) => library[name as keyof typeof library]), laptop);
    return laptop;
  };

  it('has examples with nothing wrong in them', () => {
    assert.ok(examples.length >= 7);
    for (const code of examples) {
      const laptop = run(code);
      packageFiles(laptop);
      const wrong = findingsBelow(laptop.node.root as App).filter(({ level }) => level === 'error');
      assert.deepEqual(wrong, [], code);
    }
  });

  it('has packages that can be written down', () => {
    for (const code of examples) {
      const variables = [...code.matchAll(/^const (\w+) = PluginPackage/gm)].map(([, name]) => name!);
      const plugins = variables.filter((name) => name !== 'mixer');
      const laptop = run(`${code}\nnew DawHost(laptop, 'Carla', { daw: Daw.CARLA, plugins: [${plugins.join(', ')}] });`);
      assert.ok(packageFiles(laptop).size > variables.length, code);
      assert.deepEqual(
        findingsBelow(laptop.node.root as App).filter(({ level }) => level === 'error'),
        [],
        code,
      );
    }
  });

  it('names every builder, and no other', () => {
    const rows = [...guide.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!);
    const methods = Object.getOwnPropertyNames(library.PluginPackage.prototype).filter(
      (name) => !['constructor', 'package', 'planned', 'derivation', 'command', 'phases'].includes(name),
    );
    assert.deepEqual(rows, methods);
  });
});
