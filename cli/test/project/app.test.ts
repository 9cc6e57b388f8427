import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, cdk, cleanEnvironment, folderWith, temporaryFolder } from '../support/cli';
import { APP, manifest, projectRunning, projectWriting, stack } from '../support/studio';

const ONE = manifest([stack('studio-laptop')]);

describe('running the app', () => {
  it('gives it its folder, the output and the context', () => {
    const folder = projectWriting(ONE, `writeFileSync('seen.json', JSON.stringify([process.cwd(), process.env.STUDIO_CDK_CONTEXT]))`);
    mkdirSync(join(folder, 'sub'));
    assert.equal(cdk(['ls', '-c', 'rate=96000', '-c', 'a=b', '-o', 'mine'], { cwd: join(folder, 'sub') }).code, 0);
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8')), [folder, '{"rate":"96000","a":"b"}']);
    assert.ok(readFileSync(join(folder, 'sub', 'mine', 'manifest.json')));
  });

  it('leaves its output to the user, and standard output pure where data is printed', () => {
    const folder = projectWriting(ONE, `console.log('to stdout'); console.error('to stderr')`);
    assert.match(cdk(['synth'], { cwd: folder }).out, /^to stdout\n/);
    const { out, err } = cdk(['ls'], { cwd: folder });
    assert.deepEqual([out, err], ['studio-laptop\n', 'to stdout\nto stderr\n']);
    assert.equal((JSON.parse(cdk(['synth', '--json'], { cwd: folder }).out) as { stacks: [] }).stacks.length, 1);
  });

  it('goes through the shell', () => {
    const folder = projectRunning('', { app: `A='b c' && ${APP} && echo "$A" >&2 && exit 4` });
    const { code, err } = cdk(['synth'], { cwd: folder });
    assert.equal(code, 1);
    assert.match(err, /^b c\nThe app ended with exit code 4 \(A='b c' && .*\)\. What it said about it stands above\.\n$/);
  });

  it('works from a folder with a space and quotes in its name, and keeps the NODE_OPTIONS that are set', () => {
    const folder = join(temporaryFolder(), `my "best" studio`);
    renameSync(projectWriting(ONE), folder);
    const { code, out } = cdk(['ls'], { cwd: folder, env: { NODE_OPTIONS: '--no-deprecation' } });
    assert.deepEqual([code, out], [0, 'studio-laptop\n']);
  });

  it('notices an app that never synthesises, also when an earlier result is there', () => {
    const folder = projectWriting(ONE);
    assert.equal(cdk(['synth'], { cwd: folder }).code, 0);
    writeFileSync(join(folder, 'bin', 'studio.js'), '// nothing');
    const { code, err } = cdk(['synth'], { cwd: folder });
    assert.equal(code, 1);
    assert.match(err, /^The app ran to its end and wrote nothing to .*cdk\.out .*«app\.synth\(\);»/);
  });

  const failures: readonly (readonly [name: string, app: string, message: RegExp])[] = [
    [
      'a program that is not there',
      'no-such-program x',
      /^.*\nThe app could not be started: the shell finds no program for «no-such-program x»/,
    ],
    ['a file that may not be run', './cdk.json', /^.*\nThe app could not be started: the system may not run «\.\/cdk\.json»/],
    [
      'an app that is killed',
      `node -e 'process.kill(process.pid, "SIGKILL")'`,
      /^(Killed\n)?The app was ended by SIGKILL before it was done .* Often the memory was used up\.\n$/,
    ],
    ['a killed part of a command line', `true && node -e 'process.kill(process.pid, "SIGKILL")'`, /ended by SIGKILL/],
    ['an exit code without a word', 'exit 3', /^The app ended with exit code 3 \(exit 3\)\./],
  ];
  for (const [name, app, message] of failures) {
    it(`has a sentence for ${name}`, () => {
      const { code, err } = cdk(['synth'], { cwd: projectRunning('', { app }) });
      assert.equal(code, 1);
      assert.match(err, message);
    });
  }

  it('says so when the library writes for another version of the command line', () => {
    const { code, err } = cdk(['ls'], { cwd: projectWriting({ ...ONE, schema: 99 }) });
    assert.equal(code, 1);
    assert.match(err, /manifest\.json has schema 99, this version of studio-cdk reads schema 1: update the command line/);
  });

  it('ends the app when it is ended, with the exit code that shells expect', async () => {
    const folder = folderWith({
      'cdk.json': `{ "app": "${APP}" }`,
      'bin/studio.js': `console.error(process.pid); setInterval(() => {}, 1000)`,
    });
    const child = spawn(process.execPath, [BIN, 'synth'], { cwd: folder, env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
    const [pid] = (await once(child.stderr, 'data')) as [Buffer];
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 130);
    assert.throws(() => process.kill(Number(pid.toString()), 0), { code: 'ESRCH' });
  });
});
