import type { Mount } from '../snapshot';
import { absent, info, ok, type Check, type Facts, type Finding } from './check';
import { judgeSetting } from './settings';
import { few, nameText } from './words';

/** Where recordings go, and samples come from. */
export const DISKS: readonly Check[] = [
  {
    id: 'filesystems',
    title: 'file systems',
    group: 'disks',
    severity: 'info',
    meaning:
      'Recordings want a file system of Linux on a disk of this computer. Over a network, or through a helper program, they may stall.',
    see: 'findmnt -o TARGET,FSTYPE,OPTIONS',
    fix: 'No setting helps: keep sessions and samples on a disk with ext4, xfs, btrfs or zfs, and copy the finished work elsewhere.',
    source: 'rtcqs 0.6.4, filesystems_check',
    look: lookAtFileSystems,
  },
  {
    id: 'noatime',
    title: 'access times',
    group: 'disks',
    severity: 'info',
    meaning: 'Whether each reading of a sample is noted down on the disk. «relatime», which is usual, does it once a day; that is fine.',
    see: 'findmnt -o TARGET,OPTIONS | grep -v -E "noatime|relatime"',
    fix: {
      construct: "new NixosOption(laptop, 'NoTimes', { path: 'fileSystems.\"/home\".options', value: ['noatime'] });",
      option: 'fileSystems."/home".options = [ "noatime" ];',
      elsewhere: 'write noatime among the options in /etc/fstab, then sudo mount -o remount /home',
    },
    source: 'mount(8): relatime by default since Linux 2.6.30; realtimeconfigquickscan, NoAtimeCheck',
    look: lookAtTimes,
  },
  {
    id: 'inotify_watches',
    title: 'watched folders',
    group: 'disks',
    severity: 'info',
    meaning: 'How many folders programs may watch. A sample browser that has used them up does not notice new files. It never crackles.',
    see: 'cat /proc/sys/fs/inotify/max_user_watches',
    fix: {
      construct: "new NixosOption(laptop, 'Watches', { path: 'boot.kernel.sysctl.\"fs.inotify.max_user_watches\"', value: 524288 });",
      option: 'boot.kernel.sysctl."fs.inotify.max_user_watches" = 524288;',
      elsewhere: 'write «fs.inotify.max_user_watches = 524288» to /etc/sysctl.d/90-audio.conf, then sudo sysctl --system',
    },
    source: 'inotify(7); NixOS, nixos/modules/config/sysctl.nix: 524288; realtimeconfigquickscan, WatchesCheck',
    look: (facts) =>
      judgeSetting(facts, {
        name: 'fs.inotify.max_user_watches',
        isGood: (value) => value >= 524_288,
        otherwise: 'info',
        opinion: 'large libraries want 524288',
      }),
  },
];

const LOCAL = /^(ext[234]|xfs|btrfs|zfs|bcachefs|f2fs|jfs|tmpfs|overlay|squashfs|erofs)$/;
const SLOW = /^(fuse|fuseblk|nfs4?|cifs|smb3|9p|virtiofs|ceph|glusterfs|reiserfs|ntfs3?|vfat|exfat|msdos)(\.|$)/;

/** Where somebody would keep music: not the firmware's own partition, nor what programs mount for themselves. */
const isForFiles = ({ target }: Mount): boolean => !/^\/(boot|efi|run|proc|sys|dev|tmp|var\/lib|snap|nix)(\/|$)/.test(target);

function lookAtFileSystems({ is: { mounts } }: Facts): Finding {
  const places = mounts.filter((mount) => isForFiles(mount) && (LOCAL.test(mount.type) || SLOW.test(mount.type)));
  if (places.length === 0) return absent('no disk is to be seen');
  const slow = places.filter(({ type }) => SLOW.test(type));
  return slow.length === 0 ? ok(few(places.map(mountText))) : info(`keep recordings off ${few(slow.map(mountText))}`);
}

const mountText = ({ target, type }: Mount): string => `${nameText(target)} (${nameText(type)})`;

function lookAtTimes({ is: { mounts } }: Facts): Finding {
  const disks = mounts.filter(
    (mount) => isForFiles(mount) && /^(ext[234]|xfs|btrfs|f2fs|bcachefs)$/.test(mount.type) && !mount.options.includes('ro'),
  );
  if (disks.length === 0) return absent('no disk is to be seen');
  const strict = disks.filter(({ options }) => !options.some((option) => option === 'noatime' || option === 'relatime'));
  return strict.length === 0
    ? ok('noted once a day, or never')
    : info(`each reading is noted: ${few(strict.map(({ target }) => nameText(target)))}`);
}
