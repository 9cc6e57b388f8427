import assert from 'node:assert/strict';
import { Governor, Kernel, Mitigations, Preemption, RealtimeKernel, TransparentHugepages } from '../../../src/constructs/realtime';
import type { RealtimeKernelProps } from '../../../src/constructs/realtime';
import { NixosOption } from '../../../src/constructs/nixos-option';
import { SystemService } from '../../../src/constructs/system-service';
import { FlakeInput, Nixpkgs, System, type StackProps } from '../../../src/core';
import { Nix } from '../../../src/nix';
import { errors, findings, machine, options, warnings } from '../../support/machine';

const PERFORMANCE = {
  'services.auto-cpufreq.enable': 'false',
  'services.power-profiles-daemon.enable': 'false',
  'services.tlp.enable': 'false',
};

function tuned(props?: RealtimeKernelProps, stackProps: StackProps = {}) {
  const laptop = machine(stackProps);
  new RealtimeKernel(laptop, 'Kernel', props);
  return laptop;
}

const said = (props?: RealtimeKernelProps, stackProps?: StackProps) => options(tuned(props, stackProps), 'studio-laptop/Kernel');
const list = (...items: string[]) => (items.length === 1 ? `[ "${items[0]}" ]` : `[\n${items.map((item) => `  "${item}"\n`).join('')}]`);
const params = (props: RealtimeKernelProps) => said(props)['boot.kernelParams'];

/** The one thing that is wrong. */
function refusal(props: RealtimeKernelProps, stackProps?: StackProps): string {
  const found = errors(tuned(props, stackProps));
  assert.equal(found.length, 1, found.join('\n'));
  return found[0]!;
}

describe('RealtimeKernel', () => {
  describe('without properties', () => {
    it('compiles nothing: full preemption on the kernel of NixOS, and musnix', () => {
      assert.deepEqual(said(), { 'boot.kernelParams': '[ "preempt=full" ]', 'musnix.enable': 'true', ...PERFORMANCE });
    });

    it('has nothing to complain about', () => {
      assert.deepEqual(
        findings(tuned()).filter(({ path }) => path.endsWith('Kernel')),
        [],
      );
    });

    it('never adds threadirqs, which musnix adds', () => {
      assert.doesNotMatch(said()['boot.kernelParams']!, /threadirqs/);
    });
  });

  it('says what it was asked for, forced where musnix says something else', () => {
    assert.deepEqual(
      said({ irqPriority: ['usb', 'snd'], swappiness: 10, governor: Governor.SCHEDUTIL, minFrequency: 800_000, maxFrequency: 3_600_000 }),
      {
        'boot.kernel.sysctl."vm.swappiness"': 'lib.mkForce 10',
        'boot.kernelParams': '[ "preempt=full" ]',
        'musnix.enable': 'true',
        'musnix.rtirq.enable': 'true',
        'musnix.rtirq.nameList': '"usb snd"',
        'powerManagement.cpuFreqGovernor': 'lib.mkForce "schedutil"',
        'powerManagement.cpufreq.max': '3600000',
        'powerManagement.cpufreq.min': '800000',
        ...PERFORMANCE,
      },
    );
  });

  it('forces no governor that musnix sets itself', () => {
    assert.equal(said({ governor: Governor.PERFORMANCE })['powerManagement.cpuFreqGovernor'], '"performance"');
  });

  it('contradicts whoever enables a service that changes the governor', () => {
    const laptop = tuned();
    new NixosOption(laptop, 'Tlp', { path: 'services.tlp.enable', value: true });
    assert.match(errors(laptop)[0]!, /«services\.tlp\.enable» cannot be both false, .*Kernel.* and true/);
  });

  describe('with PREEMPT_RT', () => {
    const realtime = { preemption: Preemption.REALTIME, builtElsewhere: true };

    it('lets musnix patch the kernel of NixOS', () => {
      assert.deepEqual(said(realtime), { 'musnix.enable': 'true', 'musnix.kernel.realtime': 'true', ...PERFORMANCE });
    });

    it('hands musnix the kernel to patch, from another nixpkgs too', () => {
      assert.equal(said({ ...realtime, kernel: Kernel.series('6.12') })['musnix.kernel.packages'], 'pkgs.linuxPackages_6_12');
      const unstable = said({ ...realtime, kernel: Kernel.latest(Nixpkgs.unstable()) });
      assert.equal(unstable['musnix.kernel.packages'], 'pkgs-unstable.linuxPackages_latest');
      assert.equal(unstable['boot.kernelPackages'], undefined);
    });

    it('takes a kernel that has it already as it is, and starts the watchdog that musnix would not', () => {
      const kernels = new FlakeInput('kernels', { url: 'github:the-band/kernels' });
      const kernel = Kernel.fromFlake(kernels, 'legacyPackages.x86_64-linux.rt', { version: '6.12', preemptRt: true });
      assert.deepEqual(said({ ...realtime, kernel }), {
        'boot.kernelPackages': 'kernels.legacyPackages.x86_64-linux.rt',
        'musnix.das_watchdog.enable': 'true',
        'musnix.enable': 'true',
        ...PERFORMANCE,
      });
    });

    it('warns of hours of compiling, unless it happens elsewhere', () => {
      const compiling = (props: RealtimeKernelProps) => warnings(tuned(props)).filter((text) => /compiled, one to three hours/.test(text));
      assert.equal(compiling({ preemption: Preemption.REALTIME }).length, 1);
      assert.deepEqual(compiling(realtime), []);
      assert.deepEqual(compiling({}), []);
    });

    it('refuses a kernel before 6.12, which musnix would build without it', () => {
      assert.match(refusal({ ...realtime, kernel: Kernel.series('6.6') }), /Linux 6\.6 has no PREEMPT_RT/);
      assert.match(
        refusal({ ...realtime, kernel: Kernel.packages(Nix.pkgs('linuxPackages_6_1'), { version: '6.1.90' }) }),
        /Linux 6\.1\.90/,
      );
    });

    it('knows that an old nixpkgs has an old kernel', () => {
      assert.match(refusal(realtime, { nixpkgs: Nixpkgs.release('24.11') }), /Linux 6\.6 has no PREEMPT_RT/);
      assert.deepEqual(errors(tuned(realtime, { nixpkgs: Nixpkgs.release('25.05') })), []);
    });

    it('warns that interrupts are threads whatever is said', () => {
      const stack = tuned({ ...realtime, threadedIrqs: false, irqPriority: ['snd'] });
      assert.deepEqual(errors(stack), []);
      assert.match(warnings(stack).join(), /threadedIrqs: false has no effect/);
    });
  });

  describe('with another preemption', () => {
    it('says so to the kernel', () => {
      for (const preemption of [Preemption.NONE, Preemption.VOLUNTARY, Preemption.LAZY])
        assert.equal(params({ preemption }), list(`preempt=${preemption}`));
    });

    it('refuses what Linux 7 does not have any more', () => {
      for (const preemption of [Preemption.NONE, Preemption.VOLUNTARY])
        assert.match(refusal({ preemption, kernel: Kernel.series('7.1') }), new RegExp(`Linux 7\\.1 has no preemption «${preemption}»`));
      assert.deepEqual(errors(tuned({ preemption: Preemption.LAZY, kernel: Kernel.series('7.1') })), []);
    });

    it('refuses lazy preemption before 6.13', () => {
      assert.match(refusal({ preemption: Preemption.LAZY, kernel: Kernel.series('6.12') }), /Linux 6\.12 has no lazy preemption/);
    });

    it('refuses a kernel that cannot be told at boot', () => {
      assert.match(refusal({ kernel: Kernel.series('5.10') }), /Linux 5\.10 cannot be told/);
      assert.deepEqual(errors(tuned({ kernel: Kernel.series('5.15') })), []);
    });

    it('refuses a PREEMPT_RT kernel that would go unused', () => {
      const kernel = Kernel.packages(Nix.pkgs('linuxPackages_rt'), { version: '6.12', preemptRt: true });
      assert.match(refusal({ kernel }), /built with PREEMPT_RT, so the preemption «full» has no effect/);
    });

    it('remarks that ARM kernels may not listen', () => {
      const notes = findings(tuned({}, { system: System.AARCH64_LINUX })).filter(({ level }) => level === 'info');
      assert.match(notes.map(({ text }) => text).join(), /Kernels for ARM/);
    });
  });

  describe('the kernel', () => {
    it('is boot.kernelPackages', () => {
      assert.equal(said({ kernel: Kernel.series('6.12') })['boot.kernelPackages'], 'pkgs.linuxPackages_6_12');
      const own = Kernel.packages(Nix.call(Nix.pkgs('linuxPackagesFor'), Nix.pkgs('linux_zen')), { version: '6.18' });
      assert.equal(said({ kernel: own })['boot.kernelPackages'], 'pkgs.linuxPackagesFor pkgs.linux_zen');
    });

    it('is refused where nixpkgs has none such, with the next one', () => {
      assert.match(refusal({ kernel: Kernel.series('6.13') }), /no kernel series «6\.13».*Kernel\.series\('6\.18'\)/);
      assert.match(refusal({ kernel: Kernel.series('6.12; reboot') }), /no kernel series/);
      assert.match(refusal({ kernel: Kernel.packages(Nix.pkgs('linuxPackages'), { version: 'new' }) }), /«new» is no version of Linux/);
    });

    it('is one: two of them are named', () => {
      const laptop = tuned();
      new RealtimeKernel(laptop, 'Second');
      assert.match(errors(laptop)[0]!, /\(studio-laptop\/Kernel\) and .*\(studio-laptop\/Second\)/);
    });
  });

  describe('interrupts', () => {
    it('are tuned in every detail', () => {
      const rtirq = { high: 92, decrement: 3, low: 60, highList: ['timer'], nonThreaded: ['rtc'], resetAll: true };
      const settings = Object.entries(said({ irqPriority: ['snd', 'usb'], rtirq })).filter(([path]) => path.startsWith('musnix.rtirq'));
      assert.deepEqual(Object.fromEntries(settings), {
        'musnix.rtirq.enable': 'true',
        'musnix.rtirq.highList': '"timer"',
        'musnix.rtirq.nameList': '"snd usb"',
        'musnix.rtirq.nonThreaded': '"rtc"',
        'musnix.rtirq.prioDecr': '3',
        'musnix.rtirq.prioHigh': '92',
        'musnix.rtirq.prioLow': '60',
        'musnix.rtirq.resetAll': '1',
      });
    });

    it('cannot have priorities where they are no threads', () => {
      assert.match(refusal({ threadedIrqs: false, irqPriority: ['snd'] }), /threadedIrqs is false/);
      assert.match(refusal({ threadedIrqs: false, rtirq: { high: 90 } }), /threadedIrqs is false/);
    });

    it('are refused priorities that rtirq would move without a word', () => {
      assert.match(refusal({ rtirq: { high: 99 } }), /priority 99: it takes whole numbers from 55 to 95/);
      assert.match(refusal({ rtirq: { decrement: 0 } }), /steps of 0/);
      assert.match(refusal({ rtirq: { low: 50 } }), /end at the priority 50/);
      assert.match(refusal({ rtirq: { high: 60, low: 61 } }), /to the highest, 60/);
    });

    it('are refused names that could leave the quotes of a shell', () => {
      for (const name of ['usb"; reboot', '$(reboot)', '', 'a b', '-n'])
        assert.match(refusal({ irqPriority: [name] }), /is no name of an interrupt/);
      assert.match(refusal({ rtirq: { highList: ['`id`'] } }), /is no name of an interrupt/);
    });

    it('are named at least once, and once only', () => {
      assert.match(refusal({ irqPriority: [] }), /names no interrupts/);
      assert.match(refusal({ irqPriority: ['usb', 'snd', 'usb'] }), /«usb» is listed twice/);
    });

    it('warn where the priorities run out before the names do', () => {
      const names = ['usb', 'snd', 'xhci', 'i8042', 'ahci'];
      assert.match(warnings(tuned({ irqPriority: names, rtirq: { decrement: 10 } })).join(), /room for 4 priorities, and 5 names/);
      assert.doesNotMatch(warnings(tuned({ irqPriority: names })).join(), /room for/);
    });

    it('remark when they stand below PipeWire', () => {
      const notes = (high: number) => findings(tuned({ rtirq: { high } })).filter(({ level }) => level === 'info').length;
      assert.deepEqual([notes(88), notes(89)], [1, 0]);
    });
  });

  describe('without threaded interrupts', () => {
    it('goes without musnix, and keeps the rights of the group audio', () => {
      const settings = said({ threadedIrqs: false, watchdog: true });
      assert.deepEqual(Object.keys(settings).sort(), [
        'boot.kernel.sysctl."vm.swappiness"',
        'boot.kernelModules',
        'boot.kernelParams',
        'powerManagement.cpuFreqGovernor',
        'security.pam.loginLimits',
        'services.auto-cpufreq.enable',
        'services.das_watchdog.enable',
        'services.power-profiles-daemon.enable',
        'services.tlp.enable',
        'services.udev.extraRules',
      ]);
      assert.equal(settings['boot.kernel.sysctl."vm.swappiness"'], '10');
      assert.equal(settings['powerManagement.cpuFreqGovernor'], '"performance"');
    });

    it('has no use for the address of a sound card', () => {
      assert.match(refusal({ threadedIrqs: false, soundCardPciId: '00:1b.0' }), /soundCardPciId is a matter of musnix/);
    });
  });

  describe('CPUs', () => {
    it('are isolated, and interrupts go to the others', () => {
      assert.equal(
        params({ cpu: { count: 8, isolated: [7, 6, 3] } }),
        list('preempt=full', 'isolcpus=domain,managed_irq,3,6-7', 'nohz_full=3,6-7', 'rcu_nocbs=3,6-7', 'irqaffinity=0-2,4-5'),
      );
    });

    it('keep their tick, or get other interrupts, where that is asked for', () => {
      assert.equal(
        params({ cpu: { count: 4, isolated: [3], tickless: false, irqCpus: [0] } }),
        list('preempt=full', 'isolcpus=domain,managed_irq,3', 'rcu_nocbs=3', 'irqaffinity=0'),
      );
    });

    it('are kept from irqbalance', () => {
      assert.equal(said({ cpu: { count: 4, isolated: [3] } })['services.irqbalance.enable'], 'false');
      assert.equal(said({ cpu: { irqCpus: [0] } })['services.irqbalance.enable'], 'false');
      assert.equal(said({ cpu: { hyperThreading: false } })['services.irqbalance.enable'], undefined);
    });

    it('are not all isolated, nor the first one, nor one that is not there', () => {
      assert.match(refusal({ cpu: { count: 2, isolated: [0, 1] } }), /All 2 CPUs are isolated/);
      assert.match(refusal({ cpu: { count: 4, isolated: [0, 1] } }), /CPU 0 cannot be isolated/);
      assert.match(refusal({ cpu: { count: 4, isolated: [4] } }), /There is no CPU 4: this machine has 4, counted from 0/);
      assert.match(refusal({ cpu: { count: 4, isolated: [-1] } }), /There is no CPU -1/);
      assert.match(refusal({ cpu: { count: 4, isolated: [1.5] } }), /There is no CPU 1\.5/);
      assert.match(refusal({ cpu: { isolated: [1] } }), /Set cpu\.count/);
      assert.match(refusal({ cpu: { count: 0 } }), /cannot have 0 CPUs/);
    });

    it('handle interrupts somewhere, and not where they are isolated', () => {
      assert.match(refusal({ cpu: { irqCpus: [] } }), /No CPU handles interrupts/);
      assert.match(refusal({ cpu: { irqCpus: [-2] } }), /There is no CPU -2: they are counted from 0/);
      assert.match(refusal({ cpu: { count: 4, isolated: [2, 3], irqCpus: [0, 3] } }), /CPU 3 would be isolated and handle interrupts/);
      assert.match(refusal({ cpu: { count: 2, irqCpus: [0, 1] } }), /names every CPU/);
    });

    it('warn when they are isolated for nothing', () => {
      const laptop = tuned({ cpu: { count: 4, isolated: [2, 3] } });
      const idle = () => warnings(laptop).filter((text) => /A DAW's worker threads do not go there/.test(text));
      assert.equal(idle().length, 1);
      const other = tuned({ cpu: { count: 4, isolated: [2, 3] } });
      new SystemService(other, 'Sampler', { description: 'plays samples', command: ['/opt/sampler'], cpus: [3] });
      assert.doesNotMatch(warnings(other).join(), /worker threads/);
    });

    it('lose hyper-threading and mitigations, the latter only when the risk is accepted', () => {
      const open = { hyperThreading: false, mitigations: Mitigations.OFF };
      assert.equal(params({ cpu: { ...open, acceptMitigationRisk: true } }), list('preempt=full', 'nosmt', 'mitigations=off'));
      assert.match(refusal({ cpu: open }), /cpu\.acceptMitigationRisk: true/);
      assert.equal(params({ cpu: { mitigations: Mitigations.AUTO_NOSMT } }), list('preempt=full', 'mitigations=auto,nosmt'));
    });

    it('run within limits that are frequencies', () => {
      assert.match(refusal({ minFrequency: 2_000_000, maxFrequency: 1_000_000 }), /lowest frequency of the CPU, 2000000 kHz, is above/);
      assert.match(refusal({ maxFrequency: 3600 }), /3600 kHz is none of a CPU/);
      assert.match(refusal({ minFrequency: 2.4 }), /2\.4 kHz is none of a CPU/);
    });
  });

  it('turns every other knob', () => {
    const settings = said({
      swappiness: 0,
      power: { maxCState: 0, usbAutosuspend: false },
      scheduler: { realtimeRuntime: 980_000, timerMigration: false, skewTick: true },
      memory: { transparentHugepages: TransparentHugepages.NEVER, dirtyRatio: 10, dirtyBackgroundRatio: 3 },
      watchdog: true,
      nmiWatchdog: false,
      soundCardPciId: '00:1b.0',
    });
    assert.deepEqual(settings, {
      'boot.kernel.sysctl."kernel.nmi_watchdog"': '0',
      'boot.kernel.sysctl."kernel.sched_rt_runtime_us"': '980000',
      'boot.kernel.sysctl."kernel.timer_migration"': '0',
      'boot.kernel.sysctl."vm.dirty_background_ratio"': '3',
      'boot.kernel.sysctl."vm.dirty_ratio"': '10',
      'boot.kernel.sysctl."vm.swappiness"': 'lib.mkForce 0',
      'boot.kernelParams': list(
        'preempt=full',
        'intel_idle.max_cstate=0',
        'processor.max_cstate=1',
        'usbcore.autosuspend=-1',
        'skew_tick=1',
        'transparent_hugepage=never',
      ),
      'musnix.das_watchdog.enable': 'true',
      'musnix.enable': 'true',
      'musnix.soundcardPciId': '"00:1b.0"',
      ...PERFORMANCE,
    });
  });

  it('refuses values out of range', () => {
    assert.match(refusal({ swappiness: 300 }), /no swappiness 300: it is a whole number from 0 to 200/);
    assert.match(refusal({ swappiness: 10.5 }), /no swappiness 10\.5/);
    assert.match(refusal({ power: { maxCState: 10 } }), /no C-state 10/);
    assert.match(refusal({ scheduler: { realtimeRuntime: 1_000_001 } }), /1000001 µs of a second/);
    assert.match(refusal({ memory: { dirtyRatio: 101 } }), /memory\.dirtyRatio cannot be 101/);
    assert.match(refusal({ memory: { dirtyRatio: 10, dirtyBackgroundRatio: 10 } }), /background would begin at 10 %/);
    assert.match(refusal({ memory: { dirtyRatio: 5 } }), /background would begin at 10 % of the memory, when programs are stopped at 5 %/);
  });

  it('refuses an address of a sound card that a shell would read otherwise', () => {
    for (const id of ['00:1b.0"; reboot #', "00:1b.0'", '00:1b.8', '0:1b.0', '00:1B.0', '00:1b.0\n', '$(id)'])
      assert.match(refusal({ soundCardPciId: id }), /is no address on the PCI bus/);
  });

  it('warns when nothing stops a thread that runs away', () => {
    const unlimited = { scheduler: { realtimeRuntime: -1 } };
    assert.match(warnings(tuned(unlimited)).join(), /Set watchdog: true/);
    assert.doesNotMatch(warnings(tuned({ ...unlimited, watchdog: true })).join(), /Set watchdog/);
    assert.doesNotMatch(warnings(tuned({ ...unlimited, preemption: Preemption.REALTIME })).join(), /Set watchdog/);
  });

  it('warns that C-states are not those of ARM', () => {
    assert.match(warnings(tuned({ power: { maxCState: 1 } }, { system: System.AARCH64_LINUX })).join(), /no effect on ARM/);
  });

  it('reports everything that is wrong at once', () => {
    assert.equal(errors(tuned({ swappiness: 300, soundCardPciId: '"', irqPriority: [], kernel: Kernel.series('6.13') })).length, 4);
  });
});
