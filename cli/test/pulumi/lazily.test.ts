import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLI, cdk, cleanEnvironment, temporaryFolder } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';

/** Nobody answers at a name below `.invalid` (RFC 6761), so nothing here leaves this computer. */
const DATA = manifest([stack('laptop', { target: { host: 'laptop.invalid', user: 'root' } })]);

/** Writes down the name of each file that a process loads. */
const hook = (list: string): string => `
const { Module } = require('node:module');
const { appendFileSync } = require('node:fs');
const load = Module._load;
Module._load = function (...call) {
  try { appendFileSync(${JSON.stringify(list)}, Module._resolveFilename(...call) + '\\n'); } catch {}
  return load.apply(this, call);
};`;

describe('Pulumi', () => {
  let folder: string;
  before(() => (folder = projectWriting(DATA)));

  const loadedBy = (...args: readonly string[]): readonly string[] => {
    const place = temporaryFolder();
    const list = join(place, 'loaded');
    writeFileSync(join(place, 'hook.cjs'), hook(list));
    cdk(args, { cwd: folder, env: { NODE_OPTIONS: `--require ${join(place, 'hook.cjs')}`, PULUMI_CONFIG_PASSPHRASE: 'x' } });
    return readFileSync(list, 'utf8').split('\n');
  };
  const ofPulumi = (file: string): boolean => /node_modules[\\/]@pulumi[\\/]/.test(file);

  it('is not read by a deployment without --engine pulumi, nor by anything else', () => {
    for (const args of [
      ['deploy'],
      ['deploy', '--dry-run', '--engine', 'pulumi'],
      ['deploy', '--engine', 'ssh'],
      ['diff'],
      ['status'],
      ['synth'],
    ]) {
      const loaded = loadedBy(...args);
      assert.ok(loaded.length > 10, args.join(' '));
      assert.deepEqual(loaded.filter(ofPulumi), [], args.join(' '));
    }
  });

  it('is read with it, where it is there', function () {
    try {
      require.resolve('@pulumi/pulumi');
    } catch {
      return this.skip();
    }
    assert.ok(loadedBy('deploy', '--engine', 'pulumi').some(ofPulumi));
  });

  it('is asked for in a sentence where it is not installed', () => {
    const place = temporaryFolder(); // nothing above it has a node_modules
    for (const name of ['bin', 'lib', 'package.json']) cpSync(join(CLI, name), join(place, name), { recursive: true });
    const { status, stderr } = spawnSync(process.execPath, [join(place, 'bin', 'cdk.js'), 'deploy', '--engine', 'pulumi'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...cleanEnvironment(), PULUMI_CONFIG_PASSPHRASE: 'x' },
    });
    assert.equal(status, 1);
    assert.equal(
      stderr,
      '--engine pulumi needs @pulumi/pulumi, which is not installed. In the folder of your studio:\n  npm install @pulumi/pulumi@3.248.0 @pulumi/command@1.2.1\n',
    );
  });

  it('is asked for as well where its program is missing', function () {
    const { code, err } = cdk(['deploy', '--engine', 'pulumi'], {
      cwd: folder,
      env: { PATH: `${join(process.execPath, '..')}:/usr/bin:/bin`, PULUMI_CONFIG_PASSPHRASE: 'x' },
    });
    if (code === 1 && /which is not installed/.test(err)) return this.skip();
    assert.equal(code, 1);
    assert.match(err, /^--engine pulumi needs the program «pulumi», which could not be started \(.*\)\. Install it/);
  });

  it('has a backend of its own, which means nothing to others', () => {
    const { code, err } = cdk(['deploy', '--backend', 'file:///srv/state'], { cwd: folder });
    assert.deepEqual([code, err], [1, '--backend means nothing without --engine pulumi.\n']);
    assert.match(cdk(['deploy', '--engine', 'pulmi'], { cwd: folder }).err, /«pulmi».*Did you mean «pulumi»/);
  });
});
