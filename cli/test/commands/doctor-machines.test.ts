import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { hostname } from 'node:os';
import type { CheckResult } from '../../src/realtime/verdict';
import { BIN, cdk, cleanEnvironment, temporaryFolder } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';

interface Answer {
  readonly schema: number;
  readonly exitCode: number;
  readonly machines: readonly { readonly name: string; readonly isComparedWithStudio: boolean; readonly checks: readonly CheckResult[] }[];
}

const linux = process.platform === 'linux';

describe(`cdk doctor --local${linux ? '' : ' (left out: it looks at Linux)'}`, () => {
  before(function () {
    if (!linux) this.skip();
  });

  it('judges this computer, without a studio', () => {
    const { code, out } = cdk(['doctor', '--local', '--json'], { cwd: temporaryFolder() });
    const { schema, exitCode, machines } = JSON.parse(out) as Answer;
    assert.deepEqual([schema, exitCode, machines.length], [1, code, 1]);
    assert.deepEqual([machines[0]!.name, machines[0]!.isComparedWithStudio], [hostname(), false]);
    assert.ok(machines[0]!.checks.length > 46);
    assert.equal(code, machines[0]!.checks.some(({ status }) => status === 'error') ? 1 : 0);
  });

  it('holds it against what a stack was asked to be, and shows the line', () => {
    const swappiness = { value: 101, path: 'laptop/Kernel', source: 'bin/studio.js:2', option: 'boot.kernel.sysctl."vm.swappiness"' };
    const data = manifest([stack('laptop', { realtime: { sysctls: { 'vm.swappiness': swappiness } } }), stack('other')]);
    const folder = projectWriting(data);
    const { out } = cdk(['doctor', 'laptop', '--local', '--fix-hint'], { cwd: folder });
    assert.match(out, /^warning +swappiness +runs \d+, asked for 101 \(bin\/studio\.js:2\)$/m);
    assert.match(out, /^ {3}bin\/studio\.js:2 {2}const \{ mkdirSync/m);
    assert.match(cdk(['doctor', '*', '--local'], { cwd: folder }).err, /^--local looks at this computer/);
  });

  it('makes a text of it to paste', () => {
    assert.match(cdk(['doctor', '--local', '--markdown']).out, /^### .*\n\n.*\n\n\| \| check \| found \|\n/);
  });

  it('watches until Ctrl-C, and ends with what it saw last', async () => {
    const once = cdk(['doctor', '--local']);
    const child = spawn(process.execPath, [BIN, 'doctor', '--local', '--watch', '1'], { cwd: temporaryFolder(), env: cleanEnvironment() });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += String(chunk);
      if (/ are well/.test(out)) setTimeout(() => child.kill('SIGINT'), 100);
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(code, once.code);
    assert.equal(out.match(/ preempt_rt /g)?.length, 1);
  });

  it('says what a call lacks, before it looks', () => {
    const { code, err } = cdk(['doctor', '--watch']);
    assert.equal(code, 1);
    assert.match(err, /^--watch is about a machine’s tuning\./);
  });

  it('completes machines', () => {
    const folder = projectWriting(manifest([stack('laptop', { target: { host: 'laptop.local', user: 'root' } }), stack('other')]));
    assert.equal(cdk(['synth', '-q'], { cwd: folder }).code, 0);
    assert.match(cdk(['__complete', '--', 'doctor', ''], { cwd: folder }).out, /^laptop\b/);
  });
});
