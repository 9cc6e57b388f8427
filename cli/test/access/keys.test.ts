import assert from 'node:assert/strict';
import { join } from 'node:path';
import { publicKeys } from '../../src/access/keys';
import { folderWith } from '../support/cli';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKRNDYug5iWGOX0R63HjE2sRN83eUCd18I9fPNMXjxEz alice@home';

describe('public keys', () => {
  const folder = folderWith({
    'alice.pub': `${KEY}\n`,
    'band.pub': `# the band\n\n${KEY}\r\n${KEY.replace('alice@home', 'Bob "the bass" ${x}')}\n`,
    secret: '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
    'cut.pub': KEY.slice(0, 40),
    'mixed.pub': `${KEY}\n${KEY.replace('ssh-ed25519', 'ssh-rsa')}\n`,
    'forced.pub': `command="/bin/sh" ${KEY}\n`,
    'empty.pub': '\n',
    'home/.ssh/id_rsa.pub': 'no key',
    'home/.ssh/id_ed25519.pub': `${KEY}\n`,
  });
  const keys = (...names: readonly string[]): readonly string[] =>
    publicKeys(
      names.map((name) => join(folder, name)),
      join(folder, 'home'),
    );

  it('stand a line each, several in a file', () => {
    assert.deepEqual(keys('alice.pub'), [KEY]);
    assert.deepEqual(keys('band.pub', 'alice.pub'), [KEY, KEY.replace('alice@home', 'Bob "the bass" ${x}')]);
  });

  it("are the user's own where none is named", () => {
    assert.deepEqual(keys(), [KEY]);
    assert.throws(() => publicKeys([], folder), /There is no public key .*id_ed25519\.pub.*--key FILE/);
  });

  it('are not the secret half', () => {
    assert.throws(
      () => keys('secret'),
      /secret is the secret half of a key, which stays where it is\. The public half is in .*secret\.pub\.$/,
    );
  });

  it('are refused where they are none, with the line', () => {
    assert.throws(() => keys('cut.pub'), /cut\.pub:1 is no public key/);
    assert.throws(() => keys('mixed.pub'), /mixed\.pub:2 is no public key/);
    assert.throws(() => keys('forced.pub'), /forced\.pub:1 is no public key/);
    assert.throws(() => keys('empty.pub'), /holds no key/);
    assert.throws(() => keys('nowhere.pub'), /nowhere\.pub cannot be read: there is no such file/);
    assert.throws(() => keys('home'), /it is a folder/);
  });
});
