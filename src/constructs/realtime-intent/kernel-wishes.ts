import { isCpu, isFrequency, isIrqName, isListOf, isParameter, isPriority, isSysctl, isSysctlValue, isWord } from '../../assembly';
import type { PreemptionModel, RealtimeEntry, Wish } from '../../assembly';
import { plainOf, type OptionPlace, type Said } from '../../core';
import type { RealtimeKernel } from '../realtime';
import { present, wish, wished } from './wish';

type KernelWishes = Pick<RealtimeEntry, 'governor' | 'minFrequency' | 'maxFrequency' | 'kernelParams' | 'sysctls'> &
  Pick<RealtimeEntry, 'preemption' | 'threadedIrqs' | 'irqOrder' | 'irqPriority' | 'isolatedCpus'>;

/** What was asked of the kernel and of the CPUs. */
export function kernelWishes(root: OptionPlace, kernel: RealtimeKernel | undefined): Partial<KernelWishes> {
  const power = root.at('powerManagement');
  const params = root
    .at('boot', 'kernelParams')
    .items()
    .map((item) => wish({ ...item, value: plainOf(item.value) }, isParameter))
    .filter((param) => param !== undefined);
  return present({
    governor: wish(power.at('cpuFreqGovernor').plain, isWord),
    minFrequency: wish(power.at('cpufreq', 'min').plain, isFrequency),
    maxFrequency: wish(power.at('cpufreq', 'max').plain, isFrequency),
    preemption: preemption(root, kernel, params),
    threadedIrqs: threadedIrqs(root, kernel, params),
    kernelParams: params,
    sysctls: sysctls(root.at('boot', 'kernel', 'sysctl')),
    ...interrupts(root.at('musnix', 'rtirq')),
    isolatedCpus: isolatedCpus(params),
  });
}

type Params = readonly Wish<string>[];

/** Of the same parameter the kernel takes the last. */
const last = (params: Params, isIt: RegExp): Wish<string> | undefined => params.findLast(({ value }) => isIt.test(value));

/** PREEMPT_RT is built in, by musnix or by whoever made the kernel; anything else is a parameter. */
function preemption(root: OptionPlace, kernel: RealtimeKernel | undefined, params: Params): Wish<PreemptionModel> | undefined {
  const built = builtRealtime(root, kernel);
  if (built) return wished(built, 'realtime');
  const param = last(params, /^preempt=(none|voluntary|full|lazy)$/);
  return param && { ...param, value: param.value.slice('preempt='.length) as PreemptionModel };
}

function builtRealtime(root: OptionPlace, kernel: RealtimeKernel | undefined): Pick<Said<unknown>, 'said' | 'option'> | undefined {
  const patched = root.at('musnix', 'kernel', 'realtime').plain;
  if (patched?.value === true) return patched;
  const packages = root.at('boot', 'kernelPackages').sayer;
  return kernel?._hasPreemptRt && packages?.said === kernel ? packages : undefined;
}

function threadedIrqs(root: OptionPlace, kernel: RealtimeKernel | undefined, params: Params): Wish<boolean> | undefined {
  const built = builtRealtime(root, kernel);
  if (built) return wished(built, true);
  const param = last(params, /^threadirqs$/);
  if (param) return { ...param, value: true };
  return kernel && !kernel._threadsIrqs ? wished({ said: kernel, option: 'boot.kernelParams' }, false) : undefined;
}

/** `isolcpus=domain,managed_irq,2-3`: words, then CPUs. */
function isolatedCpus(params: Params): Wish<readonly number[]> | undefined {
  const param = last(params, /^isolcpus=/);
  const cpus = param && cpusIn(param.value.slice('isolcpus='.length));
  return cpus && { ...param, value: cpus };
}

/** The CPUs of a list such as `2-3,6`; undefined for anything else. */
function cpusIn(list: string): readonly number[] | undefined {
  const parts = list.split(',').filter((part) => !/^(nohz|domain|managed_irq)$/.test(part));
  const cpus = parts.flatMap((part) => {
    const [, from, to = from] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part) ?? [];
    if (from === undefined || !isCpu(Number(to)) || Number(to) < Number(from)) return [NaN];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index);
  });
  return cpus.length > 0 && cpus.every(isCpu) ? [...new Set(cpus)].sort((a, b) => a - b) : undefined;
}

/** A switch is 0 or 1 in /proc/sys. */
function sysctls(option: OptionPlace): Readonly<Record<string, Wish<number | string>>> {
  const found = option.names.filter(isSysctl).flatMap((name) => {
    const said = option.in(name).plain;
    const value = typeof said?.value === 'boolean' ? Number(said.value) : said?.value;
    return said && isSysctlValue(value) ? [[name, wished(said, value)] as const] : [];
  });
  return Object.fromEntries(found);
}

/** musnix's own list and priority, where it is told no other (its modules/rtirq.nix). */
const IRQ_NAMES = 'snd usb i8042';
const IRQ_PRIORITY = 90;

function interrupts(rtirq: OptionPlace): Pick<RealtimeEntry, 'irqOrder' | 'irqPriority'> {
  const enabled = rtirq.at('enable').plain;
  if (enabled?.value !== true) return {};
  const list = rtirq.at('nameList').saidOr(IRQ_NAMES, enabled);
  const names =
    list && typeof list.value === 'string' ? { ...list, value: list.value.split(/\s+/).filter((name) => name !== '') } : undefined;
  return present({
    irqOrder: wish(names, (value) => isListOf(value, 100, isIrqName)),
    irqPriority: wish(rtirq.at('prioHigh').saidOr(IRQ_PRIORITY, enabled), isPriority),
  });
}
