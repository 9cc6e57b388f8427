import { budgetProblems, budgetWarnings } from './budget';
import { cpuProblems, isolates } from './cpus';
import * as text from './errors';
import { frequencyProblems } from './frequency';
import { interruptProblems, interruptRemarks, wantsRtirq } from './interrupts';
import { Preemption } from './preemption';
import type { RealtimeKernelProps } from './realtime-kernel-props';
import { tuningProblems } from './tuning';

/** What the properties alone tell: errors, and what is merely worth knowing. */
export interface Remarks {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** musnix always makes interrupts threads: a machine that must not have them goes without it. */
export const usesMusnix = ({ preemption, threadedIrqs }: RealtimeKernelProps): boolean =>
  preemption === Preemption.REALTIME || threadedIrqs !== false;

export function remarksOn(props: RealtimeKernelProps): Remarks {
  const interrupts = interruptRemarks(props);
  return {
    errors: [...valueErrors(props), ...musnixErrors(props), ...cpuProblems(props.cpu ?? {})],
    warnings: [...interrupts.warnings, ...realtimeWarnings(props), ...budgetWarnings(props)],
    notes: [...interrupts.notes, ...(props.cpu?.hyperThreading === false && isolates(props.cpu) ? [text.isolatedWithoutSiblings()] : [])],
  };
}

function valueErrors(props: RealtimeKernelProps): string[] {
  const { kernel, soundCardPciId, swappiness } = props;
  const errors = [...frequencyProblems(props), ...interruptProblems(props), ...tuningProblems(props), ...budgetProblems(props)];
  if (kernel?._problem !== undefined) errors.push(kernel._problem);
  if (swappiness !== undefined && !isSwappiness(swappiness)) errors.push(text.badSwappiness(swappiness));
  if (soundCardPciId !== undefined && !isPciId(soundCardPciId)) errors.push(text.badPciId(soundCardPciId));
  return errors;
}

function musnixErrors(props: RealtimeKernelProps): string[] {
  if (usesMusnix(props)) return [];
  const errors = wantsRtirq(props) ? [text.rtirqWithoutThreads()] : [];
  return props.soundCardPciId === undefined ? errors : [...errors, text.pciWithoutMusnix()];
}

function realtimeWarnings({ builtElsewhere, preemption, scheduler, threadedIrqs, watchdog }: RealtimeKernelProps): string[] {
  const realtime = preemption === Preemption.REALTIME;
  const warnings: string[] = [];
  if (realtime && threadedIrqs === false) warnings.push(text.alwaysThreaded());
  if (realtime && !builtElsewhere) warnings.push(text.compilesKernel());
  if (scheduler?.realtimeRuntime === -1 && !(watchdog ?? realtime)) warnings.push(text.noSafetyNet());
  return warnings;
}

const isSwappiness = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 200;

/** Strict, because musnix puts it into a shell script as it is. */
const isPciId = (id: string): boolean => /^[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/.test(id);
