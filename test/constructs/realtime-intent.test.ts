import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { IConstruct } from 'constructs';
import { oddMember, type RealtimeEntry, type Wish } from '../../src/assembly';
import { AudioServer, JackServer, PipewireServer, SampleRate } from '../../src/constructs/audio';
import { NixosOption, NixosOptions } from '../../src/constructs/nixos-option';
import { Governor, Kernel, Preemption, RealtimeKernel, type RealtimeKernelProps } from '../../src/constructs/realtime';
import { realtimeIntent } from '../../src/constructs/realtime-intent';
import { Studio } from '../../src/constructs/studio';
import { StudioUser } from '../../src/constructs/studio-user';
import { Aspects, Duration, FlakeInput, invokeAspects } from '../../src/core';
import { Nix } from '../../src/nix';
import { NixosStack } from '../../src/stacks/nixos-stack';
import { station } from '../core/written';
import { App } from '../../src/core';
import { machine } from '../support/machine';

const intentOf = (stack: NixosStack): RealtimeEntry => realtimeIntent(stack._collect().modules) ?? {};

/** What a machine was asked to be, after somebody did something to it. */
function asked(act: (laptop: NixosStack) => void): RealtimeEntry {
  const laptop = machine();
  act(laptop);
  return intentOf(laptop);
}

const tuned = (props?: RealtimeKernelProps): RealtimeEntry => asked((laptop) => new RealtimeKernel(laptop, 'Kernel', props));
const set = (options: Record<string, unknown>): RealtimeEntry => asked((laptop) => new NixosOptions(laptop, 'Own', { options }));
const values = <T>(wishes: Readonly<Record<string, Wish<T>>> = {}): Record<string, T> =>
  Object.fromEntries(Object.entries(wishes).map(([name, { value }]) => [name, value]));
const params = ({ kernelParams = [] }: RealtimeEntry): string[] => kernelParams.map(({ value }) => value);

describe('The intent of a machine', () => {
  it('is none where nothing was asked', () => {
    assert.equal(realtimeIntent(machine()._collect().modules), undefined);
    assert.equal(realtimeIntent([]), undefined);
  });

  it('names the construct, the line and the option of each value', () => {
    const { sysctls } = asked((laptop) => laptop.overrideOption('boot.kernel.sysctl."vm.swappiness"', 60));
    const { source, ...wish } = sysctls!['vm.swappiness']!;
    assert.match(source!, /^test\/constructs\/realtime-intent\.test\.ts:\d+$/);
    assert.deepEqual(wish, {
      value: 60,
      path: 'studio-laptop/Override boot.kernel.sysctl."vm.swappiness"',
      option: 'boot.kernel.sysctl."vm.swappiness"',
    });
  });

  it('is the same however often it is asked for', () => {
    const laptop = machine();
    new RealtimeKernel(laptop, 'Kernel', { irqPriority: ['usb'], maxXruns: 0 });
    new Studio(laptop, 'Studio', { musician: 'alice' });
    assert.equal(JSON.stringify(intentOf(laptop)), JSON.stringify(intentOf(laptop)));
  });

  describe('of a RealtimeKernel', () => {
    it('has what musnix says by itself', () => {
      const intent = tuned();
      assert.equal(intent.governor!.value, 'performance');
      assert.equal(intent.threadedIrqs!.value, true);
      assert.equal(intent.preemption!.value, 'full');
      assert.deepEqual(params(intent), ['preempt=full', 'threadirqs']);
      assert.deepEqual(values(intent.sysctls), { 'vm.swappiness': 10 });
      assert.deepEqual(values(intent.limits), { memlock: 'unlimited', rtprio: 99, nofile: 99999 });
      assert.ok([intent.governor, intent.threadedIrqs].every((wish) => wish!.path === 'studio-laptop/Kernel'));
    });

    it('has what it was told', () => {
      const intent = tuned({
        governor: Governor.SCHEDUTIL,
        minFrequency: 800_000,
        maxFrequency: 3_600_000,
        swappiness: 1,
        irqPriority: ['usb', 'snd'],
        rtirq: { high: 92 },
        cpu: { count: 8, isolated: [2, 6, 7] },
        scheduler: { timerMigration: false },
      });
      assert.equal(intent.governor!.value, 'schedutil');
      assert.deepEqual([intent.minFrequency!.value, intent.maxFrequency!.value], [800_000, 3_600_000]);
      assert.deepEqual(values(intent.sysctls), { 'vm.swappiness': 1, 'kernel.timer_migration': 0 });
      assert.deepEqual([intent.irqOrder!.value, intent.irqPriority!.value], [['usb', 'snd'], 92]);
      assert.deepEqual(intent.isolatedCpus!.value, [2, 6, 7]);
      assert.equal(intent.services!['irqbalance.service']!.value, false);
    });

    it('has the services that would get in the way, off', () => {
      const { services } = tuned();
      for (const unit of ['tlp', 'power-profiles-daemon', 'auto-cpufreq']) assert.equal(services![`${unit}.service`]!.value, false);
    });

    it('has the priorities of rtirq where only its order was asked for', () => {
      assert.equal(tuned({ irqPriority: ['snd'] }).irqPriority!.value, 90);
      assert.deepEqual(tuned({ rtirq: {} }).irqOrder!.value, ['snd', 'usb', 'i8042']);
      assert.equal(tuned().irqOrder, undefined);
    });

    it('knows PREEMPT_RT, be it patched by musnix or by whoever made the kernel', () => {
      const realtime = { preemption: Preemption.REALTIME, builtElsewhere: true };
      const patched = tuned(realtime);
      assert.deepEqual([patched.preemption!.value, patched.preemption!.option], ['realtime', 'musnix.kernel.realtime']);
      assert.equal(patched.services!['das_watchdog.service']!.value, true);
      const input = new FlakeInput('kernels', { url: 'github:the-band/kernels' });
      const own = tuned({ ...realtime, kernel: Kernel.fromFlake(input, 'rt', { version: '6.12', preemptRt: true }) });
      assert.deepEqual([own.preemption!.value, own.preemption!.option], ['realtime', 'boot.kernelPackages']);
      assert.equal(own.threadedIrqs!.value, true);
    });

    it('asks for no PREEMPT_RT where another kernel was forced', () => {
      const { preemption } = asked((laptop) => {
        const kernel = Kernel.packages(Nix.pkgs('rt'), { version: '6.12', preemptRt: true });
        new RealtimeKernel(laptop, 'Kernel', { preemption: Preemption.REALTIME, kernel });
        laptop.overrideOption('boot.kernelPackages', Nix.pkgs('linuxPackages_latest'));
      });
      assert.equal(preemption, undefined);
    });

    it('without threaded interrupts has the same rights, from another hand', () => {
      const intent = tuned({ threadedIrqs: false });
      assert.equal(intent.threadedIrqs!.value, false);
      assert.deepEqual(values(intent.limits), { memlock: 'unlimited', rtprio: 99, nofile: 99999 });
      assert.deepEqual(params(intent), ['preempt=full']);
    });

    it('has its budget, and the programs that measure it', () => {
      const intent = tuned({ maxLatency: Duration.micros(150), maxXruns: 0 });
      assert.deepEqual(intent.budget!.value, { maxLatency: 150, maxXruns: 0, measureFor: 20, load: false, margin: 50, worse: 'warn' });
      assert.deepEqual([intent.latencyTest!.value, intent.latencyTest!.option], [true, 'environment.systemPackages']);
      assert.equal(tuned().budget, undefined);
    });

    it('has no budget that is none: synthesis refuses it anyhow', () =>
      assert.equal(tuned({ maxLatency: Duration.micros(NaN) }).budget, undefined));
  });

  describe('after others had their say', () => {
    it('has what an aspect adds', () => {
      const app = new App();
      const laptop = station(app, 'laptop');
      Aspects.of(app).add({
        visit: (node: IConstruct) => node instanceof NixosStack && node.overrideOption('services.irqbalance.enable', false),
      });
      invokeAspects(app);
      assert.equal(intentOf(laptop).services!['irqbalance.service']!.value, false);
    });

    it('has nothing of what a forced list leaves out', () => {
      const intent = asked((laptop) => {
        new RealtimeKernel(laptop, 'Kernel');
        laptop.overrideOption('boot.kernelParams', ['quiet']);
        laptop.overrideOption('boot.kernel.sysctl', { 'vm.dirty_ratio': 5 });
      });
      assert.deepEqual([params(intent), intent.threadedIrqs, intent.preemption], [['quiet'], undefined, undefined]);
      assert.deepEqual(values(intent.sysctls), { 'vm.dirty_ratio': 5 });
    });

    it('has nothing that only Nix can tell', () => {
      const intent = asked((laptop) => {
        new RealtimeKernel(laptop, 'Kernel');
        laptop.overrideOption('powerManagement.cpuFreqGovernor', Nix.raw('if true then "powersave" else "performance"'));
        laptop.overrideOption('boot.kernel.sysctl."vm.swappiness"', Nix.raw('40 + 2'));
        new NixosOption(laptop, 'If', {
          path: 'services.tlp.enable',
          value: Nix.mkIf(Nix.raw('config.networking.hostName == "x"'), Nix.mkForce(true)),
        });
        laptop.overrideOption('security', Nix.raw('{ rtkit.enable = true; }'));
        new NixosOption(laptop, 'Params', { path: 'boot.kernelParams', value: ['quiet', Nix.raw('"a" + "b"')] });
      });
      assert.deepEqual([intent.governor, intent.sysctls, intent.services!['tlp.service']], [undefined, undefined, undefined]);
      assert.deepEqual([intent.limits, params(intent)], [undefined, ['quiet', 'preempt=full', 'threadirqs']]);
    });

    it('has what counts under a condition that is no question', () =>
      assert.equal(set({ 'services.tlp.enable': Nix.mkIf(true, true) }).services!['tlp.service']!.value, true));

    it('has switches of the kernel as it shows them', () =>
      assert.deepEqual(values(set({ 'boot.kernel.sysctl."kernel.nmi_watchdog"': false }).sysctls), { 'kernel.nmi_watchdog': 0 }));
  });

  describe('for musicians', () => {
    it('has every member of the group audio, however they got there', () => {
      const { musicians } = asked((laptop) => {
        new StudioUser(laptop, 'Alice');
        new StudioUser(laptop, 'Guest', { groups: ['pipewire'] });
        new Studio(laptop, 'Studio', { musician: 'bela' });
        new NixosOptions(laptop, 'Own', { options: { 'users.groups.audio.members': ['cleo'], 'users.users.dora.group': 'audio' } });
      });
      assert.deepEqual(
        musicians!.map(({ value, path }) => [value, path]),
        [
          ['alice', 'studio-laptop/Alice'],
          ['bela', 'studio-laptop/Studio/Musician'],
          ['dora', 'studio-laptop/Own'],
          ['cleo', 'studio-laptop/Own'],
        ],
      );
    });

    it('has the hard limits of the group, the later one of two', () => {
      const limit = (domain: string, type: string, item: string, value: unknown) => ({ domain, type, item, value });
      const { limits } = set({
        'security.pam.loginLimits': [
          limit('@audio', '-', 'rtprio', '95'),
          limit('@audio', 'hard', 'rtprio', 98),
          limit('@audio', 'soft', 'nofile', 1024),
          limit('@audio', '-', 'memlock', -1),
          limit('alice', '-', 'nice', -19),
          limit('@audio', '-', 'core', Nix.raw('1 + 1')),
        ],
      });
      assert.deepEqual(values(limits), { rtprio: 98, memlock: 'unlimited' });
    });
  });

  describe('for the audio server', () => {
    it('has the quantum, rate and priority of PipeWire, its own where nothing was said', () => {
      const server = (props: object) => asked((laptop) => new PipewireServer(laptop, 'Audio', props)).audio!.value;
      assert.deepEqual(server({}), { kind: 'pipewire', quantum: 1024, rate: 48_000, priority: 88 });
      assert.deepEqual(server({ quantum: 64, rate: SampleRate.khz(96), priority: 80 }), {
        kind: 'pipewire',
        quantum: 64,
        rate: 96_000,
        priority: 80,
      });
      assert.equal(server({ maxQuantum: 256 }).quantum, 256); // where PipeWire moves its own
    });

    it('has what a later file of its configuration says', () => {
      const { audio } = asked((laptop) => {
        new PipewireServer(laptop, 'Audio', { quantum: 64 });
        new NixosOption(laptop, 'Live', {
          path: 'services.pipewire.extraConfig.pipewire."99-live"',
          value: { 'context.properties': { 'default.clock.quantum': 32 } },
        });
      });
      assert.deepEqual([audio!.value.quantum, audio!.path], [32, 'studio-laptop/Live']);
    });

    it('has none where only Nix knows its numbers', () => {
      for (const option of [
        '',
        '.pipewire',
        '.pipewire.live',
        '.pipewire.live."context.properties"',
        '.pipewire.live."context.properties"."default.clock.quantum"',
      ])
        for (const value of [Nix.raw('import ./live.nix'), Nix.mkForce(Nix.raw('import ./live.nix'))])
          assert.equal(
            set({ 'services.pipewire.enable': true, [`services.pipewire.extraConfig${option}`]: value }).audio,
            undefined,
            option,
          );
    });

    it('has JACK with its periods', () => {
      const { audio } = asked((laptop) => new JackServer(laptop, 'Audio', { device: 'hw:USB', period: 128, rate: SampleRate.CD }));
      assert.deepEqual(audio!.value, { kind: 'jack', quantum: 128, rate: 44_100, periods: 3, priority: 70 });
    });

    it('reads how people write the words of jackd', () => {
      const jack = (...extraOptions: unknown[]) =>
        set({ 'services.jack.jackd.enable': true, 'services.jack.jackd.extraOptions': extraOptions }).audio?.value;
      assert.deepEqual(jack('-R', '-P', '80', '-d', 'alsa', '-p', '64', '--rate=96000', '-n3'), {
        kind: 'jack',
        quantum: 64,
        rate: 96_000,
        periods: 3,
        priority: 80,
      });
      assert.deepEqual(jack('-p512', '-dalsa'), { kind: 'jack', quantum: 1024, rate: 48_000, periods: 2, priority: 10 });
      assert.equal(jack('-dalsa', Nix.raw('"-p" + "64"')), undefined);
    });

    it('has none where there is none, or where it was switched off', () => {
      assert.equal(tuned().audio, undefined);
      const off = asked((laptop) => {
        new Studio(laptop, 'Studio', { musician: 'alice', audio: AudioServer.pipewire({ quantum: 64 }) });
        laptop.overrideOption('services.pipewire.enable', false);
      });
      assert.equal(off.audio, undefined);
    });
  });

  it('is one that the reader of a manifest takes, whatever a program says', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constant(null),
    );
    const options = [
      ...['boot.kernelParams', 'services.jack.jackd.extraOptions', 'users.groups.audio.members'].map(
        (path) => [path, fc.array(anything)] as const,
      ),
      ...['powerManagement.cpuFreqGovernor', 'powerManagement.cpufreq.min', 'musnix.rtirq.prioHigh', 'musnix.rtirq.nameList'].map(
        (path) => [path, anything] as const,
      ),
      ['boot.kernel.sysctl', fc.dictionary(fc.string(), anything)] as const,
      ['security.pam.loginLimits', fc.array(fc.record({ domain: fc.constant('@audio'), item: fc.string(), value: anything }))] as const,
      ['services.pipewire.extraConfig.pipewire.x."context.properties"."default.clock.quantum"', anything] as const,
      ['services.pipewire.extraConfig.pipewire.x."context.properties"."default.clock.rate"', anything] as const,
    ];
    fc.assert(
      fc.property(fc.record(Object.fromEntries(options)), (said) => {
        const on = {
          'musnix.enable': true,
          'musnix.rtirq.enable': true,
          'services.pipewire.enable': true,
          'services.jack.jackd.enable': true,
        };
        const entry = set({ ...on, ...said });
        assert.equal(oddMember(entry), undefined, JSON.stringify(entry));
      }),
      { numRuns: 200 },
    );
  });
});
