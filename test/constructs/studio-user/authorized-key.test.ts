import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keyProblems } from '../../../src/constructs/studio-user/authorized-key';

/** The line that ssh-keygen writes: the type, and the fields of the key with their lengths. */
function line(type: string, ...fields: Buffer[]): string {
  const parts = [Buffer.from(type), ...fields].flatMap((field) => [length(field), field]);
  return `${type} ${Buffer.concat(parts).toString('base64')}`;
}

function length(field: Buffer): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(field.length);
  return bytes;
}

const ED25519 = line('ssh-ed25519', Buffer.alloc(32, 7));
const RSA = line('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.alloc(385, 9));
const ECDSA = line('ecdsa-sha2-nistp256', Buffer.from('nistp256'), Buffer.alloc(65, 4));
const TOKEN = line('sk-ssh-ed25519@openssh.com', Buffer.alloc(32, 1), Buffer.from('ssh:'));

describe('a key that may log in', () => {
  it('is of any type that OpenSSH accepts', () => {
    assert.deepEqual(keyProblems([ED25519, RSA, ECDSA, TOKEN]), []);
  });

  it('may have a comment, options and the line break of its file', () => {
    assert.deepEqual(
      keyProblems([`${ED25519} alice@desk, the old one\n`, `restrict,command="echo \\"hi\\"",from="10.0.0.*" ${RSA} robot`]),
      [],
    );
  });

  it('is not a private one, which is never repeated', () => {
    const secret = 'b3BlbnNzaC1rZXktdjEAAAAA';
    const [text] = keyProblems([`-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----\n`]);
    assert.match(text!, /^The first of the authorized keys is a private key\./);
    assert.ok(!text!.includes(secret));
  });

  it('is not the name of a file', () => {
    for (const file of ['~/.ssh/id_ed25519.pub', './alice.pub', '/etc/ssh/key', 'alice.pub'])
      assert.match(keyProblems([file])[0]!, /is the name of a file/, file);
  });

  it('is one line', () => {
    assert.match(keyProblems([`${ED25519}\n${RSA}`])[0]!, /has several lines/);
  });

  it('is whole', () => {
    assert.match(keyProblems([ED25519.slice(0, -8)])[0]!, /damaged or cut off/);
    assert.match(keyProblems([`${ED25519}AAAA`])[0]!, /damaged or cut off/);
    assert.match(keyProblems([ED25519.replace('ssh-ed25519 ', 'ssh-rsa ')])[0]!, /damaged or cut off/);
    assert.match(keyProblems(['ssh-ed25519'])[0]!, /has none of the types/);
  });

  it('is not of a type that is given up', () => {
    assert.match(keyProblems([line('ssh-dss', Buffer.alloc(128))])[0]!, /DSA are no longer accepted/);
  });

  it('is called by its place', () => {
    const places = keyProblems([ED25519, 'x', ED25519, 'y']).map((text) => /^The (\w+) /.exec(text)![1]);
    assert.deepEqual(places, ['second', '4th']);
  });

  it('is refused whatever else it is, without being repeated', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, unit: 'grapheme' }), (text) => {
        const [problem] = keyProblems([text]);
        assert.ok(problem !== undefined && !problem.includes(text));
      }),
    );
  });
});
