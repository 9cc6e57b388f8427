import { absent, info, ok, type Check, type Facts, type Finding } from './check';
import { compare, differs } from './compare';
import { askedParameter, comesWithReboot, parameter } from './parameters';
import { lookAtEach, lookAtFrequencies, lookAtGovernor } from './processor-clock';
import { cpusText, periodOf, timeText } from './units';
import { few, nameText } from './words';

const SYSFS = 'Linux, Documentation/ABI/testing/sysfs-devices-system-cpu';

/** How fast the CPUs run, how deeply they sleep, and who may use them. */
export const PROCESSOR: readonly Check[] = [
  {
    id: 'governor',
    title: 'CPU governor',
    group: 'processor',
    severity: 'error',
    meaning: 'The governor decides how fast the CPU runs. One that saves power notices a busy bar of music too late, and that crackles.',
    see: 'cat /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor | sort | uniq -c',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { governor: Governor.PERFORMANCE });",
      option: 'powerManagement.cpuFreqGovernor = "performance";',
      elsewhere: 'sudo cpupower frequency-set -g performance',
      place: 'kernel',
    },
    source: 'Linux, Documentation/admin-guide/pm/cpufreq.rst; rtcqs 0.6.4, governor_check',
    look: lookAtGovernor,
  },
  {
    id: 'turbo_minfreq',
    title: 'CPU frequencies',
    group: 'processor',
    severity: 'info',
    meaning:
      'Between these two the clock of the CPU may move. The narrower the range, the steadier a plugin runs; the lower the top, the fewer plugins fit.',
    see: 'cat /sys/devices/system/cpu/cpu0/cpufreq/{scaling_min_freq,scaling_max_freq,cpuinfo_max_freq}',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { minFrequency: 2400000 });",
      option: 'powerManagement.cpufreq.min = 2400000;',
      elsewhere: 'sudo cpupower frequency-set -d 2.4GHz',
      place: 'kernel',
    },
    source: 'Linux, Documentation/admin-guide/pm/cpufreq.rst',
    look: lookAtFrequencies,
  },
  {
    id: 'epp',
    title: 'energy preference',
    group: 'processor',
    severity: 'info',
    meaning: 'Modern CPUs choose their clock themselves and only take a hint. «performance» says that sound matters more than the battery.',
    see: 'cat /sys/devices/system/cpu/cpu*/cpufreq/energy_performance_preference | sort | uniq -c',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { governor: Governor.PERFORMANCE });",
      option: 'powerManagement.cpuFreqGovernor = "performance";',
      elsewhere: 'sudo cpupower frequency-set -g performance, which sets the hint too on most CPUs',
      place: 'kernel',
    },
    source: 'Linux, Documentation/admin-guide/pm/intel_pstate.rst and amd-pstate.rst',
    look: ({ is }) =>
      lookAtEach(
        is.cpus,
        ({ energyPreference }) => energyPreference,
        (value) => value === 'performance',
        'the CPUs take no such hint',
      ),
  },
  {
    id: 'epb',
    title: 'energy bias',
    group: 'processor',
    severity: 'info',
    meaning:
      'An older hint for Intel’s CPUs, from 0 (speed) to 15 (saving). In between the CPU may think that a quiet bar is a good time to slow down.',
    see: 'cat /sys/devices/system/cpu/cpu*/power/energy_perf_bias',
    fix: {
      construct:
        "new NixosOption(laptop, 'Bias', { path: 'systemd.tmpfiles.rules', value: ['w /sys/devices/system/cpu/cpu*/power/energy_perf_bias - - - - 0'] });",
      option: 'systemd.tmpfiles.rules = [ "w /sys/devices/system/cpu/cpu*/power/energy_perf_bias - - - - 0" ];',
      elsewhere: 'sudo cpupower set --perf-bias 0',
    },
    source: 'Linux, Documentation/admin-guide/pm/intel_epb.rst: 0 performance, 6 normal, 15 saving',
    look: ({ is }) =>
      lookAtEach(
        is.cpus,
        ({ energyBias }) => energyBias,
        (value) => value === 0,
        'the CPUs take no such hint',
      ),
  },
  {
    id: 'cstates',
    title: 'sleep states',
    group: 'processor',
    severity: 'info',
    meaning: 'An idle CPU falls asleep, and the deeper it sleeps, the longer it takes to wake up. That time is missing from the buffer.',
    see: 'grep . /sys/devices/system/cpu/cpu0/cpuidle/state*/{name,latency,disable}',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { power: { maxCState: 1 } });",
      option: 'boot.kernelParams = [ "intel_idle.max_cstate=1" "processor.max_cstate=1" ];',
      elsewhere:
        'let the DAW hold /dev/cpu_dma_latency, as Ardour can, or add «processor.max_cstate=1 intel_idle.max_cstate=1» to the kernel command line',
      place: 'kernel',
    },
    source: 'Linux, Documentation/admin-guide/pm/cpuidle.rst',
    look: lookAtSleep,
  },
  {
    id: 'smt',
    title: 'hyper-threading',
    group: 'processor',
    severity: 'info',
    meaning:
      'Two threads that share a core disturb each other: a plugin may run slower because of its neighbour. Without it there are fewer, steadier CPUs.',
    see: 'cat /sys/devices/system/cpu/smt/control',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { cpu: { hyperThreading: false } });",
      option: 'boot.kernelParams = [ "nosmt" ];',
      elsewhere: 'echo off | sudo tee /sys/devices/system/cpu/smt/control',
      place: 'kernel',
    },
    source: `${SYSFS} (smt/control). rtcqs 0.6.4 always says «off», for it takes the text «1» for true and «0» as well`,
    look: lookAtThreads,
  },
  {
    id: 'mitigations',
    title: 'CPU mitigations',
    group: 'processor',
    severity: 'info',
    meaning:
      'Workarounds for faults of the CPU cost some per cent of speed and keep other people’s programs from reading your memory. Leave them on unless the machine is never online.',
    see: 'grep . /sys/devices/system/cpu/vulnerabilities/*; cat /proc/cmdline',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { cpu: { mitigations: Mitigations.AUTO } });",
      option: 'boot.kernelParams = [ "mitigations=auto" ];',
      elsewhere: 'take «mitigations=off» off the kernel command line',
      place: 'kernel',
    },
    source: 'Linux, Documentation/admin-guide/hw-vuln; other tools ask for «off», which is a choice and no default',
    look: lookAtMitigations,
  },
  {
    id: 'isolation',
    title: 'isolated CPUs',
    group: 'processor',
    severity: 'info',
    meaning:
      'CPUs that are kept free for what is pinned to them. Good for one program that knows of it; a DAW that does not has fewer CPUs left.',
    see: 'cat /sys/devices/system/cpu/isolated /sys/devices/system/cpu/nohz_full',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { cpu: { count: 8, isolated: [6, 7] } });",
      option: 'boot.kernelParams = [ "isolcpus=domain,managed_irq,6-7" "irqaffinity=0-5" ];',
      elsewhere: 'change «isolcpus=» on the kernel command line',
      place: 'kernel',
    },
    source: 'Linux, Documentation/admin-guide/kernel-parameters.txt (isolcpus=, nohz_full=)',
    look: lookAtIsolation,
  },
];

/** What wakes up within a tenth of the buffer leaves the rest of it to the music. */
const SHARE_OF_BUFFER = 0.1;
/** 64 frames at 48 kHz, which is what people tune for. */
const USUAL = { quantum: 64, rate: 48_000 };

function lookAtSleep(facts: Facts): Finding {
  const { is, asked } = facts;
  const { dmaLatency } = is;
  const states = (is.idle?.states ?? []).filter(
    ({ isDisabled, latency }) => !isDisabled && (dmaLatency === undefined || latency <= dmaLatency),
  );
  if ((is.idle?.states ?? []).length === 0) return absent('the CPUs offer no sleep states');
  if (states.length === 0) return ok('none is used');
  const deepest = states.reduce((a, b) => (b.latency > a.latency ? b : a));
  const found = `${nameText(deepest.name)} is the deepest, ${timeText(deepest.latency)} to wake up`;
  const held = dmaLatency === undefined ? '' : `; a program asks for at most ${timeText(dmaLatency)}`;
  const { quantum, rate } = asked.audio?.value ?? USUAL;
  const period = periodOf(quantum, rate) ?? periodOf(USUAL.quantum, USUAL.rate)!;
  const wish = askedParameter(facts, 'intel_idle.max_cstate') ?? askedParameter(facts, 'processor.max_cstate');
  if (
    wish &&
    parameter(is.kernel.parameters, 'processor.max_cstate') === undefined &&
    parameter(is.kernel.parameters, 'intel_idle.max_cstate') === undefined
  )
    return differs({ now: found, wish, asked: `at most C${wish.value}`, isPending: comesWithReboot(facts, 'processor.max_cstate') });
  if (deepest.latency <= period * SHARE_OF_BUFFER) return ok(`${found}${held}`);
  return info(`${found}; a buffer of ${timeText(period)} is lost in part, unless a program holds it awake`);
}

function lookAtThreads(facts: Facts): Finding {
  const { smt } = facts.is;
  if (smt === undefined || smt === 'notimplemented') return absent('this kernel cannot switch it');
  if (smt === 'notsupported') return ok('the CPU has none');
  const runs = smt === 'on' ? 'on' : 'off';
  const nosmt = askedParameter(facts, 'nosmt');
  const wish = nosmt && { ...nosmt, value: 'off' };
  const isPending = comesWithReboot(facts, 'nosmt');
  return compare({
    runs,
    wish,
    isGood: smt !== 'on',
    otherwise: 'info',
    opinion: 'off is steadier, with fewer CPUs',
    isPending,
    verb: 'is',
  });
}

function lookAtMitigations(facts: Facts): Finding {
  const { is } = facts;
  const runs = parameter(is.kernel.parameters, 'mitigations') ?? 'auto';
  const exposed = Object.entries(is.vulnerabilities)
    .filter(([, state]) => state.startsWith('Vulnerable'))
    .map(([name]) => nameText(name));
  const open = runs === 'off' || exposed.length === 0 ? '' : `; open: ${few(exposed)}`;
  const finding = compare({
    runs,
    wish: askedParameter(facts, 'mitigations'),
    isGood: runs !== 'off',
    otherwise: 'info',
    opinion: 'any web page may read what other programs hold in memory',
    text: (value) => (value === 'off' ? 'off' : `on (${nameText(value)})`),
    verb: 'are',
    isPending: comesWithReboot(facts, 'mitigations'),
  });
  return { ...finding, found: `${finding.found}${open}` };
}

function lookAtIsolation(facts: Facts): Finding {
  const { is, asked } = facts;
  const runs = is.isolatedCpus;
  if (asked.isolatedCpus === undefined) {
    if (runs.length === 0) return ok('none');
    return info(
      `${cpusText(runs)}; nobody asked for it, and the music shares what is left`,
      'If you want it so, say it with «cpu: { isolated }» of RealtimeKernel; otherwise look for «isolcpus=» in the kernel parameters.',
    );
  }
  const isAsAsked = (wish: readonly number[]): boolean => sameCpus(wish, runs);
  const isPending = comesWithReboot(facts, 'isolcpus');
  return compare({
    runs,
    wish: asked.isolatedCpus,
    isAsAsked,
    isGood: true,
    otherwise: 'warning',
    opinion: '',
    text: (cpus) => (cpus.length === 0 ? 'with none' : cpusText(cpus)),
    verb: 'runs',
    isPending,
  });
}

const sameCpus = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((cpu) => b.includes(cpu)) && b.every((cpu) => a.includes(cpu));
