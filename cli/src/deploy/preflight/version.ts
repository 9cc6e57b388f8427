import { isOlder, versionIn } from '../../doctor/version';
import { fail, pass, warn } from '../verdict';
import type { PreflightGate } from './gate';

/** The first one that knows flakes. */
const FLAKES = '2.4';

/** `26.05.20260501.abcdef0`, or `26.11pre801234.abcdef0` before it is out. What somebody else calls their own is not compared. */
const RELEASE = /^(\d\d\.\d\d)(?:\.\d{8}|pre)/;

export const version: PreflightGate = {
  id: 'version',
  title: 'the versions of Nix and NixOS',
  check({ nixVersion, nixosVersion }, { release }) {
    const nix = versionIn(nixVersion ?? '');
    if (nix === undefined) return fail('No Nix answered on the machine. Look there whether «nix --version» works for root.');
    if (isOlder(nix, FLAKES))
      return fail(
        `The machine has Nix ${nix}, which knows no flakes: they came with ${FLAKES}. Update the machine to a newer NixOS first.`,
      );
    const running = RELEASE.exec(nixosVersion ?? '')?.[1];
    if (running !== undefined && release !== undefined && isOlder(release, running))
      return warn(
        `The machine runs NixOS ${running}, and the configuration is of ${release}. Going back can leave data that older programs do not read; a newer «nixpkgs» input avoids it.`,
      );
    return pass(`Nix ${nix}`);
  },
};
