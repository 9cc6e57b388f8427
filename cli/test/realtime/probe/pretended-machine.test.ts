import assert from 'node:assert/strict';
import { takeSnapshot } from '../../../src/realtime/probe/take-snapshot';
import type { RunProgram } from '../../../src/realtime/run-program';
import type { Snapshot } from '../../../src/realtime/snapshot';
import { studioMachine } from './studio-machine';
import { as, describeUnless, has, PretendedMachine, whyNoNamespace } from './support';

describeUnless(whyNoNamespace('setpriv', 'runuser'), 'the probe on a studio machine (its files laid over /sys and /proc)', () => {
  const machine = new PretendedMachine(studioMachine({ offline: [5] }));
  let root: Snapshot;
  let anna: Snapshot;
  before(async () => {
    [root, anna] = await Promise.all([
      takeSnapshot(machine.run(), { musicians: ['anna', 'bob', 'ghost'], sysctls: ['vm.overcommit_memory'] }),
      takeSnapshot(machine.run(as('anna')), { musicians: ['anna', 'bob'] }),
    ]);
  });
  after(() => machine.remove());

  it('says who looked, and at what', () => {
    assert.deepEqual(
      [root.user, anna.user],
      [
        { name: 'root', uid: 0 },
        { name: 'anna', uid: 1000 },
      ],
    );
    assert.deepEqual(root.os, { id: 'nixos', version: '25.11' });
    assert.equal(root.hostname, 'studio-laptop');
    assert.equal(root.uptime, 5025.12);
    assert.equal(root.bootId, '7b1dfd9e-5a0c-4a57-a4c4-4f2c4c4b1a11');
    assert.ok(Math.abs(root.at - Date.now() / 1000) < 60);
  });

  it('reads the kernel, its command line, its configuration, and what is in force', () => {
    assert.equal(root.kernel.release, '6.12.40-rt11');
    assert.match(root.kernel.version, /PREEMPT_RT/);
    assert.equal(root.kernel.isRealtime, true);
    assert.equal(root.kernel.preemptInForce, 'full');
    assert.deepEqual(root.kernel.parameters.slice(1), ['threadirqs', 'preempt=full', 'isolcpus=2,3', 'dyndbg="file a.c +p"', 'quiet']);
    assert.deepEqual(root.kernel.config, {
      CONFIG_HZ_1000: 'y',
      CONFIG_HZ: '1000',
      CONFIG_PREEMPT_RT: 'y',
      CONFIG_PREEMPT_VOLUNTARY: 'n',
      CONFIG_HIGH_RES_TIMERS: 'y',
    });
  });

  it('knows each CPU, and which of them sleeps', () => {
    assert.equal(root.cpus.length, 8);
    assert.deepEqual(root.cpus[7], {
      id: 7,
      isOnline: true,
      driver: 'intel_pstate',
      governor: 'performance',
      governors: ['performance', 'powersave'],
      minFrequency: 800_000,
      maxFrequency: 4_200_000,
      hardwareMaxFrequency: 4_700_000,
      frequency: 3_600_125,
      energyPreference: 'performance',
      energyBias: 0,
    });
    assert.deepEqual(root.cpus[5], { id: 5, isOnline: false });
    assert.equal(root.cpuModel, 'Sound CPU');
    assert.deepEqual([root.isolatedCpus, root.nohzFullCpus, root.smt], [[2, 3], [], 'off']);
    assert.equal(root.vulnerabilities['spectre_v2'], 'Mitigation: Enhanced IBRS; PBRSB-eIBRS: SW sequence');
  });

  it('lists idle states in their order', () => {
    assert.deepEqual(root.idle, {
      driver: 'intel_idle',
      states: [
        { name: 'POLL', latency: 0, isDisabled: false },
        { name: 'C1E', latency: 10, isDisabled: false },
        { name: 'C10', latency: 890, isDisabled: true },
      ],
    });
  });

  it('reads settings of the kernel, those asked for as well', () => {
    assert.deepEqual(root.sysctls, {
      'vm.swappiness': '10',
      'vm.dirty_ratio': '10',
      'dev.hpet.max-user-freq': '2048',
      'vm.overcommit_memory': '1',
    });
    assert.equal('vm.overcommit_memory' in anna.sysctls, false);
    assert.deepEqual([root.hasSwap, root.transparentHugepages, root.rtcMaxUserFreq], [true, 'madvise', 64]);
    assert.deepEqual([root.clocksource, root.clocksources], ['tsc', ['tsc', 'hpet', 'acpi_pm']]);
    assert.deepEqual([root.usbAutosuspend, root.hdaPowerSave], [-1, 1]);
  });

  it('knows who shares an interrupt, its priority, and where it runs', () => {
    assert.deepEqual(root.irqs, [
      {
        irq: 16,
        actions: ['snd_hda_intel:card0', 'ehci_hcd:usb3'],
        affinity: [0, 1, 2, 3, 4, 5, 6, 7],
        effectiveAffinity: [4],
        priority: 90,
      },
      { irq: 31, actions: ['xhci_hcd'], affinity: [1], priority: 85 },
    ]);
  });

  it('finds all realtime threads, whatever their names, highest first', () => {
    assert.deepEqual(
      root.realtimeThreads.map(({ tid, class: kind, priority, name }) => [tid, kind, priority, name]),
      [
        [200, 'FF', 90, 'irq/16-snd_hda_'],
        [202, 'FF', 85, 'irq/31-xhci_hcd'],
        [701, 'RR', 70, 'Audio (x) y'],
        [201, 'FF', 50, 'irq/16-ehci_hcd'],
      ],
    );
    assert.equal(root.realtimeThreads[2]?.user, 'anna');
  });

  it('knows both sound cards, where they hang, and the stream that is open', () => {
    const [inside, outside] = root.cards;
    assert.deepEqual(inside, {
      index: 0,
      id: 'PCH',
      name: 'HDA Intel PCH',
      driver: 'snd_hda_intel',
      path: '0000:00:1f.3',
      irqs: [16],
      streams: [],
    });
    assert.deepEqual(outside, {
      index: 1,
      id: 'USB',
      name: 'Scarlett 2i2 USB',
      driver: 'snd-usb-audio',
      path: 'usb-0000:00:14.0-2',
      usb: '1-2',
      irqs: [31],
      streams: [
        {
          name: 'pcm0p',
          direction: 'playback',
          state: 'RUNNING',
          period: 128,
          buffer: 384,
          rate: 48_000,
          format: 'S32_LE',
          channels: 2,
          owner: 700,
        },
      ],
    });
    assert.equal(root.cards.length, 2);
  });

  it('knows what hangs on USB, and which of it is for sound', () => {
    assert.deepEqual(root.usb, [
      { name: '1-2', vendor: 'Focus: rite', product: 'Scarlett 2i2: USB/3rd', power: 'on', speed: 480, isAudio: true },
      { name: '1-3', vendor: '046d', speed: 1.5, isAudio: false },
      { name: 'usb1', vendor: '1d6b', power: 'auto', isAudio: false },
    ]);
  });

  it('names programs of a take and those in the way as they are called, wrapped or cut', () => {
    assert.deepEqual(root.daws, [{ program: 'reaper', user: 'anna', pid: 700 }]);
    assert.deepEqual(root.processes, ['irqbalance', 'power-profiles-daemon']);
  });

  it('says what waits for a reboot', () => {
    assert.deepEqual(root.pendingReboot, {
      pending: true,
      current: '/run/system-2',
      bootedParams: ['threadirqs', 'loglevel=4'],
      currentParams: ['threadirqs', 'preempt=full', 'loglevel=4'],
    });
  });

  it('as root, sees the limits of a login session of each musician', () => {
    const [she, he, ghost] = root.musicians;
    assert.deepEqual([she?.name, she?.exists, she?.groups], ['anna', true, ['users', 'audio', 'video']]);
    assert.deepEqual([she?.limits?.from, she?.limits?.nofile], ['login', 4321]); // what /etc/security says for @audio
    assert.equal(he?.limits?.from, 'login');
    assert.notEqual(he?.limits?.nofile, 4321);
    assert.equal(he?.mayHoldDmaLatency, false);
    assert.deepEqual(ghost, { name: 'ghost', exists: false, groups: [] });
    assert.equal(root.audioGroups, 2);
    assert.deepEqual(root.unseen, []);
  });

  it('as a musician, sees its own limits, and says what it did not see', () => {
    assert.equal(anna.musicians[0]?.limits?.from, 'self');
    assert.equal(anna.musicians[1]?.limits, undefined); // bob runs nothing
    assert.deepEqual(anna.unseen, [
      'dmaLatency',
      'musicians.bob.limits',
      'musicians.bob.maySetRealtime',
      'musicians.bob.mayHoldDmaLatency',
    ]);
  });

  it('sees that realtime was granted, by trying', async () => {
    const granted = ['setpriv', '--reuid=anna', '--regid=users', '--init-groups', '--inh-caps=+sys_nice', '--ambient-caps=+sys_nice', '--'];
    assert.equal((await takeSnapshot(machine.run(granted))).musicians[0]?.maySetRealtime, true);
    assert.equal(anna.musicians[0]?.maySetRealtime, false);
  });

  it("as somebody else, sees a musician's limits at one of her programs", async () => {
    const [she] = (await takeSnapshot(machine.run(as('bob')), { musicians: ['anna'] })).musicians;
    assert.deepEqual(she?.limits, { rtprio: 95, memlock: 'unlimited', nofile: 524_288, from: 'process' });
    assert.equal(she?.maySetRealtime, undefined);
  });

  it('finds by itself who makes music', async () => {
    const names = async (run: RunProgram): Promise<readonly string[]> => (await takeSnapshot(run)).musicians.map(({ name }) => name);
    assert.deepEqual(await names(machine.run()), ['anna']);
    assert.deepEqual(await names(machine.run(as('bob'))), ['bob', 'anna']);
  });

  for (const shell of ['dash', 'bash', 'busybox']) {
    it(`says the same in ${shell}`, async function () {
      if (!has(shell)) {
        this.test!.title += ` (left out: there is no ${shell})`;
        this.skip();
      }
      const applet = shell === 'busybox' ? ['busybox', 'sh'] : [shell];
      const run = machine.run();
      const other = await takeSnapshot((argv, input) => run([...applet, ...argv.slice(1)], input), {
        musicians: ['anna', 'bob', 'ghost'],
        sysctls: ['vm.overcommit_memory'],
      });
      assert.deepEqual({ ...other, at: 0 }, { ...root, at: 0 });
    });
  }
});

describeUnless(whyNoNamespace('setpriv', 'runuser'), 'the probe on a machine of 256 CPUs', () => {
  const large = new PretendedMachine({ ...studioMachine({ cpus: 256 }), ...interrupts(2000) });
  const small = new PretendedMachine(studioMachine({ cpus: 2 }));
  after(() => (large.remove(), small.remove()));

  it('sees all of them, and starts no more programs than for two', async () => {
    const started = async (machine: PretendedMachine): Promise<{ readonly processes: number; readonly snapshot: Snapshot }> => {
      let processes = NaN;
      const run = machine.run();
      const counting: RunProgram = async (argv, input) => {
        const result = await run(argv, input);
        processes = Number(result.stderr.trim().split('\n').at(-1));
        return result;
      };
      return { snapshot: await takeSnapshot(counting, { musicians: ['anna'] }), processes };
    };
    const [many, few] = [await started(large), await started(small)];
    assert.equal(many.snapshot.cpus.length, 256);
    assert.ok(many.snapshot.cpus.every(({ governor, isOnline }) => governor === 'performance' && isOnline));
    assert.equal(many.snapshot.irqs.length, 2002);
    assert.ok(few.processes < 120, `${few.processes} processes`);
    assert.ok(many.processes - few.processes < 12, `${many.processes} processes for 256 CPUs, ${few.processes} for two`);
  });
});

function interrupts(count: number): Record<string, string> {
  const numbers = Array.from({ length: count }, (_, index) => 100 + index);
  return Object.fromEntries(
    numbers.flatMap((irq) => [
      [`sys/kernel/irq/${irq}/actions`, `nvme0q${irq}`],
      [`proc/irq/${irq}/smp_affinity_list`, '0-255'],
      [`proc/irq/${irq}/effective_affinity_list`, '17'],
    ]),
  );
}
