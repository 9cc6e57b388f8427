import type { Limits, MusicianState } from '../snapshot';
import {
  absent,
  error,
  info,
  isUnseen,
  ok,
  ONLY_ROOT,
  unknown,
  warning,
  type Check,
  type Facts,
  type Finding,
  type Severity,
} from './check';
import { compare, differs } from './compare';
import { eachMusician, isRoot, NO_ACCOUNT, rootIsNoAnswer, who } from './musicians';
import { unitState } from './units-of-systemd';
import { counted, memoryText } from './units';

const GROUP = {
  construct: "new Studio(laptop, 'Studio', { musician: 'alice' });",
  option: 'users.users.alice.extraGroups = [ "audio" ];',
  elsewhere: 'sudo usermod -aG audio alice, then log out and in again',
  place: 'musician',
} as const;

/** The lines of /etc/security/limits.d that grant all three. */
const grant = (item: string, value: string) =>
  ({
    construct: "new RealtimeKernel(laptop, 'Kernel');",
    option: `security.pam.loginLimits = [ { domain = "@audio"; type = "-"; item = "${item}"; value = "${value}"; } ];`,
    elsewhere: `write «@audio - ${item} ${value}» to /etc/security/limits.d/audio.conf, then log out and in again`,
    place: 'kernel',
  }) as const;

/** What the musician may do. A DAW that may not run at realtime priority waits like any other program. */
export const LIMITS: readonly Check[] = [
  {
    id: 'root',
    title: 'who looked',
    group: 'limits',
    severity: 'info',
    meaning: 'Root may do everything, so what counts is the session of the one who plays. Its limits are read from there, whoever looks.',
    see: 'id',
    fix: 'Nothing is wrong with the machine.',
    source: 'getrlimit(2): limits belong to a session. rtcqs 0.6.4 and realtimeconfigquickscan warn of root for that reason',
    look: ({ is }) => who(is),
  },
  {
    id: 'rtprio_limit',
    title: 'realtime priority',
    group: 'limits',
    severity: 'error',
    meaning: 'How high the musician’s programs may stand in the queue for the CPU. At 0 a DAW has to wait for the web browser.',
    see: 'su -l alice -c "prlimit --rtprio"',
    fix: grant('rtprio', '99'),
    source: 'getrlimit(2), RLIMIT_RTPRIO; pam_limits does not reach services, so the limits of real processes count; rtcqs 0.6.4: 75',
    look: lookAtPriority,
  },
  {
    id: 'rtprio_settable',
    title: 'realtime in practice',
    group: 'limits',
    severity: 'error',
    meaning: 'Whether the kernel really gave the musician a realtime priority when asked. The limit is a promise; this is the proof.',
    see: 'su -l alice -c "chrt -f 80 true"',
    fix: grant('rtprio', '99'),
    source: 'sched_setscheduler(2); rtcqs 0.6.4, rt_prio_check',
    look: (facts) =>
      eachMusician(facts, (musician) => {
        if (isRoot(musician)) return rootIsNoAnswer();
        if (musician.maySetRealtime === undefined)
          return untried(facts, musician, 'The machine has no «chrt» to try it with: it comes with util-linux.');
        return musician.maySetRealtime ? ok('SCHED_FIFO 80 was granted') : error('SCHED_FIFO 80 was refused');
      }),
  },
  {
    id: 'memlock_limit',
    title: 'locked memory',
    group: 'limits',
    severity: 'error',
    meaning: 'Memory that may not be moved to the disk. A sample that has to come back from there comes too late.',
    see: 'su -l alice -c "prlimit --memlock"',
    fix: grant('memlock', 'unlimited'),
    source: 'getrlimit(2), RLIMIT_MEMLOCK; musnix grants all of it, the PipeWire module of NixOS 4 GB; rtcqs 0.6.4: unlimited',
    look: (facts) =>
      eachLimit(facts, 'memlock', (runs) => ({
        isGood: runs === 'unlimited',
        // JACK and its clients lock all that they have; PipeWire its buffers alone
        otherwise: runs !== 'unlimited' && runs >= MUCH_MEMORY ? 'info' : 'error',
        opinion: 'a sampler that locks all it has wants it unlimited',
        text: memoryText,
      })),
  },
  {
    id: 'nofile_limit',
    title: 'open files',
    group: 'limits',
    severity: 'info',
    meaning:
      'How many files a program may have open. Large sample libraries and bridged Windows plugins need many, and fail with strange words when they run out.',
    see: 'su -l alice -c "prlimit --nofile"',
    fix: grant('nofile', '99999'),
    source: 'getrlimit(2), RLIMIT_NOFILE; musnix, modules/base.nix: 99999',
    look: (facts) =>
      eachLimit(facts, 'nofile', (runs) => ({
        isGood: runs === 'unlimited' || runs >= 99_999,
        otherwise: 'info',
        opinion: 'large sample libraries want 99999',
        text: String,
      })),
  },
  {
    id: 'cpu_dma_latency',
    title: 'keeping the CPU awake',
    group: 'limits',
    severity: 'warning',
    meaning: 'A DAW can ask the CPU not to fall asleep while it plays. For that it has to be allowed to open one device.',
    see: 'su -l alice -c "test -w /dev/cpu_dma_latency && echo allowed"',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel');",
      option: 'services.udev.extraRules = "KERNEL==\\"cpu_dma_latency\\", GROUP=\\"audio\\", MODE=\\"0660\\"";',
      elsewhere: 'write «KERNEL=="cpu_dma_latency", GROUP="audio", MODE="0660"» to /etc/udev/rules.d/99-audio.rules, and reboot',
      place: 'kernel',
    },
    source: 'Linux, Documentation/power/pm_qos_interface.rst; rtcqs 0.6.4, power_management_check',
    look: (facts) =>
      eachMusician(facts, (musician) => {
        if (isRoot(musician)) return rootIsNoAnswer();
        if (musician.mayHoldDmaLatency === undefined) return untried(facts, musician);
        return musician.mayHoldDmaLatency ? ok('allowed') : warning('not allowed');
      }),
  },
  {
    id: 'audio_group',
    title: 'group audio',
    group: 'limits',
    severity: 'error',
    meaning: 'The rights above are given to the group audio. Who is not in it does not get them.',
    see: 'id -nG alice',
    fix: GROUP,
    source:
      'musnix, modules/base.nix (@audio); realtimeconfigquickscan, AudioGroupCheck. With PipeWire the group pipewire grants them as well',
    look: lookAtGroup,
  },
  {
    id: 'multiple_audio_groups',
    title: 'one group audio',
    group: 'limits',
    severity: 'warning',
    meaning: 'There should be exactly one group of that name; with two, the rights may go to the wrong one.',
    see: 'getent group audio; grep -c "^audio:" /etc/group',
    fix: 'Look at /etc/group, take the one away that has no members, and log in again.',
    source: 'realtimeconfigquickscan, MultiAudioCheck',
    look: ({ is: { audioGroups } }) =>
      audioGroups === 1
        ? ok('one')
        : warning(audioGroups === 0 ? 'there is none' : `there are ${audioGroups}`, audioGroups === 0 ? GROUP : undefined),
  },
];

/** What was not tried for lack of rights is unknown; what cannot be tried on this machine has no device for it. */
function untried({ is }: Facts, { name }: MusicianState, why?: string): Finding {
  const isHidden = ['maySetRealtime', 'mayHoldDmaLatency'].some((fact) => isUnseen(is, `musicians.${name}.${fact}`));
  if (isHidden) return unknown('it was not tried', ONLY_ROOT);
  return why === undefined ? absent('the machine has no such device') : unknown('it was not tried', why);
}

/** kB. What PipeWire's module of NixOS grants is more. */
const MUCH_MEMORY = 1_000_000;
/** What PipeWire's own thread wants is 88; everything from 75 on stands above the default of interrupts with room to spare. */
const HIGH_ENOUGH = 75;

type Limit = number | 'unlimited';

interface Opinion {
  readonly isGood: boolean;
  readonly otherwise: Severity;
  readonly opinion: string;
  readonly text: (value: Limit) => string;
}

function eachLimit(facts: Facts, name: keyof Limits, opinionOn: (runs: Limit, musician: MusicianState) => Opinion): Finding {
  return eachMusician(facts, (musician) => {
    if (isRoot(musician)) return rootIsNoAnswer();
    if (musician.limits === undefined) return unknown('the session’s limits are not to be seen', ONLY_ROOT);
    const runs = musician.limits[name];
    return compare({
      runs,
      wish: isMeant(facts, musician) ? facts.asked.limits?.[name] : undefined,
      isAsAsked: (wish) => isAtLeast(runs, wish),
      ...opinionOn(runs, musician),
      verb: 'gets',
    });
  });
}

/** Limits were asked for the group audio. Who is not in it, and was not named, may only be the one who deploys. */
const isMeant = ({ asked }: Facts, { name, groups }: MusicianState): boolean =>
  groups.length === 0 || groups.includes('audio') || (asked.musicians ?? []).some(({ value }) => value === name);

/** More than was asked for is what was asked for. */
const isAtLeast = (runs: Limit, wish: Limit): boolean => runs === 'unlimited' || (wish !== 'unlimited' && runs >= wish);

function lookAtPriority(facts: Facts): Finding {
  const { is } = facts;
  const rtkit = unitState(is, 'rtkit-daemon.service');
  const lends = rtkit !== undefined && rtkit !== 'failed' && is.pipewire !== undefined;
  return eachLimit(facts, 'rtprio', (runs) => ({
    isGood: runs === 'unlimited' || runs >= HIGH_ENOUGH,
    otherwise: lends ? 'warning' : 'error',
    opinion: lends ? 'rtkit lends PipeWire one, of 20 at most' : `music wants ${HIGH_ENOUGH} or more`,
    text: String,
  }));
}

function lookAtGroup(facts: Facts): Finding {
  const look = ({ name, exists, groups, limits, maySetRealtime }: MusicianState): Finding => {
    const wish = facts.asked.musicians?.find(({ value }) => value === name);
    if (!exists) return wish ? differs({ now: NO_ACCOUNT, wish, asked: 'one', severity: 'error' }) : error(NO_ACCOUNT, GROUP);
    if (groups.includes('audio')) return { ...ok('member'), ...(wish && { wish }) };
    if (wish) return differs({ now: 'no member', wish, asked: 'one' });
    if (groups.includes('pipewire')) return ok(`member of pipewire, which has rights of its own`);
    const hasRights = maySetRealtime === true && limits !== undefined;
    return hasRights ? info('no member, and has the rights all the same') : warning(`no member (of ${counted(groups.length, 'group')})`);
  };
  return eachMusician(facts, look, look);
}
