/**
 * What a machine tells about its realtime tuning, collected by the probe in one go. Absent: the machine has no such thing, or did not let
 * us see it; `unseen` tells the second. Nothing here is an opinion. It comes from another computer, so texts are harmless lines, and
 * numbers are numbers.
 */
export interface Snapshot {
  /** When it was taken, by the machine's clock, in seconds. */
  readonly at: number;
  readonly hostname: string;
  readonly os: { readonly id: string; readonly version?: string };
  readonly bootId?: string;
  /** Seconds. */
  readonly uptime?: number;
  /** Who looked. */
  readonly user: { readonly name: string; readonly uid: number };
  /** `kvm`, `container` … ; `none` on bare metal. */
  readonly virtualization?: string;
  /** Facts that this user may not see, by the name of the member here: root could. */
  readonly unseen: readonly string[];
  readonly kernel: KernelState;
  /** `AMD Ryzen 7 5800U`; absent where the processor has no such name. */
  readonly cpuModel?: string;
  readonly cpus: readonly CpuState[];
  readonly idle?: { readonly driver?: string; readonly states: readonly IdleState[] };
  /** PM-QoS that is in force, in µs; absent where nobody asked for any. */
  readonly dmaLatency?: number;
  readonly smt?: 'on' | 'off' | 'forceoff' | 'notsupported' | 'notimplemented';
  readonly isolatedCpus: readonly number[];
  readonly nohzFullCpus: readonly number[];
  /** What the kernel says about each fault of the CPU: `spectre_v2` → `Mitigation: …`. */
  readonly vulnerabilities: Readonly<Record<string, string>>;
  /** By name: `vm.swappiness` → `10`. Also `dev.hpet.max-user-freq`. */
  readonly sysctls: Readonly<Record<string, string>>;
  readonly hasSwap: boolean;
  readonly transparentHugepages?: string;
  readonly clocksource?: string;
  readonly clocksources: readonly string[];
  readonly rtcMaxUserFreq?: number;
  readonly irqs: readonly Irq[];
  /** Every thread with a realtime class. */
  readonly realtimeThreads: readonly RealtimeThread[];
  readonly cards: readonly SoundCard[];
  readonly usb: readonly UsbDevice[];
  /** `usbcore.autosuspend`, in seconds. */
  readonly usbAutosuspend?: number;
  /** `snd_hda_intel.power_save`, in seconds. */
  readonly hdaPowerSave?: number;
  readonly mounts: readonly Mount[];
  readonly musicians: readonly MusicianState[];
  /** How many groups are called audio. */
  readonly audioGroups: number;
  /** Units that matter, by name: `irqbalance.service` → `active`. Absent without systemd. */
  readonly units?: Readonly<Record<string, string>>;
  /** Names of running programs that are known to hurt, or to be in the way. */
  readonly processes: readonly string[];
  readonly pipewire?: PipewireState;
  readonly jack?: JackState;
  /** Who listens to the programs of a take: DAWs that run, by program name, with the account. */
  readonly daws: readonly { readonly program: string; readonly user: string; readonly pid: number }[];
  /** NixOS only: whether the booted kernel, its modules and its parameters are those of the current system. */
  readonly pendingReboot?: {
    readonly pending: boolean;
    readonly current?: string;
    readonly bootedParams?: readonly string[];
    readonly currentParams?: readonly string[];
  };
  /** Programs for measuring that are there. */
  readonly tools: { readonly cyclictest: boolean; readonly stressNg: boolean; readonly chrt: boolean };
}

export interface KernelState {
  /** `uname -r` */
  readonly release: string;
  /** `uname -v`, which names the preemption model. */
  readonly version: string;
  readonly arch: string;
  readonly parameters: readonly string[];
  /** /sys/kernel/realtime */
  readonly isRealtime?: boolean;
  /** What is in force, from debugfs; only root sees it: `full`. */
  readonly preemptInForce?: string;
  /** Lines of the kernel's configuration that matter: `CONFIG_HZ` → `1000`, `CONFIG_PREEMPT_RT` → `y`. Absent: it is not readable. */
  readonly config?: Readonly<Record<string, string>>;
}

export interface CpuState {
  readonly id: number;
  readonly isOnline: boolean;
  readonly driver?: string;
  readonly governor?: string;
  readonly governors?: readonly string[];
  /** kHz, as all four. */
  readonly minFrequency?: number;
  readonly maxFrequency?: number;
  readonly hardwareMaxFrequency?: number;
  readonly frequency?: number;
  readonly energyPreference?: string;
  /** 0 performance … 15 saving. */
  readonly energyBias?: number;
}

export interface IdleState {
  readonly name: string;
  /** µs to wake up from it. */
  readonly latency: number;
  readonly isDisabled: boolean;
}

export interface Irq {
  readonly irq: number;
  /** Who asked for it: `xhci_hcd`, `snd_hda_intel:card0`. More than one: it is shared. */
  readonly actions: readonly string[];
  readonly affinity?: readonly number[];
  readonly effectiveAffinity?: readonly number[];
  /** SCHED_FIFO priority of the thread that handles it; absent where it is no thread. */
  readonly priority?: number;
}

export interface RealtimeThread {
  readonly pid: number;
  readonly tid: number;
  readonly class: 'FF' | 'RR' | 'DLN';
  readonly priority: number;
  readonly name: string;
  readonly user?: string;
}

export interface SoundCard {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly driver?: string;
  /** Where it hangs: `usb-0000:00:14.0-2`, `0000:00:1f.3`. */
  readonly path?: string;
  /** The USB bus and device, as in `usb`. */
  readonly usb?: string;
  /** Interrupts of it, or of the controller that it hangs on; as in `irqs`. */
  readonly irqs?: readonly number[];
  /** Streams that are open. */
  readonly streams: readonly SoundStream[];
}

export interface SoundStream {
  /** `pcm0p`, `pcm0c` */
  readonly name: string;
  readonly direction: 'playback' | 'capture';
  readonly state: string;
  /** Frames. */
  readonly period?: number;
  /** Frames. */
  readonly buffer?: number;
  /** Hz. */
  readonly rate?: number;
  readonly format?: string;
  readonly channels?: number;
  readonly owner?: number;
}

export interface UsbDevice {
  /** As in /sys/bus/usb/devices: `1-2`. */
  readonly name: string;
  readonly vendor?: string;
  readonly product?: string;
  /** `on`: it is never put to sleep. */
  readonly power?: string;
  /** Mbit/s. */
  readonly speed?: number;
  readonly isAudio: boolean;
}

export interface Mount {
  readonly target: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** An account that makes music, as one of its own login sessions sees the machine. */
export interface MusicianState {
  readonly name: string;
  readonly exists: boolean;
  readonly groups: readonly string[];
  /** Hard limits of a login session, and how they were learned. Absent: it could not be seen. */
  readonly limits?: Limits & { readonly from: 'login' | 'process' | 'self' };
  /** Whether SCHED_FIFO at 80 was really granted to it. */
  readonly maySetRealtime?: boolean;
  readonly mayHoldDmaLatency?: boolean;
}

export interface Limits {
  readonly rtprio: number | 'unlimited';
  /** kB */
  readonly memlock: number | 'unlimited';
  readonly nofile: number | 'unlimited';
}

export interface PipewireState {
  readonly user: string;
  readonly version?: string;
  /** Frames in force. */
  readonly quantum?: number;
  /** Hz in force. */
  readonly rate?: number;
  readonly forcedQuantum?: number;
  readonly forcedRate?: number;
  /** SCHED_FIFO priority of its data thread; absent: it has none. */
  readonly priority?: number;
  readonly wireplumber: boolean;
  /** Whether the nodes' xruns were counted. Not where nothing runs, and not by a `pw-top` that is too old for `-b`. */
  readonly countsXruns?: boolean;
  /** None: it does not answer. */
  readonly nodes: readonly AudioNode[];
}

/** A line of pw-top. */
export interface AudioNode {
  readonly id: number;
  readonly name: string;
  /** R running, I idle, S suspended, C creating, E error. */
  readonly state: string;
  readonly quantum: number;
  readonly rate: number;
  /** Since the node was made. */
  readonly xruns: number;
  readonly isDriver: boolean;
  /** `Audio/Sink`; `Stream/Input/Audio` is a program that records. */
  readonly mediaClass?: string;
}

export interface JackState {
  readonly user: string;
  readonly pid: number;
  readonly quantum?: number;
  readonly rate?: number;
  readonly periods?: number;
  readonly priority?: number;
  readonly isRealtime?: boolean;
  /** Connected programs, the server's own ports aside. Absent where it could not be seen who is. */
  readonly clients?: readonly string[];
  readonly xruns?: number;
}
