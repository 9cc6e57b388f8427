import { fail, pass } from '../verdict';
import type { PreflightGate } from './gate';

export const nixos: PreflightGate = {
  id: 'nixos',
  title: 'that it runs NixOS',
  check: ({ osId, nixosVersion, hostname }) =>
    osId === 'nixos'
      ? pass(`NixOS ${nixosVersion ?? 'of an unknown version'}`)
      : fail(
          `«${hostname}» runs «${osId}», and only NixOS can be deployed to. Install NixOS there first, or look whether the stack's target names the right machine.`,
        ),
};
