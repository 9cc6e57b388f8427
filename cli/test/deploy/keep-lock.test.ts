import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { keepLock } from '../../src/deploy/keep-lock';
import { folderWith } from '../support/cli';

const lock = (rev: string): string => `{ "nodes": { "root": {}, "n": { "locked": { "rev": "${rev}" } } }, "root": "root", "version": 7 }\n`;

describe('a lock that a machine made', () => {
  it('is brought home where there was none', () => {
    const home = folderWith({});
    assert.equal(keepLock(home, undefined, lock('a')), undefined);
    assert.equal(readFileSync(join(home, 'flake.lock'), 'utf8'), lock('a'));
    assert.deepEqual(readdirSync(home), ['flake.lock']);
  });

  it('takes the place of the one that was sent', () => {
    const home = folderWith({ 'flake.lock': lock('a') });
    assert.equal(keepLock(home, lock('a'), lock('b')), undefined);
    assert.equal(readFileSync(join(home, 'flake.lock'), 'utf8'), lock('b'));
  });

  it('is no news when another machine has brought the same', () => {
    const home = folderWith({ 'flake.lock': lock('b') });
    assert.equal(keepLock(home, undefined, lock('b')), undefined);
  });

  it('does not replace what somebody wrote meanwhile, and says so', () => {
    const home = folderWith({ 'flake.lock': lock('c') });
    assert.match(keepLock(home, lock('a'), lock('b'))!, /other revisions.*Deploy again/);
    assert.equal(readFileSync(join(home, 'flake.lock'), 'utf8'), lock('c'));
  });

  it('is no lock when it is something else', () => {
    const home = folderWith({});
    assert.match(keepLock(home, undefined, '#!/bin/sh\n')!, /is none.*cdk update/);
    assert.equal(existsSync(join(home, 'flake.lock')), false);
  });

  it('that cannot be kept is a warning', () => {
    const home = folderWith({ 'flake.lock/somebody.txt': 'made a folder of it' });
    assert.match(keepLock(home, undefined, lock('a'))!, /could not be written \(.*EISDIR.*\).*cdk update/);
  });
});
