import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, it } from 'mocha';
import { describeWithPython } from '../support/python';

const ROOT = join(__dirname, '..', '..');
const guide = readFileSync(join(ROOT, 'docs', 'python.md'), 'utf8');
const packaged = readFileSync(join(ROOT, 'assets', 'README.python.md'), 'utf8');
const blocks = (language: string, text = guide): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map((match) => match[1]!);

describeWithPython('docs/python.md', (python) => {
  let studio = '';

  // The commands that fetch packages are left out: the library and the command line are the ones of this repository.
  before(() => {
    const folder = python().folder();
    const [, template, name] = /cdk init (\S+) (\S+)/.exec(blocks('sh')[0]!)!;
    const { status, stdout, stderr } = python().cdk(['init', template!, name!, '--no-git'], folder);
    assert.equal(status, 0, stderr);
    // What the guide says after «cd», cdk init says as well, in the same order.
    const steps = blocks('sh')[0]!.trim().split('\n').slice(1);
    assert.ok(stdout.trimEnd().endsWith(steps.map((step) => `  ${step}`).join('\n')), stdout);
    assert.equal(blocks('sh', packaged)[0], blocks('sh')[0]);
    studio = join(folder, name!);
  });

  it('begins with a studio whose tests pass, and which synthesises', () => {
    const tests = python().run(['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], studio);
    assert.equal(tests.status, 0, tests.stdout);
    const { status, stdout, stderr } = python().cdk(['synth'], studio);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^✔ 1 machine in cdk\.out\n/);
  });

  it('has a project that asks for the library and the command line of one version', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'cli', 'package.json'), 'utf8')) as { version: string };
    assert.match(readFileSync(join(studio, 'requirements.txt'), 'utf8'), new RegExp(`^studio-cdk~=${version}$`, 'm'));
    assert.match(readFileSync(join(studio, 'package.json'), 'utf8'), new RegExp(`"studio-cdk-cli": "\\^${version}"`));
  });

  it('shows programs that run', () => {
    const programs = [...blocks('python'), ...blocks('python', packaged)].filter((text) => text.includes('app.synth()'));
    assert.equal(programs.length, 3);
    for (const program of programs) {
      writeFileSync(join(studio, 'shown.py'), program);
      const { status, stderr } = python().run(['shown.py'], studio);
      assert.equal(status, 0, stderr);
    }
  });

  it('shows what is said of a mistake', () => {
    const folder = python().folder();
    writeFileSync(join(folder, 'app.py'), blocks('python')[0]!.replace('swappiness', 'swapiness'));
    const { stderr } = python().cdk(['synth', '--app', 'python3 app.py'], folder);
    // Newer Pythons add what was meant.
    assert.equal(stderr.replace(/\. Did you mean .*\?$/m, ''), /^```\n(app\.py raised[^]*?)^```$/m.exec(guide)?.[1]);
  });

  it('shows tests that pass', () => {
    const test = blocks('python').find((text) => text.includes('studio_cdk.testing'))!;
    const folder = join(studio, 'test');
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeFileSync(join(folder, 'test_shown.py'), test);
    const { status, stdout } = python().run(['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], studio);
    assert.equal(status, 0, stdout);
  });
});
