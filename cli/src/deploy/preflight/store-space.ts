import { sizeText } from '../../render/size';
import { fail, pass, warn } from '../verdict';
import type { PreflightGate } from './gate';

/** Kilobytes. Of a small disk, its share counts. */
const TOO_LITTLE = { kb: 256 * 1024, share: 0.03 };
const LITTLE = { kb: 2 * 1024 * 1024, share: 0.1 };

export const storeSpace: PreflightGate = {
  id: 'store-space',
  title: 'the space on /nix',
  check({ nixFreeKb, nixTotalKb }) {
    if (nixFreeKb === undefined) return warn('The machine did not tell how much space is left on /nix.');
    const limit = ({ kb, share }: typeof LITTLE): number => Math.min(kb, share * (nixTotalKb ?? Infinity));
    const left = `${sizeText(nixFreeKb * 1024)} left on /nix`;
    if (nixFreeKb < limit(TOO_LITTLE))
      return fail(`There is only ${left}. Make room there: «nix-collect-garbage --delete-older-than 30d» removes old generations.`);
    if (nixFreeKb < limit(LITTLE)) return warn(`There is ${left}, which is little. «nix-collect-garbage» there makes room.`);
    return pass(left);
  },
};
