import type { RealtimeEntry, Wish } from '../../../../src/assembly/realtime';
import { judge } from '../../../src/realtime/checks';
import type { CpuState, MusicianState, Snapshot, SoundCard } from '../../../src/realtime/snapshot';
import type { CheckResult } from '../../../src/realtime/verdict';

/** A laptop that is tuned as it should be, with an interface on USB, while alice plays. */
export const aSnapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  at: 1_795_327_200,
  hostname: 'studio-laptop',
  os: { id: 'nixos', version: '26.05' },
  user: { name: 'root', uid: 0 },
  virtualization: 'none',
  unseen: [],
  kernel: {
    release: '6.18.2',
    version: '#1-NixOS SMP PREEMPT_DYNAMIC Tue Nov 18 2026',
    arch: 'x86_64',
    parameters: ['init=/nix/store/x/init', 'preempt=full', 'threadirqs'],
    preemptInForce: 'full',
    config: { CONFIG_HZ: '1000', CONFIG_HIGH_RES_TIMERS: 'y', CONFIG_NO_HZ_IDLE: 'y', CONFIG_PREEMPT_DYNAMIC: 'y' },
  },
  cpus: [0, 1, 2, 3].map((id) => aCpu({ id })),
  idle: { driver: 'intel_idle', states: [{ name: 'C1', latency: 2, isDisabled: false }] },
  smt: 'off',
  isolatedCpus: [],
  nohzFullCpus: [],
  vulnerabilities: { meltdown: 'Mitigation: PTI' },
  sysctls: {
    'vm.swappiness': '10',
    'vm.dirty_ratio': '20',
    'vm.dirty_background_ratio': '10',
    'kernel.sched_rt_runtime_us': '950000',
    'kernel.nmi_watchdog': '0',
    'fs.inotify.max_user_watches': '524288',
    'dev.hpet.max-user-freq': '64',
  },
  hasSwap: true,
  transparentHugepages: 'madvise',
  clocksource: 'tsc',
  clocksources: ['tsc', 'hpet'],
  rtcMaxUserFreq: 64,
  irqs: [
    { irq: 129, actions: ['xhci_hcd'], affinity: [0, 1, 2, 3], effectiveAffinity: [1], priority: 90 },
    { irq: 9, actions: ['acpi'], affinity: [0], priority: 50 },
  ],
  realtimeThreads: [],
  cards: [aCard()],
  usb: [{ name: '1-2', product: 'Scarlett 2i2 USB', power: 'on', isAudio: true }],
  usbAutosuspend: 2,
  mounts: [{ target: '/', type: 'ext4', options: ['rw', 'relatime'] }],
  musicians: [alice()],
  audioGroups: 1,
  units: { 'rtirq.service': 'active', 'rtkit-daemon.service': 'active' },
  processes: ['pipewire'],
  pipewire: { user: 'alice', version: '1.6.7', quantum: 64, rate: 48_000, priority: 88, wireplumber: true, nodes: [] },
  daws: [],
  pendingReboot: { pending: false, bootedParams: ['preempt=full', 'threadirqs'], currentParams: ['preempt=full', 'threadirqs'] },
  tools: { cyclictest: true, stressNg: true, chrt: true },
  ...changes,
});

export const aCpu = (changes: Partial<CpuState> = {}): CpuState => ({
  id: 0,
  isOnline: true,
  driver: 'intel_pstate',
  governor: 'performance',
  minFrequency: 400_000,
  maxFrequency: 4_800_000,
  hardwareMaxFrequency: 4_800_000,
  energyPreference: 'performance',
  energyBias: 0,
  ...changes,
});

export const aCard = (changes: Partial<SoundCard> = {}): SoundCard => ({
  index: 0,
  id: 'USB',
  name: 'Scarlett 2i2 USB',
  driver: 'snd_usb_audio',
  path: 'usb-0000:00:14.0-2',
  usb: '1-2',
  streams: [],
  ...changes,
});

export const alice = (changes: Partial<MusicianState> = {}): MusicianState => ({
  name: 'alice',
  exists: true,
  groups: ['users', 'audio'],
  limits: { rtprio: 99, memlock: 'unlimited', nofile: 524_288, from: 'login' },
  maySetRealtime: true,
  mayHoldDmaLatency: true,
  ...changes,
});

/** The kernel of `aSnapshot`, changed. */
export const aKernel = (changes: Partial<Snapshot['kernel']> = {}): Pick<Snapshot, 'kernel'> => ({
  kernel: { ...aSnapshot().kernel, ...changes },
});

/** Settings of `aSnapshot`, changed. */
export const someSettings = (changes: Readonly<Record<string, string>>): Pick<Snapshot, 'sysctls'> => ({
  sysctls: { ...aSnapshot().sysctls, ...changes },
});

/** A system with other parameters waits for a boot. */
export const waiting = (...currentParams: readonly string[]): Pick<Snapshot, 'pendingReboot'> => ({
  pendingReboot: { pending: true, bootedParams: ['quiet'], currentParams },
});

/** What line 14 of the program asks for. */
export const wish = <T>(value: T, option = 'some.option'): Wish<T> => ({
  value,
  path: 'studio-laptop/Kernel',
  source: 'bin/studio.ts:14',
  option,
});

/** What one check says about a machine. */
export function verdict(id: string, changes: Partial<Snapshot> = {}, intent: RealtimeEntry = {}): CheckResult {
  const result = judge(aSnapshot(changes), intent).find((candidate) => candidate.id === id);
  if (result === undefined) throw new Error(`There is no check «${id}».`);
  return result;
}

/** `warning: runs 60, asked for 10 (bin/studio.ts:14)` */
export function said(id: string, changes: Partial<Snapshot> = {}, intent: RealtimeEntry = {}): string {
  const { status, found } = verdict(id, changes, intent);
  return `${status}: ${found}`;
}
