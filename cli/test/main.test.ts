import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { COMMANDS } from '../src/registry';
import { BIN, CLI, cdk, cleanEnvironment, folderWith, temporaryFolder } from './support/cli';
import { manifest, projectWriting, stack } from './support/studio';

describe('the command line', () => {
  it('prints its help when asked, and when nothing is asked', () => {
    const { code, out, err } = cdk([]);
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    for (const { name, summary, hidden } of COMMANDS) assert.equal(out.includes(`  ${name} `) && out.includes(summary), !hidden, name);
    for (const words of [['-h'], ['help']]) assert.equal(cdk(words).out, out);
  });

  it('prints the help of a command', () => {
    const { code, out } = cdk(['synth', '--help']);
    assert.equal(code, 0);
    assert.match(out, /^Usage: cdk synth \[STACK\.\.\.\] \[options\]$/m);
    assert.match(out, /--print <STACK> +print the Nix of one machine/);
    assert.match(out, /--app <COMMAND>/);
    assert.match(out, /^Examples:\n {2}cdk synth /m);
    assert.equal(cdk(['help', 'synth']).out, out);
    assert.doesNotMatch(out, / $/m);
  });

  it('loads no command for the list of commands', () => {
    const program = `require('module'); process.on('exit', () => console.log(Object.keys(require.cache).join('\\n')));
      require(${JSON.stringify(join(CLI, 'lib', 'main.js'))}).main(['--help'])`;
    const out = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' });
    assert.match(out, /lib\/main\.js$/m);
    assert.doesNotMatch(out, /lib\/commands/);
  });

  it('asks «did you mean» for commands and options', () => {
    assert.deepEqual(cdk(['sinth']), {
      code: 1,
      out: '',
      err: 'Unknown command «sinth». Did you mean synth? «cdk --help» lists what there is.\n',
    });
    assert.deepEqual(cdk(['ls', '--jsno']), {
      code: 1,
      out: '',
      err: 'Unknown option «--jsno». Did you mean --json? «cdk ls --help» lists what there is.\n',
    });
  });

  it('says what a call lacks', () => {
    assert.match(cdk(['completion']).err, /^Missing required argument «SHELL»\. «cdk completion --help» /);
    assert.match(cdk(['synth', '--print']).err, /^Option «--print <STACK>» argument missing\. /);
  });

  it('ends quietly when the reader of its output goes away', () => {
    const folder = projectWriting(manifest(Array.from({ length: 3000 }, (_, at) => stack(`machine-${at}-${'x'.repeat(60)}`))));
    const script = `set -o pipefail; "$NODE" "$BIN" ls | head -1`;
    const env = { ...cleanEnvironment(), NODE: process.execPath, BIN };
    assert.match(execFileSync('bash', ['-c', script], { cwd: folder, env, encoding: 'utf8' }), /^machine-0-x+\n$/);
  });

  it('says that the folder is gone in which it was called', () => {
    const script = 'mkdir gone; cd gone; rmdir ../gone; exec "$NODE" "$BIN" ls 2>&1';
    const env = { ...cleanEnvironment(), NODE: process.execPath, BIN };
    const { status, stdout } = spawnSync('bash', ['-c', script], { cwd: temporaryFolder(), env, encoding: 'utf8' });
    assert.deepEqual([status, stdout.split(':')[0]], [1, 'The folder that you are in is gone']);
  });

  it('shows a stack trace only with --debug', () => {
    assert.doesNotMatch(cdk(['synth']).err, /^ +at /m);
    assert.match(cdk(['synth', '--debug']).err, /^ +at /m);
    assert.match(cdk(['--debug', 'synth']).err, /^ +at /m);
  });

  it('calls what it did not expect a bug of its own, and says where to report it', () => {
    const data = manifest([stack('a')], [null as never]);
    const folder = folderWith({ 'done/manifest.json': JSON.stringify(data) });
    const { code, err } = cdk(['synth', '-a', 'done'], { cwd: folder });
    assert.equal(code, 1);
    assert.match(
      err,
      /^TypeError: .*\nThis is a bug in the command line, not in your studio\. Please report it at https:\/\/github\.com\/.*--debug\.\n$/,
    );
  });
});
