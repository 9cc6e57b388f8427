import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { RealtimeEntry, Wish } from '../../src/assembly';
import { readManifest } from '../../src/assembly';
import { AudioServer, SampleRate } from '../../src/constructs/audio';
import { NixosOption } from '../../src/constructs/nixos-option';
import { Governor, Preemption, RealtimeKernel, type RealtimeKernelProps } from '../../src/constructs/realtime';
import { Studio } from '../../src/constructs/studio';
import { App } from '../../src/core';
import { Nix } from '../../src/nix';
import { NixosStack } from '../../src/stacks/nixos-stack';
import { evalFlake } from '../support/nix';
import { temporaryFolder } from '../support/temp';

/** What NixOS makes of the options that the intent speaks of. */
const FOUND = `machines: builtins.mapAttrs (_: { config, ... }: {
  governor = config.powerManagement.cpuFreqGovernor;
  kernelParams = builtins.filter (param: builtins.match "loglevel=.*|root=.*" param == null) config.boot.kernelParams;
  swappiness = config.boot.kernel.sysctl."vm.swappiness" or null;
  dirty = config.boot.kernel.sysctl."vm.dirty_ratio" or null;
  limits = builtins.filter (limit: limit.domain == "@audio" && limit.type != "soft") config.security.pam.loginLimits;
  tlp = config.services.tlp.enable;
  irqbalance = config.services.irqbalance.enable;
  rtkit = config.security.rtkit.enable;
  rtirq = config.musnix.rtirq or { enable = false; };
  musicians = builtins.filter (name: builtins.elem "audio" config.users.users.\${name}.extraGroups) (builtins.attrNames config.users.users);
  clock = (config.services.pipewire.extraConfig.pipewire."10-studio" or { })."context.properties" or { };
}) machines`;

/** Something that somebody does to a machine besides its constructs. None of it contradicts the rest at one priority. */
type Change = readonly [how: 'force' | 'default' | 'override' | 'set', option: string, value: unknown];

const governor = fc.constantFrom('performance', 'powersave', 'schedutil');
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(
    fc.constantFrom('force' as const, 'override' as const, 'default' as const),
    fc.constant('powerManagement.cpuFreqGovernor'),
    governor,
  ),
  fc.tuple(fc.constantFrom('override' as const, 'default' as const), fc.constant('boot.kernel.sysctl."vm.swappiness"'), fc.nat(200)),
  fc.tuple(fc.constantFrom('override' as const), fc.constant('boot.kernel.sysctl'), fc.record({ 'vm.dirty_ratio': fc.nat(100) })),
  fc.tuple(
    fc.constant('override' as const),
    fc.constant('boot.kernel'),
    fc.record({ sysctl: fc.record({ 'vm.swappiness': fc.nat(200) }) }),
  ),
  fc.tuple(
    fc.constantFrom('set' as const, 'override' as const, 'default' as const),
    fc.constant('boot.kernelParams'),
    fc.subarray(['quiet', 'nosmt']),
  ),
  fc.tuple(fc.constantFrom('override' as const, 'default' as const), fc.constant('services.tlp.enable'), fc.boolean()),
  fc.tuple(fc.constantFrom('set' as const, 'override' as const), fc.constant('services.irqbalance'), fc.record({ enable: fc.boolean() })),
  fc.tuple(fc.constant('override' as const), fc.constant('security.rtkit.enable'), fc.boolean()),
  fc.tuple(
    fc.constant('override' as const),
    fc.constant('services.pipewire.extraConfig.pipewire."10-studio"."context.properties"."default.clock.quantum"'),
    fc.constantFrom(32, 256),
  ),
  fc.tuple(
    fc.constantFrom('set' as const, 'override' as const),
    fc.constant('security.pam.loginLimits'),
    fc.constant([{ domain: '@audio', item: 'rtprio', type: '-', value: 95 }]),
  ),
  fc.tuple(fc.constantFrom('override' as const), fc.constant('users.users.alice.extraGroups'), fc.subarray(['audio', 'pipewire'])),
  fc.tuple(fc.constant('override' as const), fc.constant('musnix.rtirq.prioHigh'), fc.integer({ min: 60, max: 95 })),
);

const kernel: fc.Arbitrary<RealtimeKernelProps> = fc.record(
  {
    governor: fc.constantFrom(Governor.PERFORMANCE, Governor.SCHEDUTIL),
    swappiness: fc.nat(200),
    irqPriority: fc.constantFrom(['usb', 'snd'], ['snd']),
    preemption: fc.constantFrom(Preemption.FULL, Preemption.LAZY),
  },
  { requiredKeys: [] },
);

const studio = fc
  .record({ kernel, changes: fc.uniqueArray(change, { maxLength: 5, selector: ([, option]) => option }) })
  .map(({ kernel: props, changes }) => ({ kernel: props, changes: changes.filter((one) => !contradicts(one, props)) }));

/** What the kernel forces cannot be forced otherwise. */
const contradicts = ([how, option]: Change, { governor: wished, swappiness }: RealtimeKernelProps): boolean =>
  how !== 'default' &&
  ((/^boot\.kernel(\.|$)/.test(option) && swappiness !== undefined) || (option.includes('Governor') && wished === Governor.SCHEDUTIL));

function build(app: App, name: string, { kernel: props, changes }: { kernel: RealtimeKernelProps; changes: readonly Change[] }): void {
  const machine = new NixosStack(app, name, { stateVersion: '26.05', hardware: 'test/support/hardware.nix' });
  new RealtimeKernel(machine, 'Kernel', props);
  new Studio(machine, 'Studio', { musician: 'alice', audio: AudioServer.pipewire({ rate: SampleRate.hz(48000), quantum: 64 }), tools: [] });
  changes.forEach(([how, path, value], index) => {
    const weigh = { force: Nix.mkForce, default: Nix.mkDefault, override: Nix.mkForce, set: Nix.of }[how];
    if (how === 'override') machine.overrideOption(path, value);
    else new NixosOption(machine, `Change${index}`, { path, value: weigh.call(Nix, value) });
  });
}

const said = <T>(wish: Wish<T> | undefined): T | undefined => wish?.value;

/** The same questions, asked of the intent. */
function answers(intent: RealtimeEntry): Record<string, unknown> {
  const { audio, governor: wished, kernelParams = [], limits = {}, musicians = [], services = {}, sysctls = {} } = intent;
  return {
    governor: said(wished),
    kernelParams: kernelParams.map(({ value }) => value),
    swappiness: said(sysctls['vm.swappiness']),
    dirty: said(sysctls['vm.dirty_ratio']),
    limits: Object.fromEntries(Object.entries(limits).map(([item, wish]) => [item, String(wish.value)])),
    tlp: said(services['tlp.service']),
    irqbalance: said(services['irqbalance.service']) ?? false,
    rtkit: said(services['rtkit-daemon.service']),
    rtirq: said(services['rtirq.service']) ? [said(intent.irqOrder), said(intent.irqPriority)] : false,
    musicians: musicians.map(({ value }) => value),
    quantum: said(audio)?.quantum,
  };
}

/** And of NixOS. */
function evaluated(found: Record<string, any>): Record<string, unknown> {
  const { clock, limits, rtirq, ...rest } = found;
  return {
    ...rest,
    swappiness: found.swappiness ?? undefined,
    dirty: found.dirty ?? undefined,
    limits: Object.fromEntries(limits.map(({ item, value }: { item: string; value: unknown }) => [item, String(value)])),
    rtirq: rtirq.enable ? [rtirq.nameList.split(' '), rtirq.prioHigh] : false,
    quantum: clock['default.clock.quantum'],
  };
}

describe('The intent of a machine, beside what Nix evaluates', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  it('says the same, whatever somebody overrides, weakens or adds', async () => {
    const studios = fc.sample(studio, { numRuns: 40, seed: 5 });
    const app = new App({ outdir: folder('cdk.out') });
    studios.forEach((one, index) => build(app, `machine-${index}`, one));
    app.synth();
    const found = (await evalFlake(folder('cdk.out'), 'nixosConfigurations', { apply: FOUND })) as Record<string, Record<string, any>>;
    for (const { name, realtime } of readManifest(folder('cdk.out')).stacks)
      assert.deepEqual(
        answers(realtime!),
        evaluated(found[name]!),
        `${name}: ${JSON.stringify(studios[Number(name.split('-')[1])], null, 1)}`,
      );
  });
});
