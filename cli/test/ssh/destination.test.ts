import assert from 'node:assert/strict';
import { configOf } from '../../src/ssh/config-source';
import { checked, labelOf } from '../../src/ssh/destination';
import { needsSshd } from './support/sshd';

describe('a destination', () => {
  it('has a name, an address, one with a zone', () => {
    for (const host of ['studio', 'studio-laptop.local', 'müller.example', '10.0.0.1', '::1', 'fe80::1%eth0', 'a_b'])
      assert.equal(checked({ host }).host, host);
    assert.equal(checked({ host: '[fe80::1%eth0]' }).host, 'fe80::1%eth0');
  });

  it('is nothing that a shell or ssh could take for something else', () => {
    for (const host of [
      '',
      '-v',
      '--',
      'a b',
      'a\nb',
      'a;b',
      'a|b',
      '$(a)',
      '`a`',
      "a'b",
      'a"b',
      'a\\b',
      'a@b',
      'a/b',
      'ssh://a',
      'a*',
      '\u0000',
      'a\u202eb',
    ])
      assert.throws(() => checked({ host }), /is no name or address of a machine/, JSON.stringify(host));
    for (const user of ['', '-l', 'a b', 'a;b', '$(a)', 'a@b:c', '\u001b[31m'])
      assert.throws(() => checked({ host: 'a', user }), /is no name of a user/, JSON.stringify(user));
    for (const port of [0, -1, 1.5, 65_536, Number.NaN]) assert.throws(() => checked({ host: 'a', port }), /is no port/);
  });

  it('is called as people write it', () => {
    assert.equal(labelOf('root', 'studio', 22), 'root@studio');
    assert.equal(labelOf('root', '::1', 2222), 'root@[::1]:2222');
  });

  it('keeps its zone when ssh is asked about it', async function () {
    needsSshd(this);
    assert.equal((await configOf(checked({ host: '[fe80::1%lo]' }), '/dev/null')).hostName, 'fe80::1%lo');
  });
});
