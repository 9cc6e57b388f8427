import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, cdk, folderWith, type Ran } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home';

describe('cdk bootstrap-access', () => {
  const project = projectWriting(
    manifest([
      stack('stage-box', { target: { host: 'stage-box.local', user: 'deploy' } }),
      stack('laptop', { target: { host: 'laptop.local', user: 'root' } }),
      stack('anywhere', { kind: 'portable' }),
    ]),
  );
  const home = folderWith({ '.ssh/id_ed25519.pub': `${KEY}\n`, 'other.pub': `${KEY.replace('alice@home', 'bob')}\n` });
  const access = (...args: readonly string[]): Ran => cdk(['bootstrap-access', ...args], { cwd: project, env: { HOME: home } });
  const refusal = (...args: readonly string[]): string => {
    const { code, out, err } = access(...args);
    assert.deepEqual([code, out], [1, '']);
    return err;
  };

  it('prints a module for the user of a stack, with your own key', () => {
    const { code, out, err } = access('stage-box');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^# Lets deploy bring new systems/);
    assert.match(
      out,
      /\n {2}users\.users\.deploy = \{\n {4}isNormalUser = true;\n {4}openssh\.authorizedKeys\.keys = \[\n {6}"ssh-ed25519 \S+ alice@home"\n/,
    );
    assert.ok(out.includes('command = "/run/current-system/sw/bin/studio-cdk-guard";'));
  });

  it('prints it for any user, with other keys, where there is no studio', () => {
    const { code, out } = cdk(['bootstrap-access', '--user', 'admin', '--key', 'other.pub'], { cwd: home });
    assert.equal(code, 0);
    assert.match(out, /users\.users\.admin = [^]*"ssh-ed25519 \S+ bob"/);
    assert.doesNotMatch(out, /alice@home/);
  });

  it('prints the rule, or the guard itself', () => {
    assert.match(
      access('--user', 'deploy', '--format', 'sudoers').out,
      /\ndeploy ALL=\(root\) NOPASSWD:NOSETENV: \S+\/studio-cdk-guard\n$/,
    );
    assert.equal(access('--format', 'script').out, readFileSync(join(REPOSITORY, 'assets', 'guard.sh'), 'utf8'));
  });

  it('says what it cannot do', () => {
    assert.match(refusal(), /^Whose access is it to be\?/);
    assert.match(refusal('laptop'), /^«laptop» is deployed to as root, who may do everything already/);
    assert.match(refusal('anywhere'), /^«anywhere» is an environment/);
    assert.match(refusal('stage-box', '--user', 'deploy'), /leave one of the two out/);
    assert.match(refusal('--user', 'root'), /^root may do everything already/);
    assert.match(refusal('--user', 'x ALL=(ALL) ALL\n'), /no name for a user/);
    assert.match(refusal('--user', 'deploy', '--format', 'sudo'), /^There is no format «sudo»\. Did you mean «sudoers»\?/);
    assert.match(refusal('--user', 'deploy', '--key', 'no.pub'), /no\.pub cannot be read/);
  });
});
