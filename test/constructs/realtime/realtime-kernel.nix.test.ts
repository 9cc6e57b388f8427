import assert from 'node:assert/strict';
import { NixosOption } from '../../../src/constructs/nixos-option';
import { Governor, Kernel, Mitigations, Preemption, RealtimeKernel, TransparentHugepages } from '../../../src/constructs/realtime';
import { StudioUser } from '../../../src/constructs/studio-user';
import { SystemService } from '../../../src/constructs/system-service';
import { App, Nixpkgs } from '../../../src/core';
import { NixosStack } from '../../../src/stacks/nixos-stack';
import { evalFlake } from '../../support/nix';
import { temporaryFolder } from '../../support/temp';

/** What is compared; the toplevel's path is there only when every type and every assertion of NixOS is satisfied. */
const WANTED = `machines: builtins.mapAttrs (_: { config, ... }: {
  toplevel = builtins.isString config.system.build.toplevel.drvPath;
  kernel = config.boot.kernelPackages.kernel.version;
  preemptRt = config.boot.kernelPackages.kernel.structuredExtraConfig ? PREEMPT_RT;
  params = builtins.filter (param: builtins.match "loglevel=.*|root=.*" param == null) config.boot.kernelParams;
  sysctl = builtins.intersectAttrs {
    "kernel.nmi_watchdog" = 1; "kernel.sched_rt_runtime_us" = 1; "kernel.timer_migration" = 1;
    "vm.dirty_background_ratio" = 1; "vm.dirty_ratio" = 1; "vm.swappiness" = 1;
  } config.boot.kernel.sysctl;
  governor = config.powerManagement.cpuFreqGovernor;
  frequencies = { inherit (config.powerManagement.cpufreq) min max; };
  rivals = map (service: config.services.\${service}.enable) [ "auto-cpufreq" "power-profiles-daemon" "tlp" ];
  irqbalance = config.services.irqbalance.enable;
  watchdog = config.services.das_watchdog.enable;
  limits = builtins.filter (limit: limit.domain == "@audio") config.security.pam.loginLimits;
  rtirq = if config ? musnix then config.musnix.rtirq else null;
  realtime = config.musnix.kernel.realtime or null;
  setpci = builtins.match ".*-s 00:1b[.]0 latency_timer=ff.*" config.boot.postBootCommands != null;
  sampler = builtins.intersectAttrs { CPUAffinity = 1; ExecStart = 1; User = 1; } (config.systemd.services.sampler.serviceConfig or { });
}) machines`;

describe('RealtimeKernel, evaluated by Nix', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  it('sets what was asked for, on machines that turn every knob', async () => {
    const app = new App({ outdir: folder('cdk.out') });
    const machine = (name: string) => new NixosStack(app, name, { stateVersion: '26.05', hardware: 'test/support/hardware.nix' });

    const plain = machine('plain');
    new RealtimeKernel(plain, 'Kernel');
    new NixosOption(plain, 'Desktop', { path: 'services.desktopManager.plasma6.enable', value: true }); // brings power-profiles-daemon

    new RealtimeKernel(machine('patched'), 'Kernel', {
      preemption: Preemption.REALTIME,
      builtElsewhere: true,
      kernel: Kernel.series('6.12', Nixpkgs.unstable()),
      irqPriority: ['usb', 'snd'],
      swappiness: 10,
    });

    new RealtimeKernel(machine('unthreaded'), 'Kernel', { threadedIrqs: false, preemption: Preemption.LAZY, watchdog: true });

    const tuned = machine('tuned');
    new RealtimeKernel(tuned, 'Kernel', {
      kernel: Kernel.latest(),
      irqPriority: ['snd', 'usb'],
      rtirq: { high: 92, decrement: 3, low: 60, highList: ['timer'], nonThreaded: ['rtc'], resetAll: true },
      governor: Governor.SCHEDUTIL,
      minFrequency: 800_000,
      maxFrequency: 3_600_000,
      swappiness: 1,
      cpu: { count: 8, isolated: [6, 7], hyperThreading: false, mitigations: Mitigations.OFF, acceptMitigationRisk: true },
      power: { maxCState: 1, usbAutosuspend: false },
      scheduler: { realtimeRuntime: -1, timerMigration: false, skewTick: true },
      memory: { transparentHugepages: TransparentHugepages.NEVER, dirtyRatio: 10, dirtyBackgroundRatio: 3 },
      watchdog: true,
      nmiWatchdog: false,
      soundCardPciId: '00:1b.0',
    });
    const user = new StudioUser(tuned, 'Alice', { groups: ['audio'], hashedPasswordFile: '/etc/studio/alice.hash' });
    new SystemService(tuned, 'Sampler', {
      description: 'plays samples',
      command: ['/opt/sampler', '${builtins.throw "never"}'],
      user,
      cpus: [6, 7],
      realtimeLimit: 80,
    });
    app.synth();

    const found = (await evalFlake(folder('cdk.out'), 'nixosConfigurations', { apply: WANTED })) as Record<string, any>;
    const rtirq = {
      enable: false,
      highList: '',
      nameList: 'snd usb i8042',
      nonThreaded: 'rtc snd',
      prioDecr: 5,
      prioHigh: 90,
      prioLow: 51,
      resetAll: 0,
    };
    const limits = [
      { domain: '@audio', item: 'memlock', type: '-', value: 'unlimited' },
      { domain: '@audio', item: 'rtprio', type: '-', value: '99' },
      { domain: '@audio', item: 'nofile', type: 'soft', value: '99999' },
      { domain: '@audio', item: 'nofile', type: 'hard', value: '99999' },
    ];
    const usual = {
      toplevel: true,
      sysctl: { 'vm.swappiness': 10 },
      governor: 'performance',
      frequencies: { min: null, max: null },
      rivals: [false, false, false],
      irqbalance: false,
      watchdog: false,
      limits,
      rtirq,
      realtime: false,
      preemptRt: false,
      setpci: false,
      sampler: {},
    };

    const version = (series: string) => new RegExp(`^${series.replace('.', '\\.')}(\\.|$)`);
    const { kernel: plainKernel, ...plainRest } = found.plain;
    assert.match(plainKernel, version('6.18'));
    assert.deepEqual(plainRest, { ...usual, params: ['preempt=full', 'threadirqs'] });

    const { kernel: patchedKernel, ...patchedRest } = found.patched;
    assert.match(patchedKernel, version('6.12'));
    assert.deepEqual(patchedRest, {
      ...usual,
      params: ['threadirqs'],
      watchdog: true,
      rtirq: { ...rtirq, enable: true, nameList: 'usb snd' },
      realtime: true,
      preemptRt: true,
    });

    const { kernel: unthreadedKernel, ...unthreadedRest } = found.unthreaded;
    assert.match(unthreadedKernel, version('6.18'));
    assert.deepEqual(unthreadedRest, { ...usual, params: ['preempt=lazy'], watchdog: true, rtirq: null, realtime: null });

    const { kernel: tunedKernel, ...tunedRest } = found.tuned;
    assert.match(tunedKernel, version('7.1'));
    assert.deepEqual(tunedRest, {
      ...usual,
      params: [
        'preempt=full',
        'isolcpus=domain,managed_irq,6-7',
        'nohz_full=6-7',
        'rcu_nocbs=6-7',
        'irqaffinity=0-5',
        'nosmt',
        'mitigations=off',
        'intel_idle.max_cstate=1',
        'processor.max_cstate=1',
        'usbcore.autosuspend=-1',
        'skew_tick=1',
        'transparent_hugepage=never',
        'threadirqs',
      ],
      sysctl: {
        'kernel.nmi_watchdog': 0,
        'kernel.sched_rt_runtime_us': -1,
        'kernel.timer_migration': 0,
        'vm.dirty_background_ratio': 3,
        'vm.dirty_ratio': 10,
        'vm.swappiness': 1,
      },
      governor: 'schedutil',
      frequencies: { min: 800_000, max: 3_600_000 },
      watchdog: true,
      rtirq: {
        enable: true,
        highList: 'timer',
        nameList: 'snd usb',
        nonThreaded: 'rtc',
        prioDecr: 3,
        prioHigh: 92,
        prioLow: 60,
        resetAll: 1,
      },
      setpci: true,
      sampler: { CPUAffinity: '6 7', ExecStart: '/opt/sampler "$${builtins.throw \\"never\\"}"', User: 'alice' },
    });
  });
});
