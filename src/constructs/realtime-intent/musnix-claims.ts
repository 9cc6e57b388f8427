import type { Claim, OptionPlace } from '../../core';
import { parseAttrPath, toNode } from '../../nix';
import { PERMISSIONS, SWAPPINESS } from '../realtime/musnix';

/**
 * What musnix itself says where it is enabled (May 2026, its modules/base.nix and das_watchdog.nix), as if whoever enables it had said so. All of it
 * are plain definitions: they contradict other ones unless those are forced.
 */
export function musnixClaims(root: OptionPlace): Claim[] {
  const musnix = root.at('musnix');
  const enabled = musnix.at('enable').plain;
  if (enabled?.value !== true) return [];
  const realtime = musnix.at('kernel', 'realtime').plain;
  const watchdog = musnix.at('das_watchdog', 'enable').plain ?? realtime;
  return [
    ...OWN.map((claim) => ({ ...claim, said: enabled.said })),
    { ...(watchdog?.value === true ? WATCHED : UNWATCHED), said: (watchdog ?? enabled).said },
  ];
}

const own = (option: string, value: unknown): Omit<Claim, 'said'> => ({ path: parseAttrPath(option), node: toNode(value), foreign: true });

const LIMITS = 'security.pam.loginLimits';
const OWN = [
  own('boot.kernel.sysctl."vm.swappiness"', SWAPPINESS),
  own('boot.kernelParams', ['threadirqs']),
  own('powerManagement.cpuFreqGovernor', 'performance'),
  own(LIMITS, PERMISSIONS[LIMITS]),
];
const [WATCHED, UNWATCHED] = [true, false].map((on) => own('services.das_watchdog.enable', on)) as [
  Omit<Claim, 'said'>,
  Omit<Claim, 'said'>,
];
