import { isAtLeast } from './kernel-version';
import { lazyTooOld, noPreemptOption, notRealtime, preemptionGone, realtimeTooOld } from './errors';

/** Who may interrupt whom, and how soon: the trade between throughput and latency that the kernel's scheduler makes. */
export enum Preemption {
  /** Only where the kernel gives way by itself. For machines that render and never play. Not on Linux 7.0 and later. */
  NONE = 'none',

  /** At more places of the kernel's own choosing; what desktops had for years. Not on Linux 7.0 and later. */
  VOLUNTARY = 'voluntary',

  /** Nearly everywhere. Stable work at 64 or 128 frames on most machines, and no kernel has to be compiled. */
  FULL = 'full',

  /** As FULL for realtime threads, while ordinary programs keep the CPU until the next tick. From Linux 6.13. */
  LAZY = 'lazy',

  /** PREEMPT_RT: even locks and interrupts can be interrupted. The lowest latencies, for a kernel that has to be compiled. From Linux 6.12. */
  REALTIME = 'realtime',
}

/** The kernel's parameter; PREEMPT_RT needs none (kernel-parameters.txt, `preempt=`). */
export function preemptionParams(preemption: Preemption): string[] {
  return preemption === Preemption.REALTIME ? [] : [`preempt=${preemption}`];
}

/**
 * What a kernel cannot do.
 *
 * @param version `6.12`, or undefined where nobody knows it
 * @param hasRealtime whether PREEMPT_RT is built in already
 */
export function preemptionProblems(preemption: Preemption, version: string | undefined, hasRealtime: boolean): string[] {
  if (hasRealtime) return preemption === Preemption.REALTIME ? [] : [notRealtime(preemption)];
  if (version === undefined) return [];
  switch (preemption) {
    case Preemption.REALTIME: // musnix takes an older kernel without a word, and leaves it as it is
      return isAtLeast(version, '6.12') ? [] : [realtimeTooOld(version)];
    case Preemption.LAZY:
      return isAtLeast(version, '6.13') ? [] : [lazyTooOld(version)];
    case Preemption.NONE:
    case Preemption.VOLUNTARY:
      if (isAtLeast(version, '7.0')) return [preemptionGone(preemption, version)];
  }
  return isAtLeast(version, '5.12') ? [] : [noPreemptOption(preemption, version)]; // PREEMPT_DYNAMIC
}
