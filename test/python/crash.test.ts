import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { it } from 'mocha';
import { describeWithPython } from '../support/python';

const MORE = 'The whole traceback is shown with --debug.\n';
const MACHINE = `
from studio_cdk import *
app = App()
laptop = NixosStack(app, "laptop", state_version="26.05", hardware="hardware.nix")
`.trimStart();

describeWithPython('a program in Python that raises', (python) => {
  let folder = '';

  /** What `cdk synth` says of it on standard error; it always fails. */
  function said(program: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): string {
    folder = python().folder();
    mkdirSync(join(folder, '.venv'));
    writeFileSync(join(folder, 'app.py'), program);
    writeFileSync(join(folder, 'hardware.nix'), '{ }\n');
    writeFileSync(join(folder, 'cdk.json'), '{ "app": "python3 app.py" }\n');
    const { status, stderr } = python().cdk(['synth', ...args], folder, env);
    assert.equal(status, 1);
    return stderr;
  }

  it('ends with what is wrong with the studio, where that is it, and with nothing besides', () => {
    const text = said(`${MACHINE}RealtimeKernel(laptop, "Kernel", swappiness=1000)\napp.synth()\n`);
    assert.match(
      text,
      /^One thing is wrong with this studio, so nothing was written\.\n\n {2}app\.py:4 \(laptop\/Kernel\)\n {4}There is no swappiness 1000.*\n$/,
    );
  });

  it('ends with the program, the error and the line, which is the innermost of the user’s own', () => {
    const text = said(`${MACHINE}def kernel():\n    RealtimeKernel(laptop, "Kernel", swapiness=1)\n\nkernel()\n`);
    assert.match(
      text,
      /^app\.py raised TypeError: RealtimeKernel.* unexpected keyword argument 'swapiness'.*\n {2}at app\.py:5 \(kernel\)\n/,
    );
    assert.ok(text.endsWith(MORE), text);
  });

  it('is told of an error of the library by its own name', () => {
    assert.equal(said(`${MACHINE}Nix.path("")\n`).replace(/(?<=: ).*/, '…'), `app.py raised NixError: …\n  at app.py:4\n${MORE}`);
  });

  it('ends with the line in the aspect that raised, and not the one that began the synthesis', () => {
    const aspect = `
import jsii

@jsii.implements(IAspect)
class Careful:
    def visit(self, node):
        raise ValueError("not today")

Aspects.of(app).add(Careful())
app.synth()
`;
    assert.equal(said(MACHINE + aspect), `app.py raised ValueError: not today\n  at app.py:10 (visit)\n${MORE}`);
  });

  it('says what the error is because of', () => {
    const program = 'try:\n    {}["rate"]\nexcept KeyError as missing:\n    raise ValueError("no rate") from missing\n';
    assert.equal(said(program), `app.py raised ValueError: no rate\n  because of KeyError: 'rate'\n  at app.py:4\n${MORE}`);
  });

  it('is shown where it is no valid code', () => {
    assert.match(said('\ndef rig(x)\n    pass\n'), /^app\.py:2:\d+: this is not valid code: .*\.\n\n {2}def rig\(x\)\n {12,}\^\n$/);
  });

  it('is told what to install, and of the environment that was not started', () => {
    const sentence = 'app.py:1 imports «no_such_rig», which is not installed.';
    assert.match(said('import no_such_rig\n'), new RegExp(`^${sentence} Run «pip install -r requirements\\.txt»; .*\\n$`));
    const outside = python().run(['-c', 'import sys; print(sys._base_executable)'], folder).stdout;
    const PATH = `${dirname(outside)}${delimiter}${process.env['PATH']}`;
    const reason = 'This Python is not the one in .venv: start that one with «. .venv/bin/activate».';
    assert.equal(said('import no_such_rig\n', [], { PATH }), `${sentence} ${reason}\n`);
  });

  it('is followed to its end, and shown with its traceback when that is asked for', () => {
    const text = said('import atexit, sys\natexit.register(lambda: print("bye", file=sys.stderr))\n1 / 0\n', ['--debug']);
    assert.match(
      text,
      /^app\.py raised ZeroDivisionError: division by zero\n {2}at app\.py:3\n\nTraceback [^]*ZeroDivisionError: division by zero\nbye\n/,
    );
    assert.ok(!text.includes('The app ended with'), text);
  });

  it('is left alone when it looks after its errors itself, and so is the sitecustomize that its Python has', () => {
    const site = join(python().folder(), 'site');
    mkdirSync(site);
    writeFileSync(join(site, 'sitecustomize.py'), 'import sys\nsys.rig = "theirs"\n');
    const text = said('import sys\nsys.excepthook = lambda *_: print("mine,", sys.rig, file=sys.stderr)\n1 / 0\n', [], {
      PYTHONPATH: site,
    });
    assert.equal(text, 'mine, theirs\nThe app ended with exit code 1 (python3 app.py). What it said about it stands above.\n');
  });
});
