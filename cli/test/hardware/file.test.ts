import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { readExisting, replaceFile } from '../../src/hardware/file';
import { folderWith } from '../support/cli';

describe('a file that is replaced', () => {
  it('comes with its folder, where it is the first', () => {
    const folder = folderWith({});
    const file = join(folder, 'assets', 'hardware', 'laptop.nix');
    assert.equal(readExisting(file), undefined);
    replaceFile(file, 'new');
    assert.deepEqual([readExisting(file), readdirSync(join(folder, 'assets', 'hardware'))], ['new', ['laptop.nix']]);
    assert.equal(statSync(file).mode & 0o777, 0o644 & ~process.umask());
  });

  it('stays where a link leads to', () => {
    const folder = folderWith({ 'real.nix': 'old' });
    symlinkSync('real.nix', join(folder, 'link.nix'));
    replaceFile(join(folder, 'link.nix'), 'new');
    assert.ok(lstatSync(join(folder, 'link.nix')).isSymbolicLink());
    assert.equal(readFileSync(join(folder, 'real.nix'), 'utf8'), 'new');
  });

  it('is as it was when that does not work', () => {
    const folder = folderWith({ file: 'old' });
    assert.throws(
      () => replaceFile(join(folder, 'file', 'laptop.nix'), 'new'),
      /laptop\.nix cannot be written: .* What was there is still there\.$/,
    );
    mkdirSync(join(folder, 'folder'));
    assert.throws(() => replaceFile(join(folder, 'folder'), 'new'), /cannot be written/);
    assert.throws(() => readExisting(join(folder, 'folder')), /it is a folder/);
    assert.deepEqual(readdirSync(folder).sort(), ['file', 'folder']);
  });
});
