import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sshOptionsFor } from '../../src/deploy/nix-ssh';
import { planMachine } from '../../src/deploy/plan-machine';
import { folderWith, temporaryFolder } from '../support/cli';
import { laptop } from './support';

const planFor = (target: object, builder?: string) =>
  planMachine(
    { stack: laptop({ target: { host: 'studio.local', user: 'root', ...target } }), fingerprint: 'f', files: [], inputs: {} },
    { goal: 'switch', buildOn: builder === undefined ? 'deployer' : { builder } },
  );

describe('what the ssh that Nix runs is told', () => {
  const folder = temporaryFolder();
  let key: { readonly line: string; readonly fingerprint: string };

  before(function () {
    if (spawnSync('ssh', ['-V']).status !== 0) {
      console.log('      left out: there is no ssh on this machine');
      this.skip();
    }
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'root@studio', '-f', join(folder, 'key')]);
    const [, fingerprint] = execFileSync('ssh-keygen', ['-lf', join(folder, 'key.pub')], { encoding: 'utf8' }).split(' ');
    key = { line: readFileSync(join(folder, 'key.pub'), 'utf8').trim(), fingerprint: fingerprint! };
  });

  const optionsFor = (target: object, builder?: string): Promise<string> =>
    sshOptionsFor({ plan: planFor(target, builder), hostKeys: async () => ['ssh-rsa AAAA other', key.line], silenceMs: 20_000 }, folder);
  /** What OpenSSH itself makes of it. */
  const settings = (options: string, host: string): string =>
    execFileSync('ssh', [...options.split(' '), '-T', '-G', host], { encoding: 'utf8' });

  it('asks nothing, and takes no unknown key', async () => {
    const said = settings(await optionsFor({}), 'studio.local');
    assert.match(said, /^batchmode yes$/m);
    assert.match(said, /^stricthostkeychecking (yes|true)$/m);
  });

  it('goes to the port of the stack', async () => assert.match(settings(await optionsFor({ port: 2222 }), 'studio.local'), /^port 2222$/m));

  it('believes the key that the stack names, and no other', async () => {
    const said = settings(await optionsFor({ hostKeys: [key.fingerprint] }), 'studio.local');
    const [, known] = /^userknownhostsfile (.*)$/m.exec(said)!;
    assert.equal(readFileSync(known!, 'utf8'), `studio-cdk-target ${key.line.split(' ').slice(0, 2).join(' ')}\n`);
    assert.match(said, /^hostkeyalias studio-cdk-target$/m);
    assert.match(said, /^globalknownhostsfile \/dev\/null$/m);
  });

  it('keeps the way to a builder as the user has it', async () => {
    const options = await optionsFor({ port: 2222, hostKeys: [key.fingerprint] }, 'root@big.local');
    assert.match(settings(options, 'studio.local'), /^port 2222$/m);
    assert.match(settings(options, 'big.local'), /^port 22$/m);
    assert.doesNotMatch(settings(options, 'big.local'), /^hostkeyalias/m);
    assert.match(settings(options, 'big.local'), /^batchmode yes$/m);
  });

  it('obeys the configuration that was asked for, and no other', async () => {
    const file = join(folderWith({ conf: 'Host *\n  ServerAliveCountMax 7\n  HostName elsewhere.invalid\n' }), 'conf');
    for (const [target, builder] of [
      [{}, undefined],
      [{ port: 2222 }, 'tower'],
    ] as const) {
      const options = await sshOptionsFor({ plan: planFor(target, builder), hostKeys: async () => [], silenceMs: 20_000 }, folder, file);
      assert.match(settings(options, 'studio.local'), /^hostname elsewhere\.invalid$/m);
    }
    await assert.rejects(
      sshOptionsFor({ plan: planFor({}), hostKeys: async () => [], silenceMs: 20_000 }, folder, '/a b'),
      /no path with a space/,
    );
  });

  it('has no word with a space, which older versions of Nix would cut', async () => {
    for (const word of (await optionsFor({ port: 2222, hostKeys: [key.fingerprint] })).split(' ')) assert.match(word, /^-o\w+=\S+$/);
  });

  it('is not made up when the machine has none of the keys', async () => {
    await assert.rejects(optionsFor({ hostKeys: ['SHA256:other'] }), { name: 'UserError', message: /None of the host keys/ });
    assert.equal(existsSync(join(folder, 'ssh_config')), true);
  });
});
