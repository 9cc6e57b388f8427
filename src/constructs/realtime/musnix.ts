import { FlakeInput } from '../../core';

/** The NixOS modules for audio that every realtime machine is built on. */
export const MUSNIX = new FlakeInput('musnix', { url: 'github:musnix/musnix', follows: { nixpkgs: 'nixpkgs' } });

/** Where its modules are. */
export const MUSNIX_MODULE = 'nixosModules.musnix';

/** The swappiness that musnix sets, and the one a machine gets without it. */
export const SWAPPINESS = 10;

/**
 * What members of the group audio may do on a machine without musnix, which always makes interrupts threads: lock memory, run at realtime
 * priority, keep the CPU awake and use its timers.
 */
export const PERMISSIONS: Readonly<Record<string, unknown>> = {
  'boot.kernelModules': ['snd-seq', 'snd-rawmidi'],
  'security.pam.loginLimits': [
    limit('memlock', '-', 'unlimited'),
    limit('rtprio', '-', '99'),
    limit('nofile', 'soft', '99999'),
    limit('nofile', 'hard', '99999'),
  ],
  'services.udev.extraRules': ['rtc0', 'hpet', 'cpu_dma_latency']
    .map((device) => `KERNEL=="${device}", GROUP="audio", MODE="0660"\n`)
    .join(''),
};

function limit(item: string, type: string, value: string) {
  return { domain: '@audio', item, type, value };
}
