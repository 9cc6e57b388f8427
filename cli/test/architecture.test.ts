import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { COMMANDS } from '../src/registry';
import { CLI, REPOSITORY } from './support/cli';

const SOURCE = join(CLI, 'src');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
const text = (path: string): string => readFileSync(join(SOURCE, path), 'utf8');
const imports = (path: string): readonly string[] => [...text(path).matchAll(/(?:from|import\() ?'([^']+)'/g)].map(([, name]) => name!);
const having = (pattern: RegExp): readonly string[] => files.filter((path) => pattern.test(text(path)));

describe('the command line keeps to itself', () => {
  it('and knows of the library only the assembly', () => {
    for (const path of files) {
      for (const name of imports(path).filter((found) => found.startsWith('.'))) {
        const target = relative(REPOSITORY, resolve(SOURCE, path, '..', name));
        assert.match(target, /^(cli\/|src\/assembly\/)/, `${path} imports ${name}`);
      }
    }
  });

  it('and starts other programs in one file', () => {
    assert.deepEqual(having(/['"](node:)?child_process['"]/), ['child-process.ts']);
  });

  it('and knows of ssh2 in one folder', () => {
    const others = files.filter((path) => !path.startsWith('ssh/'));
    for (const path of others)
      assert.deepEqual(
        imports(path).filter((name) => /^ssh2(\/|$)/.test(name)),
        [],
        path,
      );
    assert.notDeepEqual(having(/'ssh2'/), []);
  });

  it('and writes to the terminal in one file', () => {
    assert.deepEqual(having(/process\.std(out|err)|console\.\w/), ['terminal.ts']);
  });

  it('and has every command in a file of its own, which only the registry names', () => {
    const commands = files.filter((path) => path.startsWith('commands/'));
    assert.equal(COMMANDS.length, commands.length);
    assert.deepEqual(having(/'\.\/commands\//), ['registry.ts']);
  });
});
