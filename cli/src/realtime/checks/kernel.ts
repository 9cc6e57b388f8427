import { absent, error, info, isUnseen, ok, ONLY_ROOT, unknown, worstOf, type Check, type Facts, type Finding } from './check';
import { AFTER_REBOOT, compare, differs, needsReboot, placeText } from './compare';
import { comesWithReboot, hasParameter, nameOf } from './parameters';
import { isThreaded, preemptionOf } from './preemption';
import { judgeSetting, judgeWish } from './settings';
import { counted } from './units';
import { few } from './words';

const DOCS = 'Linux, Documentation/admin-guide/kernel-parameters.txt';
const SYSCTL_DOCS = 'Linux, Documentation/admin-guide/sysctl/kernel.rst';

/** What the kernel is, and how it was started. */
export const KERNEL: readonly Check[] = [
  {
    id: 'preempt_rt',
    title: 'interruptible kernel',
    group: 'kernel',
    severity: 'error',
    meaning:
      'When the sound card calls, the kernel has to drop what it is doing. One that first ends its own work brings the buffer too late, and that crackles.',
    see: 'uname -v; cat /sys/kernel/realtime /proc/cmdline',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { preemption: Preemption.FULL });",
      option: 'boot.kernelParams = [ "preempt=full" "threadirqs" ];',
      elsewhere: 'add «preempt=full threadirqs» to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub, run update-grub, and reboot',
      place: 'kernel',
    },
    source: `${DOCS} (preempt=, threadirqs); rtcqs 0.6.4, preempt_rt_check`,
    look: lookAtRealtime,
  },
  {
    id: 'preempt_model',
    title: 'preemption',
    group: 'kernel',
    severity: 'info',
    meaning:
      'Who may interrupt whom. With «full», «lazy» or «realtime» the sound comes first; with «none» or «voluntary» it waits its turn.',
    see: 'sudo cat /sys/kernel/debug/sched/preempt; uname -v; cat /proc/cmdline',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { preemption: Preemption.FULL });",
      option: 'boot.kernelParams = [ "preempt=full" ];',
      elsewhere: 'add «preempt=full» to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub, run update-grub, and reboot',
      place: 'kernel',
    },
    source: `${DOCS} (preempt=); a kernel without PREEMPT_DYNAMIC does not read it`,
    look: lookAtModel,
  },
  {
    id: 'kernel_config_found',
    title: 'kernel configuration',
    group: 'kernel',
    severity: 'info',
    meaning: 'The kernel can tell how it was built. Where it does not, some of what matters for timing cannot be checked.',
    see: 'zcat /proc/config.gz || cat /boot/config-$(uname -r)',
    fix: 'It is a matter of how the kernel was built: NixOS and Debian provide it, some machines of hosting companies do not. Nothing crackles for lack of it.',
    source: 'Linux, CONFIG_IKCONFIG_PROC; rtcqs 0.6.4, kernel_config_check',
    look: ({ is: { kernel } }) => (kernel.config ? ok('readable') : info('not readable, so some checks of timers have to be left open')),
  },
  {
    id: 'kernel_params',
    title: 'kernel parameters',
    group: 'kernel',
    severity: 'warning',
    meaning: 'Words that the kernel is given when it starts. One that is missing leaves a part of the tuning undone.',
    see: 'cat /proc/cmdline',
    fix: 'What was asked for stands in the studio already.',
    source: `NixOS, boot.kernelParams; ${DOCS}`,
    look: lookAtParameters,
  },
  {
    id: 'pending_reboot',
    title: 'booted system',
    group: 'kernel',
    severity: 'warning',
    meaning: 'A new kernel and its parameters count from the next start. Until then the machine plays with the old ones.',
    see: 'readlink /run/booted-system/kernel /run/current-system/kernel; cat /proc/cmdline /run/current-system/kernel-params',
    fix: 'The configuration is right.',
    source: 'NixOS, /run/booted-system and /run/current-system',
    look: lookAtReboot,
  },
  {
    id: 'virtual_machine',
    title: 'real hardware',
    group: 'kernel',
    severity: 'info',
    meaning:
      'In a virtual machine another computer decides when this one runs, so its timing is not its own. PipeWire takes no buffer below 1024 frames there.',
    see: 'systemd-detect-virt',
    fix: 'Nothing in the configuration changes it. Good for trying things out; for music take a real computer.',
    source: 'systemd-detect-virt(1); PipeWire, pipewire.conf: context.properties.rules for vm.type',
    look: ({ is: { virtualization } }) => {
      if (virtualization === undefined) return unknown('the machine does not tell', 'systemd-detect-virt, or lscpu, would say it.');
      return virtualization === 'none' ? ok('no virtual machine') : info(`it runs in ${virtualization}`);
    },
  },
  {
    id: 'rt_throttling',
    title: 'share of realtime',
    group: 'kernel',
    severity: 'info',
    meaning: 'How much of each second realtime threads may take together. The rest is what lets you stop a plugin that runs away.',
    see: 'cat /proc/sys/kernel/sched_rt_runtime_us /proc/sys/kernel/sched_rt_period_us',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { scheduler: { realtimeRuntime: 950000 } });",
      option: 'boot.kernel.sysctl."kernel.sched_rt_runtime_us" = 950000;',
      elsewhere: 'sudo sysctl kernel.sched_rt_runtime_us=950000',
      place: 'kernel',
    },
    source: 'Linux, Documentation/scheduler/sched-rt-group.rst: 950000 of 1000000 µs by default',
    look: (facts) =>
      judgeSetting(facts, {
        name: 'kernel.sched_rt_runtime_us',
        isGood: (micros) => micros >= 900_000,
        otherwise: 'info',
        opinion: 'the kernel’s own 0.95 s of each second leave the machine a way out',
        text: (micros) => (micros < 0 ? 'without a limit' : `${micros} µs of each second`),
      }),
  },
  {
    id: 'nmi_watchdog',
    title: 'lock-up detector',
    group: 'kernel',
    severity: 'info',
    meaning: 'A detector of hangs interrupts every CPU every few seconds. It is short, and on a tuned machine one can do without it.',
    see: 'cat /proc/sys/kernel/nmi_watchdog /proc/sys/kernel/soft_watchdog',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { nmiWatchdog: false });",
      option: 'boot.kernel.sysctl."kernel.nmi_watchdog" = 0;',
      elsewhere: 'sudo sysctl kernel.nmi_watchdog=0',
      place: 'kernel',
    },
    source: `${SYSCTL_DOCS} (nmi_watchdog)`,
    look: (facts) =>
      judgeSetting(facts, {
        name: 'kernel.nmi_watchdog',
        isGood: (value) => value === 0,
        otherwise: 'info',
        opinion: 'off saves an interrupt now and then',
        text: (value) => (value === 0 ? 'off' : 'on'),
      }),
  },
  {
    id: 'asked_sysctls',
    title: 'other kernel settings',
    group: 'kernel',
    severity: 'warning',
    meaning:
      'Settings of the kernel that the studio names. What does not stand there now was changed by something else, or never deployed.',
    see: 'sysctl -a',
    fix: 'What was asked for stands in the studio already.',
    source: 'NixOS, boot.kernel.sysctl',
    look: lookAtSettings,
  },
];

function lookAtRealtime(facts: Facts): Finding {
  const { is, asked } = facts;
  const { model, isPreemptible } = preemptionOf(is.kernel);
  const runs = model === 'realtime' ? 'PREEMPT_RT' : model === undefined ? 'no PREEMPT_RT' : `preemption «${model}»`;
  const wish = asked.preemption?.value === 'realtime' ? asked.preemption : undefined;
  if (wish) {
    if (model === 'realtime') return { status: 'ok', found: `${runs}, as asked for`, wish };
    return differs({ now: `runs a kernel with ${runs}`, wish, asked: 'PREEMPT_RT', isPending: needsReboot(facts), severity: 'error' });
  }
  const threads = isThreaded(is.kernel) ? ' and threaded interrupts' : '';
  if (isPreemptible === true)
    return {
      ...ok(model === 'realtime' ? runs : `${runs}${threads}`),
      ...(asked.preemption?.value === model && { wish: asked.preemption! }),
    };
  if (threads !== '') return ok(`${runs}${threads}`);
  if (isPreemptible === undefined && isUnseen(is, 'preemptInForce'))
    return unknown(`${runs}; who may interrupt it is not to be seen`, ONLY_ROOT);
  if (isPreemptible === undefined)
    return unknown(`${runs}; the kernel does not tell who may interrupt it`, 'Say «preempt=full» to be sure.');
  const brings = (name: string): boolean => comesWithReboot(facts, name, (value) => !['none', 'voluntary'].includes(value));
  const isPending = brings('preempt') || brings('threadirqs');
  const { preemption } = asked;
  if (preemption?.value === 'none' || preemption?.value === 'voluntary')
    return { ...info(`${runs}, as asked for${placeText(preemption)}; «full» lets the sound through sooner`), wish: preemption };
  if (preemption) return differs({ now: `runs ${runs}`, wish: preemption, asked: `«${preemption.value}»`, isPending, severity: 'error' });
  if (isPending) return { status: 'pending', found: `${runs}; ${AFTER_REBOOT}` };
  return error(`${runs}, and no threaded interrupts`);
}

function lookAtModel(facts: Facts): Finding {
  const { is, asked } = facts;
  const { model, isPreemptible, isIgnored } = preemptionOf(is.kernel);
  const ignored = isIgnored ? '; this kernel does not read «preempt=»' : '';
  if (model === undefined) {
    const found = `${isPreemptible === false ? 'none or voluntary' : 'the kernel does not tell it'}${ignored}`;
    if (isPreemptible === false && asked.preemption && !['none', 'voluntary'].includes(asked.preemption.value))
      return differs({ now: `runs ${found}`, wish: asked.preemption, isPending: needsReboot(facts) });
    return isPreemptible === false
      ? info(found)
      : unknown(found, isUnseen(is, 'preemptInForce') ? ONLY_ROOT : 'Neither its version nor its configuration says it.');
  }
  const isPending = comesWithReboot(facts, 'preempt') || (asked.preemption?.value === 'realtime' && needsReboot(facts));
  const isGood = isPreemptible === true;
  const finding = compare({
    runs: model,
    wish: asked.preemption,
    isGood,
    otherwise: 'info',
    opinion: '«full» lets the sound through sooner',
    isPending,
  });
  return { ...finding, found: `${finding.found}${ignored}` };
}

/** They have a check of their own, which says what they mean. */
const JUDGED_ALONE = new Set(
  'preempt threadirqs nosmt mitigations isolcpus nohz_full transparent_hugepage usbcore.autosuspend clocksource irqaffinity'.split(' '),
);

function lookAtParameters({ is, asked }: Facts): Finding {
  const wishes = (asked.kernelParams ?? []).filter(({ value }) => !JUDGED_ALONE.has(nameOf(value)));
  if (wishes.length === 0) return absent('nothing else was asked for');
  const missing = wishes.filter(({ value }) => !hasParameter(is.kernel.parameters, value));
  const [wish] = missing;
  if (wish === undefined) return { ...ok(`${few(wishes.map(({ value }) => value))}, as asked for`), wish: wishes[0]! };
  const next = is.pendingReboot?.pending === true ? is.pendingReboot.currentParams : undefined;
  const isPending = next !== undefined && missing.every(({ value }) => hasParameter(next, value));
  return differs({ now: 'the kernel was started without them', wish, asked: few(missing.map(({ value }) => `«${value}»`)), isPending });
}

function lookAtReboot({ is: { pendingReboot } }: Facts): Finding {
  if (pendingReboot === undefined) return absent('only NixOS tells');
  if (!pendingReboot.pending) return ok('is the current one');
  const { bootedParams = [], currentParams = [] } = pendingReboot;
  const changes = [
    ...currentParams.filter((word) => !hasParameter(bootedParams, word)).map((word) => `+${word}`),
    ...bootedParams.filter((word) => !hasParameter(currentParams, word)).map((word) => `-${word}`),
  ];
  return { status: 'pending', found: `is not the current one: ${changes.length > 0 ? few(changes) : 'another kernel, or other modules'}` };
}

/** They have a check of their own. */
const SETTINGS_JUDGED_ALONE = new Set([
  'vm.swappiness',
  'vm.dirty_ratio',
  'vm.dirty_background_ratio',
  'kernel.nmi_watchdog',
  'kernel.sched_rt_runtime_us',
  'fs.inotify.max_user_watches',
  'dev.hpet.max-user-freq',
]);

function lookAtSettings(facts: Facts): Finding {
  const wishes = Object.entries(facts.asked.sysctls ?? {}).filter(([name]) => !SETTINGS_JUDGED_ALONE.has(name));
  if (wishes.length === 0) return absent('nothing else was asked for');
  const findings = wishes.map(([name, wish]) => judgeWish(facts, name, wish));
  const status = worstOf(findings.map((finding) => finding.status));
  const worst = findings.filter((finding) => finding.status === status);
  if (status === 'ok') return { ...worst[0]!, found: `${counted(wishes.length, 'setting')}, as asked for` };
  return { ...worst[0]!, found: few(worst.map(({ found }) => found)) };
}
