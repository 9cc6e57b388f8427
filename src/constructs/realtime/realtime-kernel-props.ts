import type { FlakeInput } from '../../core';
import type { CpuTuning } from './cpus';
import type { Governor } from './frequency';
import type { RtirqTuning } from './interrupts';
import type { Kernel } from './kernel';
import type { LatencyBudget } from './latency-budget';
import type { Preemption } from './preemption';
import type { MemoryTuning, PowerTuning, SchedulerTuning } from './tuning';

/** How a machine is made to keep its deadlines. Without any of it: full preemption and threaded interrupts, on NixOS's own kernel. */
export interface RealtimeKernelProps extends LatencyBudget {
  /**
   * Who may interrupt whom.
   *
   * @default Preemption.FULL
   */
  readonly preemption?: Preemption;

  /**
   * Which kernel. With `Preemption.REALTIME` it is compiled again with PREEMPT_RT, unless it has it already.
   *
   * @default - NixOS's own
   */
  readonly kernel?: Kernel;

  /**
   * Says that a build machine or a cache serves the kernel of `Preemption.REALTIME`, so that nobody need be warned of hours of compiling.
   *
   * @default false
   */
  readonly builtElsewhere?: boolean;

  /**
   * Whether interrupts are handled by threads, which have priorities (`threadirqs`). PREEMPT_RT always does it.
   *
   * Without it the machine is configured without musnix, whose base always adds the parameter; the rights of the group audio stay the same.
   *
   * @default true
   */
  readonly threadedIrqs?: boolean;

  /**
   * Whose interrupts come first, the most important one first: `usb`, `snd`, or any name in /proc/interrupts. With a USB interface say
   * `['usb', 'snd']`, otherwise `['snd', 'usb']`. A service, rtirq, gives them priorities 90, 85, 80 …
   *
   * @default - interrupts share the priority 50
   */
  readonly irqPriority?: string[];

  /**
   * The details of rtirq.
   *
   * @default - 90 and downwards in steps of 5
   */
  readonly rtirq?: RtirqTuning;

  /**
   * What decides how fast the CPU runs. Services that would decide too (power-profiles-daemon, TLP, auto-cpufreq) are off.
   *
   * @default Governor.PERFORMANCE
   */
  readonly governor?: Governor;

  /**
   * The lowest frequency of the CPU, in kHz: 2.4 GHz is 2400000.
   *
   * @default - the CPU's own
   */
  readonly minFrequency?: number;

  /**
   * The highest frequency of the CPU, in kHz; below the turbo it is steadier and quieter.
   *
   * @default - the CPU's own
   */
  readonly maxFrequency?: number;

  /**
   * How readily memory of programs goes to the swap space, 0 to 200 (`vm.swappiness`).
   *
   * @default 10
   */
  readonly swappiness?: number;

  /**
   * How the CPUs are shared out: isolation, interrupts, hyper-threading, mitigations.
   *
   * @default - as the kernel does
   */
  readonly cpu?: CpuTuning;

  /**
   * How deeply CPUs and USB devices may sleep.
   *
   * @default - as the kernel does
   */
  readonly power?: PowerTuning;

  /**
   * The share of realtime threads, and timers.
   *
   * @default - as the kernel does
   */
  readonly scheduler?: SchedulerTuning;

  /**
   * Large pages, and when recordings are written to the disk.
   *
   * @default - as the kernel does
   */
  readonly memory?: MemoryTuning;

  /**
   * Whether a watchdog (das_watchdog) takes realtime priority away from threads that leave the machine no time for anything else.
   *
   * @default - true with Preemption.REALTIME, otherwise false
   */
  readonly watchdog?: boolean;

  /**
   * Whether the kernel's detector of lock-ups interrupts every CPU every few seconds (`kernel.nmi_watchdog`).
   *
   * @default - the kernel's own, true
   */
  readonly nmiWatchdog?: boolean;

  /**
   * The address of a sound card on the PCI bus, as `lspci` prints it: `00:1b.0`. It may then keep the bus for longer. USB interfaces have none,
   * and PCI Express cards ignore it.
   *
   * @default - none
   */
  readonly soundCardPciId?: string;

  /**
   * Another musnix: a fork, or a fixed revision.
   *
   * @default - github:musnix/musnix
   */
  readonly musnix?: FlakeInput;
}
