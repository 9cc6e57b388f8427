import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCRIPT = pathToFileURL(join(__dirname, '../../scripts/every-test.mjs')).href;

describe('a run of every test', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'every-test-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, body: string): string => {
    const file = join(folder, `${name}.test.ts`);
    writeFileSync(file, `import { existsSync, writeFileSync } from 'node:fs';\ndescribe('${name}', () => {\n${body}\n});\n`);
    return file;
  };
  const runAll = (...files: readonly string[]): { readonly failed: number; readonly lines: readonly string[]; readonly said: string } => {
    const program = `import { runEveryTest } from '${SCRIPT}'; process.exitCode = runEveryTest(${JSON.stringify(['--parallel', '--jobs', '2', ...files])});`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    return { failed: status ?? -1, lines: stdout.trimEnd().split('\n'), said: stdout + stderr };
  };
  const fine = (): string => write('fine', "it('passes', () => {}); it('passes, too', () => {}); it.skip('is left out', () => {});");

  it('ends with a line of how many passed and failed', () => {
    const { failed, lines, said } = runAll(fine());
    assert.equal(failed, 0, said);
    assert.equal(lines.at(-1), '2 passed, 0 failed, 1 skipped');
  });

  it('judges what failed once more, alone, and names what passed then', () => {
    const marker = JSON.stringify(join(folder, 'was-here'));
    const once = write(
      'busy',
      `it('misses its deadline', () => { const first = !existsSync(${marker}); writeFileSync(${marker}, ''); if (first) throw new Error('too late'); }); it('passes', () => {});`,
    );
    const { failed, lines, said } = runAll(once, fine());
    assert.equal(failed, 0, said);
    assert.deepEqual(lines.slice(-4), [
      'Passed alone only, and failed beside others:',
      '  busy: misses its deadline',
      '',
      '4 passed, 0 failed, 1 skipped',
    ]);
  });

  it('fails for what fails alone as well, be it a test or what comes before one', () => {
    const { failed, lines, said } = runAll(
      fine(),
      write('wrong', "it('fails', () => { throw new Error('no'); }); it('passes', () => {});"),
      write('unprepared', "before(() => { throw new Error('no'); }); it('is not come to', () => {});"),
    );
    assert.equal(failed, 2, said);
    assert.equal(lines.at(-1), '3 passed, 2 failed, 1 skipped');
  });

  it('says so when it did not come to its end', () => {
    const { failed, said } = runAll(write('fatal', "it('ends everything', () => process.exit(7)); this is no program"));
    assert.notEqual(failed, 0);
    assert.match(said, /mocha did not come to its end|[1-9]\d* failed/);
  });
});
