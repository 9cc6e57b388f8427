import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { describeWithPython } from '../support/python';
import { temporaryFolder } from '../support/temp';

const ROOT = join(__dirname, '..', '..');
const LANGUAGES = ['python', 'java', 'dotnet', 'go'];

describe('the library in other languages', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it('is made without a warning', () => {
    const pacmak = join(ROOT, 'node_modules', '.bin', 'jsii-pacmak');
    const { status, stdout, stderr } = spawnSync(
      pacmak,
      ['--code-only', '--targets', ...LANGUAGES, '--outdir', folder(), '--pack-command', 'npm pack --silent --ignore-scripts'],
      {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
      },
    );
    const said = (stdout + stderr).split('\n').filter((line) => line !== '' && !line.startsWith('npm warn'));
    assert.deepEqual({ status, said }, { status: 0, said: [] });
    assert.deepEqual(
      readdirSync(folder())
        .filter((name) => LANGUAGES.includes(name))
        .sort(),
      [...LANGUAGES].sort(),
    );
  });
});

describeWithPython('the library for Python', (python) => {
  it('has names that Python reads well: words with underscores, and none that Python keeps for itself', () => {
    const program = `
import ast, keyword, pathlib, studio_cdk
tree = ast.parse(pathlib.Path(studio_cdk.__file__).read_text())
names = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)} | {a.arg for n in ast.walk(tree) if isinstance(n, ast.arguments) for a in n.args + n.kwonlyargs}
print(*sorted(n for n in names if n.endswith("_") and keyword.iskeyword(n[:-1]) or n.lower() != n != n.upper()))`;
    const { stdout, stderr } = python().run(['-c', program], python().folder());
    assert.equal(stderr, '');
    assert.equal(stdout.trim(), '');
  });

  it('has the docstrings, and the types for an editor', () => {
    const program = `import inspect, studio_cdk; print(inspect.signature(studio_cdk.RealtimeKernel.__init__)); print(studio_cdk.RealtimeKernel.__doc__)`;
    const { stdout } = python().run(['-c', program], python().folder());
    assert.match(stdout, /irq_priority: .*Sequence.*= None/);
    assert.match(stdout, /kernel/);
  });
});
