import assert from 'node:assert/strict';
import { checkNode } from '../../src/doctor/programs';
import { goTogether, isOlder, versionIn } from '../../src/doctor/version';

describe('versions', () => {
  it('are found in what programs say', () => {
    assert.equal(versionIn('nix (Nix) 2.8.0'), '2.8.0');
    assert.equal(versionIn('nix (Determinate Nix 3.11.2) 2.31.1'), '3.11.2');
    assert.equal(versionIn('OpenSSH_9.2p1 Debian-2+deb12u7, OpenSSL 3.0.17'), '9.2');
    assert.equal(versionIn('who knows'), undefined);
  });

  it('are compared as numbers', () => {
    assert.equal(isOlder('2.8.0', '2.18'), true);
    assert.equal(isOlder('2.18', '2.18.0'), false);
    assert.equal(isOlder('22.0.0', '20.16.0'), false);
    assert.equal(isOlder('20.15.9', '20.16.0'), true);
  });

  it('go together within what promises not to break', () => {
    assert.equal(goTogether('0.1.3', '0.1.0'), true);
    assert.equal(goTogether('0.2.0', '0.1.0'), false);
    assert.equal(goTogether('1.9.0', '1.0.0'), true);
    assert.equal(goTogether('2.0.0', '1.0.0'), false);
  });

  it('of Node may be too old', () => {
    assert.equal(checkNode('18.20.4').status, 'error');
    assert.equal(checkNode('20.16.0').status, 'ok');
  });
});
