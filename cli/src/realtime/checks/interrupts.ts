import type { Wish } from '../../../../src/assembly/realtime';
import type { Irq, Snapshot } from '../snapshot';
import { absent, info, isUnseen, ok, ONLY_ROOT, unknown, warning, type Check, type Facts, type Finding } from './check';
import { AFTER_REBOOT, compare, differs } from './compare';
import { hasUsbCard, isSound, isUsbController, musicInterrupts, soundInterrupts, usbInterrupts } from './devices';
import { askedParameter, comesWithReboot, parameter } from './parameters';
import { isThreaded } from './preemption';
import { lookAtUnit } from './units-of-systemd';
import { cpusText } from './units';
import { few, nameText } from './words';

const PRIORITIES = {
  construct: "new RealtimeKernel(laptop, 'Kernel', { irqPriority: ['usb', 'snd'] });",
  option: 'musnix.rtirq = { enable = true; nameList = "usb snd"; };',
  elsewhere: 'install rtirq and say RTIRQ_NAME_LIST="usb snd" in /etc/default/rtirq',
  place: 'kernel',
} as const;

const OTHER_PLUG = 'No setting moves it: plug the interface into another port, best one of another controller, and look again.';

/** How the sound card gets heard: each buffer begins with an interrupt. */
export const INTERRUPTS: readonly Check[] = [
  {
    id: 'threaded_irqs',
    title: 'threaded interrupts',
    group: 'interrupts',
    severity: 'warning',
    meaning:
      'An interrupt that is a thread has a priority. Then the sound card can come before the disk and the network; otherwise whoever rings first.',
    see: 'cat /proc/cmdline; ps -eo class,rtprio,comm | grep irq/',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { threadedIrqs: true });",
      option: 'boot.kernelParams = [ "threadirqs" ];',
      elsewhere: 'add «threadirqs» to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub, run update-grub, and reboot',
      place: 'kernel',
    },
    source: 'Linux, Documentation/admin-guide/kernel-parameters.txt (threadirqs); PREEMPT_RT does it always',
    look: lookAtThreads,
  },
  {
    id: 'irq_thread_priority',
    title: 'interrupt priorities',
    group: 'interrupts',
    severity: 'info',
    meaning:
      'The interrupt of the sound card should come before all others, and before the sound server that waits for it. They all start at 50.',
    see: 'ps -eo class,rtprio,comm --sort=-rtprio | grep -E "irq/|FF"',
    fix: PRIORITIES,
    source: 'rtirq 2024-09-05, status; interrupt threads start at SCHED_FIFO 50 (Linux, sched_set_fifo)',
    look: lookAtPriorities,
  },
  {
    id: 'rtirq',
    title: 'rtirq',
    group: 'interrupts',
    severity: 'warning',
    meaning: 'The service that gives interrupts their priorities, once at every start. When it fails, the sound card has to queue.',
    see: 'systemctl status rtirq; journalctl -u rtirq',
    fix: PRIORITIES,
    source: 'musnix, musnix.rtirq; rtirq 2024-09-05',
    look: (facts) => {
      const wish = facts.asked.irqOrder && { ...facts.asked.irqOrder, value: true };
      return lookAtUnit(facts, { unit: 'rtirq.service', wish, without: 'nobody asked for priorities' });
    },
  },
  {
    id: 'irq_sound_shared',
    title: 'sound card’s interrupt',
    group: 'interrupts',
    severity: 'warning',
    meaning:
      'A card that shares its interrupt waits until the other device was asked, too. A busy graphics or network card then crackles in the speakers.',
    see: 'grep -E "snd|sof" /proc/interrupts',
    fix: {
      construct:
        "new NixosOption(laptop, 'OwnInterrupt', { path: 'boot.extraModprobeConfig', value: 'options snd_hda_intel enable_msi=1' });",
      option: 'boot.extraModprobeConfig = "options snd_hda_intel enable_msi=1";',
      elsewhere: 'write «options snd_hda_intel enable_msi=1» to /etc/modprobe.d/sound.conf, or move the card to another slot',
    },
    source: 'Linux, Documentation/sound/hd-audio/notes.rst (enable_msi); rtcqs 0.6.4, irq_check',
    look: ({ is }) => lookAtSharing(is, soundInterrupts(is), isSound, 'no sound card has an interrupt of its own'),
  },
  {
    id: 'irq_usb_shared',
    title: 'USB controller’s interrupt',
    group: 'interrupts',
    severity: 'warning',
    meaning: 'A USB interface is heard through its controller. Where that shares its interrupt, every buffer waits for the neighbour.',
    see: 'grep hci_hcd /proc/interrupts',
    fix: OTHER_PLUG,
    source: 'rtcqs 0.6.4, irq_check; two controllers on one line are no harm where no interface hangs on them',
    look: ({ is }) => {
      const finding = lookAtSharing(is, usbInterrupts(is), isUsbController, 'there is no USB controller');
      return finding.status === 'warning' && !hasUsbCard(is) ? info(`${finding.found}; no interface is plugged in`) : finding;
    },
  },
  {
    id: 'irq_affinity',
    title: 'where interrupts run',
    group: 'interrupts',
    severity: 'info',
    meaning: 'Which CPUs answer the sound card. One that is isolated for a plugin should not be among them, unless that is the plan.',
    see: 'grep . /proc/irq/*/effective_affinity_list',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { cpu: { irqCpus: [0, 1] } });",
      option: 'boot.kernelParams = [ "irqaffinity=0-1" ];',
      elsewhere: 'add «irqaffinity=0-1» to the kernel command line, and switch irqbalance off',
      place: 'kernel',
    },
    source: 'Linux, Documentation/core-api/irq/irq-affinity.rst',
    look: lookAtAffinity,
  },
];

function lookAtThreads(facts: Facts): Finding {
  const { is, asked } = facts;
  const hasThreads = isThreaded(is.kernel) || is.irqs.some(({ priority, actions }) => priority !== undefined && actions.some(isMusic));
  const isPending = comesWithReboot(facts, 'threadirqs');
  const wish = asked.threadedIrqs;
  const opinion = 'without them the sound card has no priority';
  return compare({
    runs: hasThreads,
    wish,
    isGood: hasThreads,
    otherwise: 'warning',
    opinion,
    text: (on) => (on ? 'threads' : 'no threads'),
    isPending,
  });
}

const isMusic = (action: string): boolean => isSound(action) || isUsbController(action);

const irqText = ({ irq, actions }: Irq): string => `IRQ ${irq} (${few(actions.map(nameText))})`;

function lookAtPriorities(facts: Facts): Finding {
  const { is, asked } = facts;
  const irqs = musicInterrupts(is);
  if (irqs.length === 0) return absent('no sound card has an interrupt of its own');
  const threads = irqs.filter(({ priority }) => priority !== undefined);
  if (threads.length === 0) {
    if (isUnseen(is, 'realtimeThreads')) return unknown('the threads are not to be seen', ONLY_ROOT);
    const found = `${few(irqs.map(irqText))}: no thread, so no priority`;
    const pending = comesWithReboot(facts, 'threadirqs');
    if (asked.irqOrder)
      return differs({ now: found, wish: asked.irqOrder, asked: asked.irqOrder.value.join(' before '), isPending: pending });
    return pending ? { status: 'pending', found: `${found}; ${AFTER_REBOOT}` } : info(found);
  }
  const found = few(threads.map((irq) => `${irqText(irq)} ${irq.priority}`));
  const { irqOrder } = asked;
  if (irqOrder)
    return isInOrder(is, irqOrder)
      ? { status: 'ok', found: `${found}, as asked for`, wish: irqOrder }
      : differs({ now: found, wish: irqOrder, asked: irqOrder.value.join(' before ') });
  const server = is.pipewire?.priority ?? is.jack?.priority ?? 0;
  const lowest = Math.min(...threads.map(({ priority }) => priority!));
  if (lowest <= DEFAULT_PRIORITY) return info(`${found}: not before other devices`);
  return lowest > server ? ok(found) : info(`${found}: behind the sound server, ${server}`);
}

const DEFAULT_PRIORITY = 50;

/** rtirq goes through the names from above; those that the machine has must stand above each other, and above all others. */
function isInOrder(snapshot: Snapshot, { value: names }: Wish<readonly string[]>): boolean {
  const priorities = names.map((name) => priorityOf(snapshot, name)).filter((priority) => priority !== undefined);
  return priorities.every((priority, at) => priority > DEFAULT_PRIORITY && (at === 0 || priority <= priorities[at - 1]!));
}

function priorityOf(snapshot: Snapshot, name: string): number | undefined {
  const irqs = interruptsCalled(snapshot, name);
  const priorities = irqs.map(({ priority }) => priority).filter((priority) => priority !== undefined);
  return priorities.length === 0 ? undefined : Math.max(...priorities);
}

/** As rtirq reads its list: `usb` and `snd` are kinds, anything else is looked for in /proc/interrupts. */
function interruptsCalled(snapshot: Snapshot, name: string): readonly Irq[] {
  if (name === 'usb' || name === 'snd-usb') return usbInterrupts(snapshot);
  if (name === 'snd') return soundInterrupts(snapshot);
  return snapshot.irqs.filter(({ actions }) => actions.some((action) => action.includes(name)));
}

function lookAtSharing(is: Snapshot, irqs: readonly Irq[], isOurs: (action: string) => boolean, none: string): Finding {
  if (irqs.length === 0) return isUnseen(is, 'irqs') ? unknown('interrupts are not to be seen', ONLY_ROOT) : absent(none);
  const shared = irqs.filter(({ actions }) => actions.length > 1);
  if (shared.length === 0) return ok(`${few(irqs.map(irqText))}: shared with nobody`);
  const strangers = shared.filter(({ actions }) => !actions.every(isOurs));
  const found = `shared: ${few((strangers.length > 0 ? strangers : shared).map(irqText))}`;
  return strangers.length > 0 ? warning(found) : info(`${found}, among their own kind`, OTHER_PLUG);
}

function lookAtAffinity(facts: Facts): Finding {
  const { is } = facts;
  const irqs = musicInterrupts(is);
  if (irqs.length === 0) return absent('no sound card has an interrupt of its own');
  const seen = irqs.filter((irq) => cpusOf(irq).length > 0);
  if (seen.length === 0) return unknown('where they run is not to be seen', ONLY_ROOT);
  const cpus = seen.flatMap(cpusOf);
  const found = cpusText(cpus);
  const wish = askedParameter(facts, 'irqaffinity');
  if (wish && parameter(is.kernel.parameters, 'irqaffinity') !== wish.value)
    return differs({ now: `runs on ${found}`, wish, asked: `CPUs ${wish.value}`, isPending: comesWithReboot(facts, 'irqaffinity') });
  const isolated = cpus.filter((cpu) => is.isolatedCpus.includes(cpu));
  return isolated.length === 0
    ? ok(found)
    : info(`${found}, of which ${cpusText(isolated)} ${new Set(isolated).size === 1 ? 'is' : 'are'} isolated`);
}

const cpusOf = ({ effectiveAffinity, affinity }: Irq): readonly number[] =>
  effectiveAffinity?.length ? effectiveAffinity : (affinity ?? []);
