import type { KernelState } from '../snapshot';
import { absent, error, info, ok, ONLY_ROOT, isUnseen, unknown, warning, type Check, type Facts, type Finding } from './check';
import { compare } from './compare';
import { askedParameter, comesWithReboot } from './parameters';
import { judgeSetting } from './settings';
import { rateText } from './units';
import { nameText } from './words';

const BUILT_IN = 'It is built into the kernel: take one of the distribution’s own, which have it, or new RealtimeKernel(…) on NixOS.';
const UNREADABLE = 'The kernel’s configuration is not readable: zcat /proc/config.gz, or /boot/config-$(uname -r), would tell.';

/** The clocks that buffers are counted by. */
export const TIMERS: readonly Check[] = [
  {
    id: 'clocksource',
    title: 'clock',
    group: 'timers',
    severity: 'warning',
    meaning: 'Programs look at the clock thousands of times a second. The CPU’s own is read at once; any other takes its time, each time.',
    see: 'cat /sys/devices/system/clocksource/clocksource0/current_clocksource; sudo dmesg | grep -i tsc',
    fix: {
      construct: "new NixosOption(laptop, 'Clock', { path: 'boot.kernelParams', value: ['tsc=reliable'] });",
      option: 'boot.kernelParams = [ "tsc=reliable" ];',
      elsewhere: 'add «tsc=reliable» to the kernel command line',
      step: 'First read in dmesg why the kernel gave it up: on a board whose clock is really broken, time would run wrong.',
    },
    source: 'Linux, Documentation/timers/timekeeping.rst; kernel-parameters.txt (tsc=, clocksource=)',
    look: lookAtClock,
  },
  {
    id: 'high_res_timers',
    title: 'fine timers',
    group: 'timers',
    severity: 'error',
    meaning: 'Timers that are exact to a microsecond instead of to the next tick. MIDI notes and sleeping threads come in time with them.',
    see: 'zcat /proc/config.gz | grep HIGH_RES_TIMERS',
    fix: BUILT_IN,
    source: 'Linux, CONFIG_HIGH_RES_TIMERS; rtcqs 0.6.4, high_res_timers_check',
    look: ({ is: { kernel } }) => built(kernel, ['CONFIG_HIGH_RES_TIMERS'], error('not built in')),
  },
  {
    id: 'hz1000',
    title: 'ticks',
    group: 'timers',
    severity: 'warning',
    meaning:
      'How often the kernel looks around by itself. With fine timers it does not matter; without them it should be a thousand times a second.',
    see: 'zcat /proc/config.gz | grep -E "CONFIG_HZ=|HIGH_RES_TIMERS"',
    fix: BUILT_IN,
    source: 'realtimeconfigquickscan, Hz1000Check: high-resolution timers replace a fast tick',
    look: ({ is: { kernel } }) => {
      const ticks = Number(kernel.config?.['CONFIG_HZ']);
      const text = ticks > 0 ? `${ticks} each second` : 'an unknown number each second';
      const finding = built(kernel, ['CONFIG_HIGH_RES_TIMERS'], warning(`${text}, and no fine timers`));
      if (finding.status === 'ok') return ok(`${text}, with fine timers`);
      return ticks >= 1000 ? ok(text) : finding;
    },
  },
  {
    id: 'tickless',
    title: 'no ticks in sleep',
    group: 'timers',
    severity: 'warning',
    meaning: 'An idle CPU should not be woken by a tick. Each of them would be an interruption for nothing.',
    see: 'zcat /proc/config.gz | grep NO_HZ',
    fix: BUILT_IN,
    source: 'Linux, Documentation/timers/no_hz.rst; rtcqs 0.6.4, tickless_check',
    look: ({ is: { kernel, nohzFullCpus } }) => {
      if (nohzFullCpus.length > 0) return ok('built in, and in use');
      return built(kernel, ['CONFIG_NO_HZ', 'CONFIG_NO_HZ_IDLE', 'CONFIG_NO_HZ_COMMON', 'CONFIG_NO_HZ_FULL'], warning('not built in'));
    },
  },
  {
    id: 'hpet_max_user_freq',
    title: 'HPET for programs',
    group: 'timers',
    severity: 'info',
    meaning: 'A timer that a few older sequencers use. PipeWire, and JACK as it is today, do without.',
    see: 'cat /proc/sys/dev/hpet/max-user-freq',
    fix: {
      construct: "new NixosOption(laptop, 'Hpet', { path: 'boot.kernel.sysctl.\"dev.hpet.max-user-freq\"', value: 2048 });",
      option: 'boot.kernel.sysctl."dev.hpet.max-user-freq" = 2048;',
      elsewhere: 'sudo sysctl dev.hpet.max-user-freq=2048',
    },
    source: 'linuxaudio.org, system configuration (hardware timers); only programs that open /dev/hpet feel it',
    look: (facts) => {
      const hasServer = hasJackd(facts);
      const finding = judgeSetting(facts, {
        name: 'dev.hpet.max-user-freq',
        isGood: (hertz) => hertz >= 1024 || !hasServer,
        otherwise: 'info',
        opinion: '1024 Hz and more suit old sequencers',
        text: rateText,
      });
      return finding;
    },
  },
  {
    id: 'rtc_max_user_freq',
    title: 'RTC for programs',
    group: 'timers',
    severity: 'info',
    meaning: 'Another timer that a few older sequencers use.',
    see: 'cat /sys/class/rtc/rtc0/max_user_freq',
    fix: {
      construct:
        "new NixosOption(laptop, 'Rtc', { path: 'systemd.tmpfiles.rules', value: ['w /sys/class/rtc/rtc0/max_user_freq - - - - 2048'] });",
      option: 'systemd.tmpfiles.rules = [ "w /sys/class/rtc/rtc0/max_user_freq - - - - 2048" ];',
      elsewhere: 'echo 2048 | sudo tee /sys/class/rtc/rtc0/max_user_freq',
    },
    source: 'linuxaudio.org, system configuration (hardware timers); only programs that open /dev/rtc feel it',
    look: (facts) => {
      const { rtcMaxUserFreq } = facts.is;
      if (rtcMaxUserFreq === undefined) return absent('there is no such timer');
      const found = rateText(rtcMaxUserFreq);
      return rtcMaxUserFreq >= 1024 || !hasJackd(facts) ? ok(found) : info(`${found}; 1024 Hz and more suit old sequencers`);
    },
  },
];

/** Who works with PipeWire alone need not be told about timers that it never opens. */
const hasJackd = ({ is, asked }: Facts): boolean => is.jack !== undefined || asked.audio?.value.kind === 'jack';

function built({ config }: KernelState, names: readonly string[], otherwise: Finding): Finding {
  if (config === undefined) return unknown('not to be seen', UNREADABLE);
  return names.some((name) => config[name] === 'y') ? ok('built in') : otherwise;
}

/** Those that are read without leaving the CPU; in a virtual machine, the ones that its host offers for it. */
const QUICK = ['tsc', 'arch_sys_counter', 'riscv_clocksource', 'kvm-clock', 'hyperv_clocksource_tsc_page', 'xen'];

function lookAtClock(facts: Facts): Finding {
  const { is } = facts;
  if (is.clocksource === undefined)
    return isUnseen(is, 'clocksource') ? unknown('not to be seen', ONLY_ROOT) : absent('the machine does not tell');
  return compare({
    runs: nameText(is.clocksource),
    wish: askedParameter(facts, 'clocksource'),
    isGood: QUICK.includes(is.clocksource),
    otherwise: 'warning',
    opinion: 'it is slow to read',
    isPending: comesWithReboot(facts, 'clocksource') || comesWithReboot(facts, 'tsc'),
  });
}
