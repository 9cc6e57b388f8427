export { Mitigations, type CpuTuning } from './cpus';
export { Governor } from './frequency';
export type { RtirqTuning } from './interrupts';
export { Kernel, type KernelProps } from './kernel';
export { Worse, type LatencyBudget } from './latency-budget';
export { Preemption } from './preemption';
export { RealtimeKernel } from './realtime-kernel';
export type { RealtimeKernelProps } from './realtime-kernel-props';
export { TransparentHugepages, type MemoryTuning, type PowerTuning, type SchedulerTuning } from './tuning';
