import assert from 'node:assert/strict';
import type { Mount } from '../../../src/realtime/snapshot';
import { said, someSettings } from './a-snapshot';

describe('disks', () => {
  const mounts = (...list: readonly (readonly [target: string, type: string, options?: string])[]): { mounts: readonly Mount[] } => ({
    mounts: list.map(([target, type, options = 'rw,relatime']) => ({ target, type, options: options.split(',') })),
  });

  it('of the network are no place for recordings', () => {
    assert.equal(
      said('filesystems', mounts(['/', 'ext4'], ['/home', 'nfs4'], ['/mnt/usb', 'fuse.sshfs'])),
      'info: keep recordings off /home (nfs4), /mnt/usb (fuse.sshfs)',
    );
    assert.match(said('filesystems', mounts(['/', 'ext4'], ['/boot', 'vfat'], ['/run/user/1000/doc', 'fuse.portal'])), /^ok: \/ \(ext4\)$/);
    assert.match(said('filesystems', mounts()), /^absent: /);
  });

  it('note each reading only where somebody wants it so', () => {
    assert.match(said('noatime', mounts(['/', 'ext4', 'rw'])), /^info: each reading is noted: \/$/);
    assert.match(said('noatime', mounts(['/', 'ext4', 'rw,noatime'])), /^ok: /);
  });

  it('are watched by many', () => {
    assert.match(said('inotify_watches', someSettings({ 'fs.inotify.max_user_watches': '8192' })), /^info: 8192; /);
  });
});
