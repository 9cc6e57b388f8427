/** What can be wrong with a realtime kernel. Whose it is, and on which line, the report says itself. */

// The kernel -----------------------------------------------------------------------------------------------------------------------

export const twoKernels = (first: string, second: string): string =>
  `A machine runs one kernel, and this one has two: ${first} and ${second}. Put what both say into one of them.`;

export const unknownSeries = (version: string, series: readonly string[], next: string): string =>
  `nixpkgs has no kernel series «${version}»; in 2026 it has ${series.join(', ')}. Use Kernel.series('${next}'). ` +
  'A kernel from elsewhere goes in with Kernel.fromFlake or Kernel.packages.';

export const badKernelVersion = (version: string): string =>
  `«${version}» is no version of Linux. Give its first two numbers, such as 6.12: what the kernel can do is checked against them.`;

export const realtimeTooOld = (version: string): string =>
  `Linux ${version} has no PREEMPT_RT: it is part of the kernel since 6.12, and an older one would be built without it and without a word. ` +
  "Use Kernel.series('6.12') or a newer one, or Preemption.FULL.";

export const lazyTooOld = (version: string): string =>
  `Linux ${version} has no lazy preemption: it came with 6.13. Use Kernel.series('6.18') or Preemption.FULL.`;

export const preemptionGone = (preemption: string, version: string): string =>
  `Linux ${version} has no preemption «${preemption}»: since 7.0 there are «full» and «lazy» only. Use Preemption.LAZY, or a kernel such as 6.18.`;

export const noPreemptOption = (preemption: string, version: string): string =>
  `Linux ${version} cannot be told at boot to use the preemption «${preemption}»: that came with 5.12. Use Kernel.series('6.12') or a newer one.`;

export const notRealtime = (preemption: string): string =>
  `This kernel was built with PREEMPT_RT, so the preemption «${preemption}» has no effect. Say Preemption.REALTIME, or use another kernel.`;

export const compilesKernel = (): string =>
  'PREEMPT_RT is in no public cache: the kernel is compiled, one to three hours on a laptop, at the first deployment and with every new kernel. ' +
  'Let a build machine or a cache of your own serve it and say builtElsewhere: true, or use Preemption.FULL, which compiles nothing.';

export const preemptionOnArm = (): string =>
  'Kernels for ARM may be built without the choice of a preemption at boot; such a kernel ignores it. ' +
  'On the machine, /sys/kernel/debug/sched/preempt shows what is in force.';

// Interrupts -----------------------------------------------------------------------------------------------------------------------

export const rtirqWithoutThreads = (): string =>
  'The interrupts cannot have priorities (irqPriority, rtirq): only threads have them, and threadedIrqs is false. ' +
  'Leave threadedIrqs away, or the priorities.';

export const alwaysThreaded = (): string =>
  'threadedIrqs: false has no effect: with PREEMPT_RT every interrupt is handled by a thread. Leave it away, or use Preemption.FULL.';

export const noIrqNames = (): string =>
  "irqPriority names no interrupts. Name at least one, such as ['usb', 'snd'], or leave it away: then all have the same priority.";

export const badIrqName = (name: string): string =>
  `«${name}» is no name of an interrupt: letters, digits, and «_ . : @ -» inside. Use usb, snd or a name in /proc/interrupts.`;

export const listedTwice = (name: string): string =>
  `«${name}» is listed twice. One place in the order is enough: take the other one away.`;

export const badHighPriority = (value: number): string =>
  `rtirq cannot start at the priority ${value}: it takes whole numbers from 55 to 95. 90 stands just above PipeWire's own thread.`;

export const badDecrement = (value: number): string => `rtirq cannot go down in steps of ${value}: it takes whole numbers from 1 to 10.`;

export const badLowPriority = (value: number, high: number): string =>
  `rtirq cannot end at the priority ${value}: the lowest one is a whole number from 51, above the interrupts that nobody names, to the highest, ${high}.`;

export const prioritiesRunOut = (names: number, room: number, low: number): string =>
  `There is room for ${room} priorities, and ${names} names want one: the last ones share ${low}, and their order is lost. Use a smaller rtirq.decrement.`;

export const soundBelowServer = (high: number, server: number): string =>
  `The highest interrupt has the priority ${high}, and PipeWire's own thread ${server}: a busy graph delays the sound card. This suits JACK, which runs lower.`;

// CPUs -----------------------------------------------------------------------------------------------------------------------------

export const badCpuCount = (count: number): string =>
  `A machine cannot have ${count} CPUs. «nproc --all» on the machine prints how many it has.`;

export const badCpu = (cpu: number, count: number): string =>
  `There is no CPU ${cpu}: ${count === Infinity ? 'they are counted from 0' : `this machine has ${count}, counted from 0`}.`;

export const isolationWithoutCount = (): string =>
  'CPUs can be isolated only where it is known which ones are left for everything else. Set cpu.count; «nproc --all» on the machine prints it.';

export const everyCpuIsolated = (count: number): string =>
  `All ${count} CPUs are isolated, so none is left for the system itself. Leave at least one, CPU 0.`;

export const firstCpuIsolated = (): string =>
  'CPU 0 cannot be isolated: the kernel itself works there. Isolate others, such as the last ones.';

export const noIrqCpus = (): string => 'No CPU handles interrupts: cpu.irqCpus is empty. Name at least one, or leave it away.';

export const needlessIrqCpus = (): string =>
  'cpu.irqCpus names every CPU, which is what happens anyway. Leave it away: then irqbalance may be used too.';

export const interruptsOnIsolated = (cpus: string): string =>
  `CPU ${cpus} would be isolated and handle interrupts, and an isolated CPU is one without. Take it out of cpu.isolated or of cpu.irqCpus.`;

export const nothingPinned = (cpus: string): string =>
  `Nothing here is pinned to what is isolated, CPU ${cpus}. A DAW's worker threads do not go there by themselves: it has less to compute with than before. ` +
  'Pin something, such as a SystemService with cpus, or isolate none.';

export const isolatedWithoutSiblings = (): string =>
  'Without hyper-threading half of the CPU numbers are gone, often every second one or the upper half. ' +
  'cpu.count and cpu.isolated must be of those that are left («lscpu --extended» shows them).';

export const mitigationsOff = (): string =>
  'Without mitigations any web page or plugin may read what other programs hold in memory, passwords included. ' +
  'If this machine may be like that, say so with cpu.acceptMitigationRisk: true.';

// The budget ---------------------------------------------------------------------------------------------------------------------

export const badLatency = (latency: string): string =>
  `No machine can keep a latency of ${latency}: maxLatency is whole microseconds, from 1 µs to 1 s. Measure the machine first, and leave some room.`;

export const badXruns = (count: number): string => `The audio server cannot have ${count} xruns: maxXruns is a whole number, 0 or more.`;

export const badMeasureFor = (time: string): string =>
  `A deployment cannot measure for ${time}: measureFor is whole seconds, from 1 s to an hour. 20 s find what happens often; more is for «cdk measure».`;

export const badMargin = (margin: number): string =>
  `The machine cannot be worse by ${margin} %: margin is 0 to 10000. 50 lets 100 µs become 150 µs.`;

export const measuredForNothing = (): string =>
  'It says how to measure (measureFor, measureUnderLoad, margin), and there is no budget to be kept: deployments measure nothing. ' +
  'Set maxLatency, maxXruns or worseThanBefore.';

export const marginUnused = (): string =>
  'margin has no effect: with Worse.ALLOW the machine is not compared with what it was before. Leave one of the two away.';

export const notMeasurable = (): string =>
  'There is a budget, and latencyTest is false: without cyclictest on the machine nothing can be measured, and deployments fail on that. ' +
  'Leave latencyTest away, unless something else brings rt-tests.';

export const latencyAboveBuffer = (latency: string, summary: string, micros: number): string =>
  `maxLatency allows ${latency}, and the whole buffer lasts ${micros} µs (${summary}): sound breaks off long before this budget does. ` +
  'A quarter of the buffer leaves the programs time to compute.';

// Everything else ------------------------------------------------------------------------------------------------------------------

export const badSwappiness = (value: number): string =>
  `There is no swappiness ${value}: it is a whole number from 0 to 200. 10 keeps programs in memory as long as there is room.`;

export const badFrequency = (khz: number): string =>
  `A frequency of ${khz} kHz is none of a CPU: it is a whole number of kHz, 100000 to 10000000. 2.4 GHz is 2400000.`;

export const minAboveMax = (min: number, max: number): string =>
  `The lowest frequency of the CPU, ${min} kHz, is above the highest, ${max} kHz. Exchange minFrequency and maxFrequency, or leave one away.`;

export const badCState = (state: number): string =>
  `There is no C-state ${state}: they are 0 to 9. 1 wakes within a few µs; 9 stands for no limit.`;

export const cStatesOnArm = (): string =>
  'power.maxCState has no effect on ARM: C-states, and the parameters that limit them, are those of Intel and AMD. Leave it away.';

export const badRealtimeRuntime = (value: number): string =>
  `Realtime threads cannot get ${value} µs of a second: it is a whole number from 0 to 1000000, or -1 for no limit.`;

export const noSafetyNet = (): string =>
  'Realtime threads may take all of the CPU (scheduler.realtimeRuntime), and nothing stops one that runs away: only the power switch would help. ' +
  'Set watchdog: true.';

export const badPercentage = (name: string, value: number): string =>
  `memory.${name} cannot be ${value}: it is a whole per cent, 0 to 100.`;

export const backgroundAboveDirty = (background: number, dirty: number): string =>
  `Writing in the background would begin at ${background} % of the memory, when programs are stopped at ${dirty} % already. ` +
  'memory.dirtyBackgroundRatio must be less than memory.dirtyRatio.';

export const badPciId = (id: string): string =>
  `«${id}» is no address on the PCI bus: it has two small hexadecimal digits, «:», two more, «.» and one from 0 to 7, such as 00:1b.0. «lspci» prints it.`;

export const pciWithoutMusnix = (): string =>
  'soundCardPciId is a matter of musnix, which this machine goes without because threadedIrqs is false. Leave one of them away.';
