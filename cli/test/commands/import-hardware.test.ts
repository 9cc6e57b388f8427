import assert from 'node:assert/strict';
import { cdk, folderWith } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';

describe('cdk import-hardware', () => {
  const target = { host: 'laptop.local', user: 'root' };
  const project = projectWriting(manifest([stack('laptop', { target }), stack('anywhere', { kind: 'portable' })]));
  const refusal = (args: readonly string[], cwd = project): string => {
    const { code, out, err } = cdk(['import-hardware', ...args], { cwd });
    assert.deepEqual([code, out], [1, '']);
    return err;
  };

  it('says what it has to know', () => {
    assert.match(refusal(['laptop']), /^The assembly does not say where the hardware file of «laptop» comes from\. .* --to FILE\.\n$/);
    assert.match(refusal(['--from', 'root@10.0.0.9']), /^Where is the hardware file of 10\.0\.0\.9 to go\? Say it with --to FILE/);
    assert.match(refusal(['anywhere', '--to', 'x.nix']), /^«anywhere» is an environment/);
    assert.match(refusal(['--from=-oProxyCommand=x', '--to', 'x.nix']), /^--from «-oProxyCommand=x» is no machine to log in to/);
  });

  it('needs no studio where the call says from where to where', () => {
    assert.match(refusal(['--from', 'root@127.0.0.1:1', '--to', 'laptop.nix'], folderWith({})), /127\.0\.0\.1/);
  });
});
