import type { Measurement, ThreadLatency } from '../../../src/realtime/measurement';
import type { Snapshot } from '../../../src/realtime/snapshot';
import type { CheckResult } from '../../../src/realtime/verdict';

/** Numbers between 0 and 1 that are the same at every run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A CPU as cyclictest sees one: a narrow hill, a long tail, and one that was latest. Drawn by expected counts, so that 10⁷ samples cost nothing. */
export function thread(cpu: number, { samples = 250_000, max = 84, typical = 4, limit = 400 } = {}): ThreadLatency {
  const next = random(cpu * 7919 + max);
  const counts = new Map<number, number>();
  const add = (micros: number, count: number): void => void (count > 0 && counts.set(micros, (counts.get(micros) ?? 0) + count));
  let left = samples - 1;
  const longest = Math.min(max, limit) - 1;
  for (let micros = 1; micros <= longest && left > 0; micros++) {
    const hill = Math.exp(-((Math.log(micros / typical) / 0.45) ** 2));
    const tail = 2e-5 * Math.exp(-micros / (max / 5));
    const count = Math.min(left, Math.floor((samples * (0.3 * hill + tail) * (0.6 + 0.8 * next())) / 2));
    add(micros, count);
    left -= count;
  }
  add(Math.min(typical, longest, max), left);
  const isBeyond = max >= limit;
  if (!isBeyond && samples > 0) add(max, 1);
  const histogram = [...counts].sort(([a], [b]) => a - b);
  const min = histogram[0]?.[0] ?? max;
  return {
    cpu,
    samples,
    min,
    max: samples > 0 ? max : 0,
    mean: typical + 0.3,
    histogram,
    overflows: isBeyond && samples > 0 ? 1 : 0,
    limit,
  };
}

export interface Made {
  readonly threads?: readonly ThreadLatency[];
  readonly cpus?: number;
  readonly samples?: number;
  readonly max?: number;
  readonly generation?: number;
  readonly load?: boolean;
  readonly xruns?: number;
  readonly quantum?: number | null;
  readonly more?: Partial<Measurement>;
}

/** The worst CPU is the last but one; `samples` are of all together. */
export function measurement({
  cpus = 4,
  samples = 3_000_000,
  max = 84,
  generation = 42,
  load = true,
  xruns = 0,
  quantum = 64,
  threads,
  more,
}: Made = {}): Measurement {
  const worst = Math.max(0, cpus - 2);
  const next = random(generation);
  const made = Array.from({ length: cpus }, (_, cpu) =>
    thread(cpu, { samples: Math.ceil(samples / cpus), max: cpu === worst ? max : Math.max(1, Math.round(max * (0.3 + 0.6 * next()))) }),
  );
  return {
    schema: 1,
    stack: 'studio-laptop',
    at: new Date(Date.UTC(2026, 10, 1, 20, 15) + generation * 36_000_000).toISOString(),
    seconds: 30,
    threads: threads ?? made,
    settings: { priority: 88, interval: 200, load, defaultSystem: true },
    machine: {
      hostname: 'laptop',
      kernel: '6.18.3-rt2',
      kernelVersion: '#1-NixOS SMP PREEMPT_RT',
      parameters: ['threadirqs', 'preempt=full'],
      generation,
      system: `/nix/store/${generation}-nixos`,
      cpuModel: 'AMD Ryzen 7 PRO 6850U with Radeon Graphics',
    },
    xruns,
    ...(quantum !== null && { buffer: { quantum, rate: 48_000 } }),
    from: 'cyclictest',
    ...more,
  };
}

/** A laptop with an interface on USB and a sound chip of its own, PipeWire running. */
export const SNAPSHOT: Snapshot = {
  at: 1_795_000_000,
  hostname: 'laptop',
  os: { id: 'nixos', version: '26.05' },
  user: { name: 'alice', uid: 1000 },
  unseen: [],
  kernel: {
    release: '6.18.3-rt2',
    version: '#1-NixOS SMP PREEMPT_RT',
    arch: 'x86_64',
    parameters: ['threadirqs', 'preempt=full', 'quiet'],
    isRealtime: true,
  },
  cpus: [],
  isolatedCpus: [],
  nohzFullCpus: [],
  vulnerabilities: {},
  sysctls: {},
  hasSwap: true,
  clocksources: [],
  irqs: [
    { irq: 129, actions: ['xhci_hcd'], priority: 90, effectiveAffinity: [2] },
    { irq: 145, actions: ['snd_hda_intel:card0'], priority: 50, effectiveAffinity: [5] },
  ],
  realtimeThreads: [],
  cards: [
    { index: 0, id: 'Generic', name: 'HD-Audio Generic', driver: 'snd_hda_intel', path: '0000:04:00.6', streams: [] },
    {
      index: 1,
      id: 'USB',
      name: 'Scarlett 2i2 USB',
      driver: 'snd-usb-audio',
      path: 'usb-0000:04:00.3-2',
      usb: '001/004',
      streams: [
        { name: 'pcm0p', direction: 'playback', state: 'RUNNING', period: 64, buffer: 192, rate: 48_000, format: 'S32_LE', channels: 2 },
      ],
    },
  ],
  usb: [],
  mounts: [],
  musicians: [],
  audioGroups: 1,
  processes: [],
  pipewire: {
    user: 'alice',
    version: '1.6.7',
    quantum: 64,
    rate: 48_000,
    priority: 88,
    wireplumber: true,
    nodes: [{ id: 40, name: 'Ardour', state: 'R', quantum: 64, rate: 48_000, xruns: 0, isDriver: false }],
  },
  daws: [],
  tools: { cyclictest: true, stressNg: true, chrt: true },
};

const check = (id: string, status: CheckResult['status'], found: string, more: Partial<CheckResult> = {}): CheckResult => ({
  id,
  status,
  found,
  meaning: 'What it means, in a sentence that a musician understands.',
  see: `cat /proc/${id}`,
  ...more,
});

export const CHECKS: readonly CheckResult[] = [
  check('preemption', 'ok', 'runs PREEMPT_RT, as asked for', { title: 'preemption' }),
  check('swappiness', 'warning', 'runs 60, asked for 10', {
    title: 'swapping',
    meaning: 'When memory gets short the kernel moves some of it to the disk, and a plugin that needs it waits: a crackle.',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { swappiness: 10 });",
      source: 'bin/studio.ts:14',
      option: 'boot.kernel.sysctl."vm.swappiness" = 10;',
      elsewhere: 'sysctl -w vm.swappiness=10',
    },
  }),
  check('governor', 'error', 'runs powersave on CPUs 0-7, asked for performance', {
    title: 'governor of the CPU’s frequency',
    meaning: 'A CPU that saves power is slow when the next buffer comes, and needs time to get fast.',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { governor: 'performance' });",
      elsewhere: 'cpupower frequency-set -g performance',
    },
  }),
  check('kernel_params', 'pending', 'asked for threadirqs, which is there from the next start on', {
    fix: { step: 'Reboot the machine.' },
  }),
  check('preempt_in_force', 'unknown', 'only root sees it', { withoutFix: 'Look again with --sudo.' }),
  check('rtkit', 'info', 'runs, though nobody needs it'),
  check('jack', 'absent', 'no JACK'),
];
