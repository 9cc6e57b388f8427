import { absent, info, isUnseen, ok, ONLY_ROOT, rankOf, unknown, worstOf, type Check, type Facts, type Finding } from './check';
import { differs } from './compare';
import { parameter } from './parameters';
import { preemptionOf } from './preemption';
import { isActive, lookAtUnit, unitState } from './units-of-systemd';
import { counted } from './units';
import { few, nameText } from './words';

/** Programs in the background that help, and those that get in the way. */
export const SERVICES: readonly Check[] = [
  {
    id: 'rtkit',
    title: 'RealtimeKit',
    group: 'services',
    severity: 'info',
    meaning: 'It lends programs a low realtime priority where their session has no right to one, as happens to PipeWire in many desktops.',
    see: 'systemctl status rtkit-daemon',
    fix: {
      construct: 'AudioServer.pipewire({ rtkit: true })',
      option: 'security.rtkit.enable = true;',
      elsewhere: 'install rtkit',
      place: 'audio',
    },
    source: 'NixOS, nixos/modules/security/rtkit.nix; PipeWire, module-rt (rlimits first, then RealtimeKit)',
    look: lookAtRtkit,
  },
  {
    id: 'irqbalance',
    title: 'irqbalance',
    group: 'services',
    severity: 'warning',
    meaning: 'It moves interrupts from CPU to CPU. The sound card’s should stay where they are.',
    see: 'systemctl is-active irqbalance',
    fix: {
      construct: "new NixosOption(laptop, 'Balance', { path: 'services.irqbalance.enable', value: false });",
      option: 'services.irqbalance.enable = false;',
      elsewhere: 'sudo systemctl disable --now irqbalance',
    },
    source: 'Linux, Documentation/core-api/irq/irq-affinity.rst; it undoes irqaffinity= and works against isolated CPUs',
    look: (facts) => {
      const isPlanned = facts.is.isolatedCpus.length > 0 || parameter(facts.is.kernel.parameters, 'irqaffinity') !== undefined;
      const objection = isPlanned ? 'it undoes what was planned for the CPUs' : 'it moves the sound card’s interrupts';
      return lookAtUnit(facts, {
        unit: 'irqbalance.service',
        without: 'does not run',
        objection,
        otherwise: isPlanned ? 'warning' : 'info',
      });
    },
  },
  {
    id: 'power_services',
    title: 'power saving services',
    group: 'services',
    severity: 'warning',
    meaning: 'They set the CPU’s governor again when the charger is pulled out. In the middle of a set, that is when it begins to crackle.',
    see: 'systemctl is-active tlp power-profiles-daemon auto-cpufreq tuned',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel');",
      option: 'services.tlp.enable = false; services.power-profiles-daemon.enable = false; services.auto-cpufreq.enable = false;',
      elsewhere: 'sudo systemctl disable --now tlp power-profiles-daemon auto-cpufreq tuned',
      place: 'kernel',
    },
    source: 'TLP, power-profiles-daemon, auto-cpufreq and tuned write scaling_governor or its preference themselves',
    look: lookAtPowerSaving,
  },
  {
    id: 'background_processes',
    title: 'background work',
    group: 'services',
    severity: 'info',
    meaning: 'Programs that search the disk or fetch updates when they think that nobody is looking. Switch them off before you record.',
    see: 'ps -eo comm,%cpu --sort=-%cpu | head',
    fix: 'Each is switched off in its own way: the search of a desktop in its settings, updates with «systemctl disable --now packagekit».',
    source: 'realtimeconfigquickscan, BackgroundCheck, with the programs of today',
    look: lookAtBackground,
  },
  {
    id: 'das_watchdog',
    title: 'watchdog',
    group: 'services',
    severity: 'info',
    meaning:
      'It takes realtime away from a program that leaves the machine no time to answer. The kernel does the same, unless its limit was lifted.',
    see: 'systemctl status das_watchdog',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { watchdog: true });",
      option: 'services.das_watchdog.enable = true;',
      elsewhere: 'install das_watchdog, or leave kernel.sched_rt_runtime_us at 950000',
      place: 'kernel',
    },
    source: 'musnix, musnix.das_watchdog; Linux, Documentation/scheduler/sched-rt-group.rst',
    look: lookAtWatchdog,
  },
  {
    id: 'asked_services',
    title: 'other services',
    group: 'services',
    severity: 'warning',
    meaning: 'Services that the studio switches on or off. One that is not so was changed by hand, failed, or was never deployed.',
    see: 'systemctl --failed; systemctl status NAME',
    fix: 'What was asked for stands in the studio already.',
    source: 'NixOS, systemd.services and services.*.enable',
    look: lookAtServices,
  },
  {
    id: 'latency_tools',
    title: 'measuring',
    group: 'services',
    severity: 'warning',
    meaning:
      'All of this are signs. The proof is a measurement, and for that the machine needs cyclictest, and stress-ng to make it sweat.',
    see: 'command -v cyclictest stress-ng',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { latencyTest: true });",
      option: 'environment.systemPackages = [ pkgs.rt-tests pkgs.stress-ng ];',
      elsewhere: 'sudo apt install rt-tests stress-ng',
      place: 'kernel',
    },
    source: 'cyclictest(8), stress-ng(1)',
    look: lookAtTools,
  },
];

function lookAtRtkit(facts: Facts): Finding {
  const { is, asked } = facts;
  const unit = 'rtkit-daemon.service';
  const wish = asked.services?.[unit];
  // D-Bus starts it when the first program asks
  if (unitState(is, unit) === 'inactive' && wish?.value !== false)
    return { ...ok(`starts when it is asked${wish ? ', as asked for' : ''}`), ...(wish && { wish }) };
  const hasRights = is.pipewire?.priority !== undefined || is.musicians.some(({ maySetRealtime }) => maySetRealtime === true);
  const finding = lookAtUnit(facts, { unit, without: 'does not run, and nobody needs it' });
  if (finding.status !== 'absent' || is.pipewire === undefined) return finding;
  return hasRights ? ok('does not run; the session has its own rights') : info('does not run, and the session has no rights of its own');
}

const POWER = ['tlp.service', 'power-profiles-daemon.service', 'auto-cpufreq.service', 'tuned.service', 'tuned-ppd.service'];

function lookAtPowerSaving(facts: Facts): Finding {
  const fixesGovernor = facts.asked.governor !== undefined;
  const objection = fixesGovernor ? 'it sets another governor than was asked for' : 'it changes the clock of the CPU by itself';
  const findings = POWER.map((unit) => ({
    unit,
    ...lookAtUnit(facts, { unit, without: 'does not run', objection, otherwise: fixesGovernor ? 'warning' : 'info' }),
  }));
  const status = worstOf(findings.map((finding) => finding.status));
  if (status === 'ok') return ok('none runs');
  const { unit: _, ...worst } = findings.find((finding) => finding.status === status)!;
  const alike = findings.filter((finding) => finding.status === status);
  return { ...worst, found: few(alike.map(({ unit, found }) => `${unit.replace('.service', '')} ${found}`)) };
}

/** They have a check of their own, or are here for the music. */
const NAMED_ELSEWHERE = new Set(
  [
    'irqbalance tlp auto-cpufreq power-profiles-daemon tuned tuned-ppd das_watchdog rtkit-daemon',
    'pipewire pipewire-pulse pulseaudio jackd jackdbus cyclictest stress-ng',
  ].flatMap((names) => names.split(' ')),
);

function lookAtBackground({ is }: Facts): Finding {
  const names = [...new Set(is.processes)].filter((name) => !NAMED_ELSEWHERE.has(name));
  if (names.length === 0) return isUnseen(is, 'processes') ? unknown('not to be seen', ONLY_ROOT) : ok('none that is known to disturb');
  return info(`${few(names.map(nameText))}: ${names.length === 1 ? 'it works' : 'they work'} while you play`);
}

function lookAtWatchdog(facts: Facts): Finding {
  const unit = 'das_watchdog.service';
  if (facts.asked.services?.[unit] ?? isActive(facts.is, unit)) return lookAtUnit(facts, { unit, without: 'does not run' });
  if (facts.is.sysctls['kernel.sched_rt_runtime_us'] === '-1') return info('does not run, and the kernel’s own limit was lifted');
  return preemptionOf(facts.is.kernel).model === 'realtime'
    ? ok('does not run; the kernel’s own limit holds')
    : absent('not needed: the kernel’s own limit holds');
}

const JUDGED_ALONE = new Set([...POWER, 'irqbalance.service', 'rtkit-daemon.service', 'das_watchdog.service', 'rtirq.service']);

function lookAtServices(facts: Facts): Finding {
  const wishes = Object.entries(facts.asked.services ?? {}).filter(([unit]) => !JUDGED_ALONE.has(unit));
  if (wishes.length === 0) return absent('nothing else was asked for');
  const findings = wishes.map(([unit]) => ({ unit, ...lookAtUnit(facts, { unit, without: 'is not there' }) }));
  const worst = findings.toSorted((a, b) => rankOf(a.status) - rankOf(b.status))[0]!;
  const { unit: _, ...finding } = worst;
  if (worst.status === 'ok') return { ...finding, found: `${counted(wishes.length, 'service')}, as asked for` };
  return {
    ...finding,
    found: few(findings.filter(({ status }) => status === worst.status).map(({ unit, found }) => `${nameText(unit)} ${found}`)),
  };
}

function lookAtTools({ is: { tools }, asked }: Facts): Finding {
  const wish = asked.latencyTest?.value === true ? asked.latencyTest : asked.budget && { ...asked.budget, value: true };
  const missing = [...(tools.cyclictest ? [] : ['cyclictest']), ...(tools.stressNg ? [] : ['stress-ng'])];
  if (missing.length === 0) return ok('cyclictest and stress-ng are there');
  const found = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing`;
  if (wish) return differs({ now: found, wish, asked: 'a machine that can be measured' });
  return missing.includes('cyclictest') ? info(found) : ok('cyclictest is there');
}
