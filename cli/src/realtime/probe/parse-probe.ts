import type { Snapshot } from '../snapshot';
import { Answer } from './answer';
import { cardsOf } from './cards';
import { probeCut } from './errors';
import { cpuModelOf, cpusOf, dmaLatencyOf, idleOf, isolatedOf, nohzFullOf, smtOf, vulnerabilitiesOf } from './cpus';
import { irqsOf } from './irqs';
import { jackOf } from './jack';
import { kernelOf } from './kernel';
import { mountsOf } from './mounts';
import { musiciansOf } from './musicians';
import { pendingRebootOf } from './pending-reboot';
import { pipewireOf } from './pipewire';
import { dawOf, canonical, isInTheWay } from './programs';
import { chosen, defined, integer, record } from './text';
import { accountsOf, processesOf, realtimeThreadsOf } from './threads';
import { unitsOf } from './units';
import { unseenOf } from './unseen';
import { usbOf } from './usb';

/**
 * What `assets/probe.sh` answered, as a snapshot.
 *
 * @param mark what the caller gave the script, so that nobody else can have written this
 * @throws UserError when the answer was cut. Nothing else that it may hold is an error: what is not as it should be is absent
 */
export function parseProbe(text: string, mark?: string): Snapshot {
  const answer = new Answer(text, mark);
  const self = answer.lines('self');
  const [, uid, name] = /^uid=(\d{1,10})(?:\(([^)]*)\))?/.exec(self[0] ?? '') ?? [];
  if (uid === undefined) throw probeCut(); // nobody looked
  const user = { name: name || uid, uid: Number(uid) };
  const processes = processesOf(answer);
  const accounts = accountsOf(answer);
  const threads = realtimeThreadsOf(answer, processes, accounts);
  const musicians = musiciansOf(answer);
  const around = { processes, threads, musicians: musicians.map((musician) => musician.name) };
  const irqs = irqsOf(answer, threads);
  const os = osOf(answer);
  return defined<Snapshot>({
    at: integer(self.find((line) => line.startsWith('time '))?.slice(5)) ?? 0,
    hostname: answer.file('/proc/sys/kernel/hostname') ?? '',
    os,
    bootId: answer.file('/proc/sys/kernel/random/boot_id'),
    uptime: decimal(answer.file('/proc/uptime')?.split(' ')[0]),
    user,
    virtualization: answer.lines('virtualization')[0]?.trim() || undefined,
    unseen: unseenOf(answer, { user, irqs, musicians }),
    kernel: kernelOf(answer),
    cpuModel: cpuModelOf(answer),
    cpus: cpusOf(answer),
    idle: idleOf(answer),
    dmaLatency: dmaLatencyOf(answer),
    smt: smtOf(answer),
    isolatedCpus: isolatedOf(answer),
    nohzFullCpus: nohzFullOf(answer),
    vulnerabilities: vulnerabilitiesOf(answer),
    sysctls: sysctlsOf(answer),
    hasSwap: answer.fileLines('/proc/swaps').length > 1, // the first is a heading
    transparentHugepages: chosen(answer.file('/sys/kernel/mm/transparent_hugepage/enabled')),
    clocksource: answer.file('/sys/devices/system/clocksource/clocksource0/current_clocksource'),
    clocksources: answer.file('/sys/devices/system/clocksource/clocksource0/available_clocksource')?.split(/\s+/) ?? [],
    rtcMaxUserFreq: integer(answer.file('/sys/class/rtc/rtc0/max_user_freq')),
    irqs,
    realtimeThreads: threads,
    cards: cardsOf(answer, irqs),
    usb: usbOf(answer),
    usbAutosuspend: integer(answer.file('/sys/module/usbcore/parameters/autosuspend')),
    hdaPowerSave: integer(answer.file('/sys/module/snd_hda_intel/parameters/power_save')),
    mounts: mountsOf(answer),
    musicians,
    audioGroups: answer.lines('groups').length,
    units: unitsOf(answer),
    processes: [...new Set(processes.filter((process) => isInTheWay(process.name)).map((process) => canonical(process.name)))].sort(),
    pipewire: pipewireOf(answer, around),
    jack: jackOf(answer, around),
    daws: processes.flatMap(({ pid, uid: owner, name: process }) => {
      const program = dawOf(process);
      return program === undefined ? [] : [{ program, user: accounts.get(owner) ?? `${owner}`, pid }];
    }),
    pendingReboot: pendingRebootOf(answer),
    tools: {
      cyclictest: answer.lines('tools').includes('cyclictest'),
      stressNg: answer.lines('tools').includes('stress-ng'),
      chrt: answer.lines('tools').includes('chrt'),
    },
  });
}

function osOf(answer: Answer): Snapshot['os'] {
  const value = (key: string): string | undefined =>
    answer
      .fileLines('/etc/os-release')
      .find((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .replace(/^(["'])(.*)\1$/, '$2');
  return defined<Snapshot['os']>({ id: value('ID') ?? 'linux', version: value('VERSION_ID') || undefined });
}

/** Facts about the kernel that stand in the same folder and are no settings. */
const NO_SETTINGS = ['kernel.osrelease', 'kernel.version', 'kernel.hostname', 'kernel.random.boot_id'];

const sysctlsOf = (answer: Answer): Readonly<Record<string, string>> =>
  record(
    answer
      .files(/^\/proc\/sys\/(.+)$/)
      .map(({ match, lines }) => [match[1]!.replaceAll('/', '.'), lines[0]?.trim() ?? ''] as const)
      .filter(([name]) => !NO_SETTINGS.includes(name)),
  );

const decimal = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,12}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
