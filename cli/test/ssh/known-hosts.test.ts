import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintOf, knownAs, knownHostLine, readKnownHosts, speaksOf, typeOf } from '../../src/ssh/known-hosts';
import { fingerprint, makeKey, needsSshd, publicKey, run } from './support/sshd';

const BLOB = `${Buffer.from([0, 0, 0, 11]).toString('latin1')}ssh-ed25519`;
const KEY = Buffer.from(BLOB, 'latin1').toString('base64');
const speaks = (hosts: string, name: string): boolean => speaksOf(readKnownHosts(`${hosts} ssh-ed25519 ${KEY}`, 'f')[0]!, name);

describe('known_hosts', () => {
  it('has names, patterns and exceptions', () => {
    assert.equal(speaks('studio,10.0.0.1', 'studio'), true);
    assert.equal(speaks('studio,10.0.0.1', '10.0.0.1'), true);
    assert.equal(speaks('Studio', 'studio'), true);
    assert.equal(speaks('studio', 'studio2'), false);
    assert.equal(speaks('*.local', 'a.local'), true);
    assert.equal(speaks('10.0.?.1', '10.0.7.1'), true);
    assert.equal(speaks('10.0.?.1', '10.0.77.1'), false);
    assert.equal(speaks('*.local,!bad.local', 'bad.local'), false);
    assert.equal(speaks('!bad.local', 'good.local'), false);
    assert.equal(speaks('[studio]:2222', '[studio]:2222'), true);
    assert.equal(speaks('[studio]:2222', 'studio'), false);
    assert.equal(speaks('[*]:2222', '[::1]:2222'), true);
  });

  it('is looked through in no time, whatever the pattern', () => {
    assert.equal(speaks(`${'*a'.repeat(200)}b`, 'a'.repeat(5000)), false);
  });

  it('passes over what is no line of its kind', () => {
    const lines = readKnownHosts(
      ['', '# comment', 'studio', `studio ssh-rsa ${KEY}`, 'studio ssh-ed25519 !!!', `@what studio ssh-ed25519 ${KEY}`].join('\n'),
      'f',
    );
    assert.deepEqual(lines, []);
  });

  it('has marks, comments and places', () => {
    const [revoked, authority, plain] = readKnownHosts(
      `@revoked * ssh-ed25519 ${KEY} gone\r\n@cert-authority\t*.local ssh-ed25519 ${KEY}\n  studio  ssh-ed25519  ${KEY}  a comment\n`,
      '/etc/f',
    );
    assert.deepEqual([revoked?.mark, authority?.mark, plain?.mark], ['revoked', 'cert-authority', undefined]);
    assert.deepEqual([revoked?.place, authority?.hosts, plain?.place], ['/etc/f:1', '*.local', '/etc/f:3']);
  });

  it('knows another port by another name', () => {
    assert.equal(knownAs('Studio', 22), 'studio');
    assert.equal(knownAs('::1', 2222), '[::1]:2222');
  });

  describe('and ssh-keygen mean the same', () => {
    let folder: string;
    before(function () {
      needsSshd(this);
      folder = mkdtempSync(join(tmpdir(), 'cdk-known-'));
    });
    after(() => folder && rmSync(folder, { recursive: true }));

    for (const type of ['ed25519', 'ecdsa', 'rsa'] as const)
      it(`by a fingerprint and a type: ${type}`, () => {
        const path = makeKey(join(folder, type), { type });
        const [name, base64] = publicKey(path).split(' ');
        const key = Buffer.from(base64!, 'base64');
        assert.equal(fingerprintOf(key), fingerprint(path));
        assert.equal(typeOf(key), name);
      });

    it('by a line that is written, plain or hashed, and read', () => {
      const file = join(folder, 'known_hosts');
      const key = Buffer.from(publicKey(makeKey(join(folder, 'k'))).split(' ')[1]!, 'base64');
      for (const hashed of [false, true]) {
        writeFileSync(file, knownHostLine('[studio]:2222', key, hashed));
        assert.match(run('ssh-keygen', ['-F', '[studio]:2222', '-f', file]), /found: line 1/);
        assert.equal(readFileSync(file, 'utf8').includes('studio'), !hashed);
        assert.equal(speaksOf(readKnownHosts(readFileSync(file, 'utf8'), file)[0]!, '[studio]:2222'), true);
      }
    });
  });
});
