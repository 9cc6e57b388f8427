import assert from 'node:assert/strict';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/doctor/finding';
import { cdk, folderWith, temporaryFolder } from '../support/cli';
import { APP, appWriting, manifest, projectRunning, stack } from '../support/studio';

interface Report {
  readonly healthy: boolean;
  readonly findings: readonly Finding[];
}

function examine(
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): { code: number | null; healthy: boolean; of: (name: string) => Finding | undefined } {
  const { code, out } = cdk(['doctor', '--json'], { cwd, env });
  const { healthy, findings } = JSON.parse(out) as Report;
  return { code, healthy, of: (name) => findings.find((finding) => finding.name === name) };
}

const library = (version: string): Record<string, string> => ({
  'node_modules/studio-cdk/package.json': JSON.stringify({ name: 'studio-cdk', version }),
});

describe('cdk doctor', () => {
  it('finds a healthy studio healthy, and changes nothing', () => {
    const data = manifest([stack('studio-laptop'), stack('stage-box')]);
    const folder = folderWith({ 'cdk.json': JSON.stringify({ app: APP }), 'bin/studio.js': appWriting(data), ...library('0.1.7') });
    const { code, healthy, of } = examine(folder);
    assert.deepEqual([code, healthy], [0, true]);
    assert.deepEqual(of('node'), { name: 'node', status: 'ok', found: process.versions.node });
    assert.deepEqual(of('studio-cdk'), { name: 'studio-cdk', status: 'ok', found: '0.1.7' });
    assert.deepEqual(of('app'), { name: 'app', status: 'ok', found: 'runs: studio-laptop, stage-box' });
    assert.equal(existsSync(join(folder, 'cdk.out')), false);
  });

  it('shows a table, with advice below', () => {
    const { code, out } = cdk(['doctor'], { cwd: temporaryFolder() });
    assert.equal(code, 0, 'a missing studio is no error');
    assert.match(out, /^✔ {2}node +\d+\.\d+\.\d+$/m);
    assert.match(out, /^! {2}cdk\.json +not found$/m);
    assert.match(out, /^\ncdk\.json: Here is no studio\./m);
  });

  it('fails when the app does, and says of what', () => {
    const folder = folderWith({ 'cdk.json': JSON.stringify({ app: APP }), 'bin/studio.js': 'null.x', ...library('0.1.0') });
    const { code, healthy, of } = examine(folder);
    assert.deepEqual([code, healthy], [1, false]);
    assert.equal(of('app')?.status, 'error');
    assert.match(of('app')?.advice ?? '', /^bin\/studio\.js threw TypeError/);
  });

  it('fails without the library, and warns of one that does not go with it', () => {
    assert.equal(examine(projectRunning('')).of('studio-cdk')?.status, 'error');
    const old = folderWith({ 'cdk.json': '{ "app": "true" }', ...library('0.0.9') });
    assert.match(examine(old).of('studio-cdk')?.advice ?? '', /^It does not go with the command line \(0\.1\.0\): «npm install /);
  });

  it('fails on a broken cdk.json', () => {
    const { code, of } = examine(folderWith({ 'cdk.json': '{' }));
    assert.equal(code, 1);
    assert.match(of('cdk.json')?.advice ?? '', /cdk\.json:1:2: this is not JSON/);
  });

  it('says what it means that Nix, ssh and git are missing', () => {
    const { code, of } = examine(temporaryFolder(), { PATH: '/nonexistent' });
    assert.equal(code, 0);
    for (const name of ['nix', 'flakes', 'ssh', 'git']) assert.equal(of(name)?.status, 'warning', name);
    assert.match(of('nix')?.advice ?? '', /can be written, tested and synthesised here, but not built/);
  });

  const nix = (script: string): NodeJS.ProcessEnv => ({ PATH: `${fakeNix(script)}:${process.env['PATH']}` });

  it('tells whether flakes are switched on', () => {
    const cases: readonly (readonly [script: string, found: string])[] = [
      [`[ "$1" = config ] && echo 'experimental-features = flakes nix-command'`, 'switched on'],
      [`[ "$1" = show-config ] && echo 'experimental-features = nix-command flakes'`, 'switched on'],
      [`echo 'experimental-features = nix-command'`, 'switched off'],
      [`echo "error: experimental Nix feature 'nix-command' is disabled" >&2; exit 1`, 'switched off'],
    ];
    for (const [script, found] of cases) assert.equal(examine(temporaryFolder(), nix(script)).of('flakes')?.found, found, script);
  });

  it('advises to update a Nix from before flakes', () => {
    assert.deepEqual(examine(temporaryFolder(), nix('echo nix (Nix) 2.3.16')).of('nix')?.status, 'warning');
  });
});

/** A folder with a `nix` that answers as another version would. */
const fakeNix = (script: string): string => {
  const folder = folderWith({ nix: `#!/bin/sh\n${script.replace('(Nix)', "'(Nix)'")}\n` });
  chmodSync(join(folder, 'nix'), 0o755);
  return folder;
};
