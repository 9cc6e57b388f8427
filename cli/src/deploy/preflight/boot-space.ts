import { sizeText } from '../../render/size';
import { fail, pass, warn } from '../verdict';
import type { PreflightGate } from './gate';

/** Kilobytes. Without the first not even the loader's own files can be written; a kernel with its initrd needs about the second. */
const TOO_LITTLE = 1024;
const A_KERNEL = 24 * 1024;

export const bootSpace: PreflightGate = {
  id: 'boot-space',
  title: 'the space on /boot',
  only: ['boot', 'switch'],
  check({ bootloader, bootMounted, bootFreeKb }) {
    if (bootloader === 'systemd-boot' && bootMounted === false)
      return fail('/boot is not mounted on the machine, so new entries would be written where nothing boots from. Mount it there first.');
    if (bootFreeKb === undefined || bootMounted === false) return pass('no file system of its own');
    const left = `${sizeText(bootFreeKb * 1024)} left on /boot`;
    const advice =
      'Old generations take it: «nix-collect-garbage -d» there, and then a switch, make room; «configurationLimit» keeps it so.';
    if (bootFreeKb < TOO_LITTLE) return fail(`There is only ${left}, so no new generation can be made bootable. ${advice}`);
    if (bootFreeKb < A_KERNEL) return warn(`There is ${left}, which may be too little for a new kernel. ${advice}`);
    return pass(left);
  },
};
