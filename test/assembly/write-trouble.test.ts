import assert from 'node:assert/strict';
import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { AssemblyError, AssemblyWriter } from '../../src/assembly';
import { contentsOf, temporaryFolder } from '../support/temp';
import { manifest } from './manifest';
import type { Job } from './writer-process';

const FIRST = { 'flake.nix': 'first\n', 'machines/a/configuration.nix': 'the same\n', 'machines/a/hardware.nix': 'first\n' };
const SECOND = { 'flake.nix': 'second\n', 'machines/a/configuration.nix': 'the same\n', 'assets/b': 'second\n' };
const IS_ROOT = process.getuid?.() === 0;
const NOBODY = '65534';

/** A mount namespace of our own: what is mounted there is nobody else's business, and gone with the process. */
const UNSHARE = IS_ROOT ? ['unshare', '--mount'] : ['unshare', '--map-root-user', '--mount'];

describe('AssemblyWriter in trouble', () => {
  const folder = temporaryFolder();
  const output = (): string => folder('studio', 'cdk.out');
  const program = (): string => folder('writer-process.js');

  beforeEach(() => {
    mkdirSync(folder('studio'));
    buildSync({
      entryPoints: [join(__dirname, 'writer-process.ts')],
      outfile: program(),
      bundle: true,
      platform: 'node',
      target: 'node20',
    });
  });

  const node = (job: Partial<Job>): string[] => [process.execPath, program(), JSON.stringify({ output: output(), files: FIRST, ...job })];
  const run = ([command, ...args]: string[]): SpawnSyncReturns<string> => spawnSync(command!, args, { encoding: 'utf8' });

  function write(files: Job['files']): void {
    const writer = new AssemblyWriter(output());
    for (const name of Object.keys(files)) writer.add(name, files[name]!);
    writer.commit(manifest());
  }

  /** What a writer says that cannot even begin, or cannot go on. */
  function complaint(dir = output()): string {
    let text = '';
    const attempt = (): void => {
      const writer = new AssemblyWriter(dir);
      writer.add('flake.nix', 'second\n');
      writer.commit(manifest());
    };
    assert.throws(attempt, (error: unknown) => {
      assert.ok(error instanceof AssemblyError);
      text = error.message;
      return true;
    });
    return text;
  }

  describe('with what is there already', () => {
    it('leaves a folder alone that it did not write', () => {
      mkdirSync(output());
      writeFileSync(join(output(), 'thesis.tex'), 'years of work');
      assert.equal(
        complaint(),
        `${output()} is not empty and was not written by studio-cdk, so it is left alone. Choose another folder with --output, or empty this one.`,
      );
      assert.deepEqual(contentsOf(folder('studio')), { 'cdk.out/thesis.tex': 'years of work' });
    });

    it('leaves a folder alone whose manifest.json is another program’s', () => {
      mkdirSync(output());
      writeFileSync(join(output(), 'manifest.json'), '{"name": "a web application", "icons": []}');
      writeFileSync(join(output(), 'index.html'), '<p>');
      const before = contentsOf(output());
      assert.match(complaint(), /was not written by studio-cdk, so it is left alone/);
      assert.deepEqual(contentsOf(output()), before);
    });

    it('does not replace a file', () => {
      writeFileSync(output(), 'a file');
      assert.equal(
        complaint(),
        `${output()} is a file, and the studio is written to a folder. Choose another one with --output, or move the file away.`,
      );
      assert.deepEqual(contentsOf(folder('studio')), { 'cdk.out': 'a file' });
    });

    it('names the part of the path that is a file', () => {
      writeFileSync(folder('notes'), '');
      assert.match(complaint(folder('notes', 'cdk.out')), /notes is not a folder\. Choose another folder with --output\./);
      assert.match(complaint(folder('notes', 'deeper', 'cdk.out')), /is not a folder\. Choose another folder with --output\./);
    });

    it('says when a name is too long, and puts nothing in place', () => {
      write(FIRST);
      const before = contentsOf(folder('studio'));
      const writer = new AssemblyWriter(output());
      assert.throws(() => writer.add(`machines/${'a'.repeat(256)}/x`, ''), /a file name is too long for the file system\. Shorten the id/);
      assert.deepEqual(contentsOf(folder('studio')), before);
    });
  });

  describe('with the disk', () => {
    before(function () {
      const { status, stderr } = spawnSync(UNSHARE[0]!, [...UNSHARE.slice(1), 'mount', '-t', 'tmpfs', 'none', '/mnt'], {
        encoding: 'utf8',
      });
      if (status === 0) return;
      console.log(`      left out, because this user may not mount anything: ${stderr?.trim() || 'there is no unshare'}`);
      this.skip();
    });

    /** Runs a script where mounts are private; `$1` is the folder of the project, the rest writes the first studio or the second. */
    const inNamespace = (script: string, second: Job['files']): SpawnSyncReturns<string> =>
      run([
        ...UNSHARE,
        'sh',
        '-e',
        '-c',
        script,
        'sh',
        folder('studio'),
        process.execPath,
        program(),
        node({})[2]!,
        node({ files: second })[2]!,
      ]);

    it('says that it is full, and leaves no half of anything', () => {
      const huge = { ...SECOND, 'assets/huge': 'a'.repeat(100_000) };
      const script = `
        mount -t tmpfs -o size=64k none "$1"
        "$2" "$3" "$4"
        mkdir "$1/../copies" && cp -a "$1" "$1/../copies/before"
        "$2" "$3" "$5" || echo "exit code $?"
        cp -a "$1" "$1/../copies/after"`;
      const { stdout, stderr } = inNamespace(script, huge);
      assert.equal(
        stderr,
        `The studio could not be written to ${output()}: the disk is full. Free some space (a look with «df -h» tells which disk) and run the command again. The previous contents are untouched.\n`,
      );
      assert.equal(stdout, 'exit code 1\n');
      assert.equal(contentsOf(folder('copies', 'before'))['cdk.out/flake.nix'], 'first\n');
      assert.deepEqual(contentsOf(folder('copies', 'after')), contentsOf(folder('copies', 'before')));
      assert.deepEqual(readdirSync(folder('copies', 'after')), ['cdk.out']);
    });

    it('says that it is read-only', () => {
      write(FIRST);
      const before = contentsOf(folder('studio'));
      const script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && exec "$2" "$3" "$5"';
      const { status, stderr } = inNamespace(script, SECOND);
      assert.equal(
        stderr,
        `The studio could not be written to ${output()}: the file system is read-only. Choose a folder on another one with --output. The previous contents are untouched.\n`,
      );
      assert.equal(status, 1);
      assert.deepEqual(contentsOf(folder('studio')), before);
    });
  });

  describe('with permissions', () => {
    /** Root may write anywhere: the writer runs as somebody else then. */
    const asNobody = (job: Partial<Job>): SpawnSyncReturns<string> => {
      chmodSync(folder(), 0o755);
      const command = IS_ROOT ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...node(job)] : node(job);
      return run(command);
    };

    for (const closed of ['studio', 'studio/cdk.out'])
      it(`names the folder that it must not write to: ${closed}`, () => {
        write(FIRST);
        const before = contentsOf(folder('studio'));
        for (const open of ['studio', 'studio/cdk.out']) chmodSync(folder(open), 0o777);
        chmodSync(folder(closed), 0o555);
        try {
          const { status, stderr } = asNobody({ files: SECOND });
          assert.equal(
            stderr,
            `The studio could not be written to ${output()}: no permission to write in ${folder(closed)}. Choose another folder with --output, or change the owner of this one. The previous contents are untouched.\n`,
          );
          assert.equal(status, 1);
          assert.deepEqual(contentsOf(folder('studio')), before);
        } finally {
          chmodSync(folder(closed), 0o755);
        }
      });
  });

  describe('killed in the middle', () => {
    /** The writer dies at every step it can die at; the state it leaves is handed to `check`. */
    function atEveryStep(files: Job['files'], check: (step: number) => void): number {
      for (let step = 1; ; step++) {
        const { signal, stderr } = run(node({ files, dieAt: step }));
        assert.equal(stderr, '');
        if (signal === null) return step - 1;
        assert.equal(signal, 'SIGKILL');
        check(step);
      }
    }

    const recover = (): void => new AssemblyWriter(output()).abandon();

    it('leaves one of the two assemblies whole at any moment, and the next run cleans up', () => {
      write(SECOND);
      const second = contentsOf(output());
      write(FIRST);
      const first = contentsOf(output());
      const found = new Set<string>();
      const steps = atEveryStep(SECOND, (step) => {
        recover();
        assert.deepEqual(readdirSync(folder('studio')), ['cdk.out'], `step ${step}`);
        const now = contentsOf(output());
        const isFirst = now['flake.nix'] === 'first\n';
        assert.deepEqual(now, isFirst ? first : second, `step ${step}`);
        found.add(isFirst ? 'first' : 'second');
        write(FIRST);
      });
      assert.ok(steps >= 10, `${steps} steps`);
      assert.deepEqual([...found], ['first', 'second']);
    });

    it('leaves nothing, or all of it, where there was nothing before', () => {
      const found = new Set<string>();
      atEveryStep({ 'flake.nix': 'first\n' }, () => {
        recover();
        const now = contentsOf(folder('studio'));
        assert.deepEqual(Object.keys(now), now['cdk.out/flake.nix'] ? ['cdk.out/flake.nix', 'cdk.out/manifest.json'] : []);
        found.add(Object.keys(now).join());
      });
      assert.deepEqual([...found], ['', 'cdk.out/flake.nix,cdk.out/manifest.json']);
    });

    it('takes away what processes left that are no more, and nothing else', () => {
      const { pid } = spawnSync('true');
      mkdirSync(folder('studio', `.cdk.out.${pid}.new`));
      mkdirSync(folder('studio', `.cdk.out.${process.ppid}.new`)); // alive: it is still writing
      mkdirSync(folder('studio', `.cdk-out.${pid}.new`)); // of another output
      recover();
      assert.deepEqual(readdirSync(folder('studio')).sort(), [`.cdk-out.${pid}.new`, `.cdk.out.${process.ppid}.new`]);
    });
  });

  describe('with rivals', () => {
    it('writes one of two whole assemblies when two run at once', async () => {
      const files = (name: string): Job['files'] =>
        Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`machines/${index}`, `${name}\n`]));
      const rounds = 60;
      const rivals = ['one', 'two'].map((name) => end(node({ files: files(name), rounds })));
      for (const { code, stderr } of await Promise.all(rivals)) assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      const { round, 'manifest.json': written, ...machines } = contentsOf(output());
      const winner = machines['machines/0']!.trim();
      assert.deepEqual(machines, files(winner));
      assert.equal(round, `${rounds}\n`);
      assert.equal(written, `${JSON.stringify(manifest(), null, 2)}\n`);
      assert.deepEqual(readdirSync(folder('studio')), ['cdk.out']);
    });
  });
});

function end([command, ...args]: string[]): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(command!, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('close', (code) => resolve({ code, stderr }));
  });
}
