import assert from 'node:assert/strict';
import { parsePlace } from '../../src/hardware/place';

describe('a machine, as people type it', () => {
  it('is a host, perhaps with a user and a port', () => {
    assert.deepEqual(parsePlace('laptop.local'), { host: 'laptop.local' });
    assert.deepEqual(parsePlace('root@192.168.1.20'), { host: '192.168.1.20', user: 'root' });
    assert.deepEqual(parsePlace('deploy@laptop:2222'), { host: 'laptop', user: 'deploy', port: 2222 });
  });

  it('may be an address with colons', () => {
    assert.deepEqual(parsePlace('root@fe80::1%eth0'), { host: 'fe80::1%eth0', user: 'root' });
    assert.deepEqual(parsePlace('[2001:db8::2]:2222'), { host: '2001:db8::2', port: 2222 });
    assert.deepEqual(parsePlace('::1'), { host: '::1' });
  });

  it('is nothing that ssh could take for an option, or a shell for more than a word', () => {
    for (const given of ['', '-oProxyCommand=x', 'root@', '@host', 'root@-x', '-l@host', 'a b', 'host:0', 'host:70000', 'host;x', '$(x)'])
      assert.throws(() => parsePlace(given), /is no machine to log in to/, given);
  });
});
