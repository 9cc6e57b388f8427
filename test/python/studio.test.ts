import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, it } from 'mocha';
import { describeWithPython } from '../support/python';
import { contentsOf } from '../support/temp';

const ROOT = join(__dirname, '..', '..');
const EXAMPLE = join(ROOT, 'examples', 'python-studio');

/** Text without the lines that made it, which are those of another program, and without the hash of the text. */
const withoutLines = (text: string): string =>
  text.replace(/(?:app\.py|bin\/studio\.ts)(?::\d+)?/g, 'PROGRAM').replace(/"digest": "[^"]*"/, '"digest": ""');

describeWithPython('the reference studio in Python', (python) => {
  let folder = '';
  let output = '';

  before(() => {
    folder = python().folder();
    for (const part of ['app.py', 'cdk.json', 'conftest.py', 'test', 'assets'])
      cpSync(join(EXAMPLE, part), join(folder, part), { recursive: true });
    output = join(folder, 'cdk.out');
    const { status, stderr } = python().cdk(['synth', '--quiet', '--strict'], folder);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  });

  it('becomes byte for byte what TypeScript makes of it, but for the lines of the program', () => {
    const reference = join(python().folder(), 'cdk.out');
    assert.equal(python().cdk(['synth', '--quiet', '--output', reference], ROOT).status, 0);
    const [ours, theirs] = [contentsOf(output), contentsOf(reference)];
    assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort());
    for (const [file, text] of Object.entries(ours)) assert.equal(withoutLines(text), withoutLines(theirs[file]!), file);
  });

  it('names the file and line of the Python program', () => {
    const program = readFileSync(join(EXAMPLE, 'app.py'), 'utf8').split('\n');
    const text = readFileSync(join(output, 'machines', 'studio-laptop', 'configuration.nix'), 'utf8');
    const lineOf = (path: string): string => {
      const found = new RegExp(`_file = "app\\.py:(\\d+) \\(${path}\\)"`).exec(text);
      assert.ok(found, `no module of ${path} with a line`);
      return program[Number(found[1]) - 1]!;
    };
    assert.match(lineOf('studio-laptop'), /^laptop = NixosStack\(/);
    assert.match(lineOf('studio-laptop/Kernel'), /^RealtimeKernel\(/);
    assert.match(lineOf('studio-laptop/Studio/Audio'), /AudioServer\.pipewire\(/);
    assert.match(lineOf('studio-laptop/Studio/Ardour'), /^DawHost\(/);
  });

  it('passes its own tests', () => {
    const { status, stdout } = python().run(['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], folder);
    assert.equal(status, 0, stdout);
    assert.match(stdout, /\d+ passed/);
  });
});
