import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temp';

const SCRIPT = join(__dirname, '../../scripts/pulumi.mjs');

describe('the script that builds the Pulumi engine', () => {
  const at = temporaryFolder();
  const go = (script: string): void => {
    writeFileSync(at('bin', 'go'), `#!/bin/sh\n${script}\n`);
    chmodSync(at('bin', 'go'), 0o755);
  };
  const built = (): string[] => readdirSync(at('cache', 'studio-cdk', 'pulumi'));
  beforeEach(() => {
    mkdirSync(at('bin'));
    for (const program of ['cp', 'cat', 'chmod', 'sleep', 'touch']) symlinkSync(`/bin/${program}`, at('bin', program));
  });

  /** @param endOn what is there when it is told to end */
  const build = (endOn?: string): Promise<{ code: number | null; signal: string | null; said: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [SCRIPT], { env: { PATH: at('bin'), XDG_CACHE_HOME: at('cache') } });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
      const watch = endOn === undefined ? undefined : setInterval(() => existsSync(endOn) && child.kill('SIGINT'), 50);
      child.on('close', (code, signal) => {
        clearInterval(watch);
        resolve({ code, signal, said });
      });
    });

  // Go is told -o and then where to.
  const WORKING = 'while [ "$1" != -o ]; do shift; done; printf \'#!/bin/sh\\necho v3.248.0\\n\' >"$2"; chmod +x "$2"';

  it('says that there is no Go, and is content', async () => {
    const { code, said } = await build();
    assert.equal(code, 0);
    assert.match(said, /left out, so tests with a real one are skipped \(there is no «go» on PATH\)\n$/);
  });

  it('gives the last line of what Go complains of, and keeps nothing', async () => {
    go('echo downloading >&2; echo "the proxy is away" >&2; exit 1');
    const { code, said } = await build();
    assert.equal(code, 0);
    assert.match(said, /skipped \(the proxy is away\)\n$/);
    assert.deepEqual(built(), []);
  });

  it('keeps nothing when only one of the two was built', async () => {
    go(`case $PWD in */command) echo no >&2; exit 1;; esac; ${WORKING}`);
    assert.match((await build()).said, /skipped \(no\)\n$/);
    assert.deepEqual(built(), []);
  });

  it('ends at once when it is told to, and keeps nothing', async () => {
    go(`touch ${at('begun')}; exec sleep 30`);
    const { signal } = await build(at('begun'));
    assert.equal(signal, 'SIGINT');
    assert.deepEqual(built(), []);
  });

  it('builds both, and then finds them', async () => {
    go(WORKING);
    assert.match((await build()).said, /^Pulumi engine: building v3\.248\.0 .*\nPulumi engine: v3\.248\.0 built into /);
    const [folder] = built();
    assert.deepEqual(readdirSync(at('cache', 'studio-cdk', 'pulumi', folder!)).sort(), ['pulumi', 'pulumi-resource-command']);
    go('echo built again >&2; exit 1');
    assert.equal((await build()).said, 'Pulumi engine: v3.248.0 is there\n');
  });
});
