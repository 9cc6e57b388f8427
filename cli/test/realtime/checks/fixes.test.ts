import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import ts from 'typescript';
import { CHECKS } from '../../../src/realtime/checks';
import { REPOSITORY } from '../../support/cli';

const fixes = CHECKS.flatMap(({ id, fix }) => (typeof fix === 'string' ? [] : [{ id, ...fix }]));

describe('what the checks tell people to write', () => {
  it('is TypeScript that the library understands', function () {
    this.timeout(30_000);
    const file = join(REPOSITORY, 'bin', 'all-fixes.ts');
    const constructs = fixes.map(({ construct }) => `{ ${construct!.replace(/;?$/, ';')} }`);
    const names = [...new Set(constructs.join('\n').match(/\b[A-Z]\w+(?=[.(])/g))].join(', ');
    const text = `import { NixosStack, ${names} } from '../src';\ndeclare const laptop: NixosStack;\n${constructs.join('\n')}`;
    assert.deepEqual(problemsIn(file, text), []);
  });

  it('is a command that a shell can read, where it says how to see it', () => {
    const commands = CHECKS.map(({ see }) => see).join('\n');
    const { status, stderr } = spawnSync('bash', ['-n'], { input: commands, encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
  });

  it('is Nix that Nix can read', function () {
    if (spawnSync('nix-instantiate', ['--version']).error) {
      this.test!.title += ' (left out: there is no nix-instantiate)';
      return this.skip();
    }
    const modules = fixes.map(({ option }) => `({ pkgs, ... }: { ${option} })`);
    const { status, stderr } = spawnSync('nix-instantiate', ['--parse', '-'], { input: `[ ${modules.join('\n')} ]`, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
});

/** What the compiler says of a file that exists in memory alone. */
function problemsIn(file: string, text: string): readonly string[] {
  const { config } = ts.readConfigFile(join(REPOSITORY, 'tsconfig.dev.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, REPOSITORY);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => (path === file ? text : readFile.call(host, path));
  host.fileExists = (path) => path === file || fileExists.call(host, path);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, version, ...rest) =>
    path === file ? ts.createSourceFile(path, text, version) : getSourceFile(path, version, ...rest);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ messageText, start }) => {
    const line = text.slice(0, start).split('\n').length - 1;
    return `${text.split('\n')[line]}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
