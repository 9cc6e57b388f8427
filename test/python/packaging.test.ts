import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { describeWithPython } from '../support/python';
import { temporaryFolder } from '../support/temp';

const ROOT = join(__dirname, '..', '..');

describe('the library in other languages', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it('is made without a warning', () => {
    const script = join(ROOT, 'scripts', 'package.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, '--sources', '--outdir', folder()], { encoding: 'utf8' });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.deepEqual(readdirSync(folder()).sort(), ['dotnet', 'go', 'java', 'python']);
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

  it('has examples in Python, and a README that PyPI can show', () => {
    const program = `
import ast, importlib.metadata, pathlib, re, textwrap, studio_cdk
folder = pathlib.Path(studio_cdk.__file__).parent
text = "".join(file.read_text() for file in (folder / "__init__.py", folder / "testing" / "__init__.py"))
examples = [textwrap.dedent(found) for found in re.findall(r"Example::\\n\\n(.*?)\\n *'''", text, re.S)]
for example in examples:
    assert "may contain errors" not in example.lower(), example
    ast.parse(example)
print(len(examples))
assert importlib.metadata.metadata("studio-cdk").get_payload().strip() == studio_cdk.__doc__.strip()
print(studio_cdk.__doc__)`;
    const { stdout, stderr } = python().run(['-c', program], python().folder());
    assert.equal(stderr, '');
    const [count, ...readme] = stdout.split('\n');
    assert.ok(Number(count) > 30, count);
    assert.equal(readme.join('\n').trim(), readFileSync(join(ROOT, 'assets', 'README.python.md'), 'utf8').trim());
  });

  it('has the docstrings, and the types for an editor', () => {
    const program = `import inspect, studio_cdk; print(inspect.signature(studio_cdk.RealtimeKernel.__init__)); print(studio_cdk.RealtimeKernel.__doc__)`;
    const { stdout } = python().run(['-c', program], python().folder());
    assert.match(stdout, /irq_priority: .*Sequence.*= None/);
    assert.match(stdout, /kernel/);
  });
});
