import assert from 'node:assert/strict';
import type { CpuState } from '../../../src/realtime/snapshot';
import { aCpu, aKernel, said, verdict, waiting, wish } from './a-snapshot';

const cpus = (count: number, change: (id: number) => Partial<CpuState>) => ({
  cpus: Array.from({ length: count }, (_, id) => aCpu({ id, ...change(id) })),
});
const runs = (governor: string) => cpus(4, () => ({ governor }));

describe('the governor', () => {
  it('that saves power is an error, with the line to write', () => {
    const { status, found, fix } = verdict('governor', runs('powersave'), { preemption: wish('full' as const) });
    assert.deepEqual([status, found], ['error', 'powersave; «performance» keeps the clock up']);
    assert.match(fix?.construct ?? '', /governor: Governor\.PERFORMANCE/);
    assert.equal(fix?.source, 'bin/studio.ts:14', 'where the kernel is made');
  });

  it('is not what was asked for', () => {
    assert.equal(
      said('governor', runs('powersave'), { governor: wish('performance') }),
      'error: runs powersave, asked for performance (bin/studio.ts:14)',
    );
    assert.equal(
      said('governor', runs('performance'), { governor: wish('schedutil') }),
      'warning: runs performance, asked for schedutil (bin/studio.ts:14)',
    );
  });

  it('is what was asked for: somebody who wants to save is reminded, not told off', () => {
    const { status, found, fix } = verdict('governor', runs('powersave'), { governor: wish('powersave') });
    assert.equal(status, 'info');
    assert.match(found, /^powersave, as asked for \(bin\/studio\.ts:14\); «performance» keeps/);
    assert.equal(fix?.source, 'bin/studio.ts:14');
  });

  it('of some CPUs is named with them', () => {
    const mixed = cpus(256, (id) => ({ governor: id < 128 ? 'performance' : 'powersave' }));
    assert.match(said('governor', mixed), /^error: performance \(CPUs 0-127\), powersave \(CPUs 128-255\); /);
  });

  it('of a CPU that is offline does not count', () => {
    assert.match(
      said(
        'governor',
        cpus(4, (id) => (id === 3 ? { isOnline: false, governor: 'powersave' } : {})),
      ),
      /^ok: performance$/,
    );
  });

  it('is absent where there is none, which is no error', () => {
    const none = { ...cpus(2, () => ({ governor: undefined })), virtualization: 'kvm' };
    assert.equal(said('governor', none), 'absent: the CPUs have no governor, as in most virtual machines');
    assert.match(said('governor', none, { governor: wish('performance') }), /^absent: /);
  });
});

describe('frequencies', () => {
  it('are held against what was asked for, as near as the CPU has steps', () => {
    const machine = cpus(2, () => ({ minFrequency: 2_394_000 }));
    assert.equal(said('turbo_minfreq', machine, { minFrequency: wish(2_400_000) }), 'ok: 2.39 GHz to 4.8 GHz, as asked for');
    assert.match(
      said('turbo_minfreq', {}, { minFrequency: wish(2_400_000) }),
      /^warning: runs 400 MHz to 4\.8 GHz, asked for at least 2\.4 GHz/,
    );
    assert.match(said('turbo_minfreq', {}, { maxFrequency: wish(3_000_000) }), /^warning: .* asked for at most 3 GHz/);
  });

  it('that stay below what the CPU can are told', () => {
    assert.match(
      said(
        'turbo_minfreq',
        cpus(2, () => ({ maxFrequency: 1_200_000 })),
      ),
      /^info: 400 MHz to 1\.2 GHz, though it could run at 4\.8 GHz$/,
    );
  });
});

describe('hints about energy', () => {
  it('are told where they save', () => {
    assert.equal(
      said(
        'epp',
        cpus(4, () => ({ energyPreference: 'balance_power' })),
      ),
      'info: balance_power',
    );
    assert.equal(
      said(
        'epb',
        cpus(4, () => ({ energyBias: 6 })),
      ),
      'info: 6',
    );
    assert.match(
      said(
        'epb',
        cpus(4, () => ({ energyBias: undefined })),
      ),
      /^absent: /,
    );
  });
});

describe('sleep states', () => {
  const deep = {
    idle: {
      states: [
        { name: 'C1', latency: 2, isDisabled: false },
        { name: 'C10', latency: 890, isDisabled: false },
      ],
    },
  };

  it('are held against the buffer that was asked for', () => {
    assert.match(said('cstates', deep), /^info: C10 is the deepest, 890 µs to wake up; a buffer of 1\.33 ms/);
    const large = wish({ kind: 'pipewire' as const, quantum: 1024, rate: 48_000 });
    assert.match(said('cstates', deep, { audio: large }), /^ok: /);
  });

  it('do not matter while a program holds the CPU awake, or where they are off', () => {
    assert.match(said('cstates', { ...deep, dmaLatency: 10 }), /^ok: C1 is the deepest/);
    assert.match(said('cstates', { idle: { states: [{ name: 'C10', latency: 890, isDisabled: true }] } }), /^ok: /);
    assert.match(said('cstates', { idle: undefined }), /^absent: /);
  });

  it('come with a boot where their parameter does', () => {
    const asks = { kernelParams: [wish('intel_idle.max_cstate=1'), wish('processor.max_cstate=1')] };
    assert.match(said('cstates', { ...deep, ...waiting('processor.max_cstate=1') }, asks), /^pending: .*asked for at most C1/);
    assert.match(said('cstates', deep, asks), /^warning: .*asked for at most C1/);
  });
});

describe('hyper-threading', () => {
  it('that is on is on, whatever other tools say', () => {
    assert.match(said('smt', { smt: 'on' }), /^info: on; off is steadier/);
    assert.equal(said('smt', { smt: 'off' }), 'ok: off');
    assert.equal(said('smt', { smt: 'notsupported' }), 'ok: the CPU has none');
    assert.match(said('smt', { smt: undefined }), /^absent: /);
  });

  it('is held against nosmt', () => {
    const asks = { kernelParams: [wish('nosmt')] };
    assert.equal(said('smt', { smt: 'on' }, asks), 'warning: is on, asked for off (bin/studio.ts:14)');
    assert.match(said('smt', { smt: 'on', ...waiting('nosmt') }, asks), /^pending: /);
    assert.equal(said('smt', { smt: 'forceoff' }, asks), 'ok: off, as asked for');
  });
});

describe('mitigations', () => {
  it('are well where they are on: nobody is told to switch them off', () => {
    assert.equal(said('mitigations'), 'ok: on (auto)');
  });

  it('that are off are told, and reminded of where that was asked for', () => {
    const off = aKernel({ parameters: ['mitigations=off'] });
    assert.match(said('mitigations', off), /^info: off; any web page may read/);
    assert.match(said('mitigations', off, { kernelParams: [wish('mitigations=off')] }), /^info: off, as asked for/);
    assert.match(said('mitigations', {}, { kernelParams: [wish('mitigations=off')] }), /^warning: are on \(auto\), asked for off/);
  });
});

describe('isolated CPUs', () => {
  it('are those that were asked for, in any order', () => {
    assert.equal(said('isolation', { isolatedCpus: [2, 3] }, { isolatedCpus: wish([3, 2]) }), 'ok: CPUs 2-3, as asked for');
  });

  it('come with a boot, or are wrong', () => {
    const asks = { isolatedCpus: wish([2, 3]) };
    assert.match(said('isolation', waiting('isolcpus=domain,2-3'), asks), /^pending: runs with none, asked for CPUs 2-3/);
    assert.match(said('isolation', {}, asks), /^warning: runs with none, asked for CPUs 2-3/);
  });

  it('that nobody asked for are told', () => {
    assert.match(said('isolation', { isolatedCpus: [1] }), /^info: CPU 1; nobody asked for it/);
  });
});
