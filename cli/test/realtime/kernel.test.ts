import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { RealtimeEntry, Wish } from '../../../src/assembly/realtime';
import { describeOnKernel, KernelMachine } from '../../../test/kernel';
import { judge } from '../../src/realtime/checks/judge';
import { isRefused, measure, runOn } from '../../src/realtime/measure';
import { takeSnapshot } from '../../src/realtime/probe/take-snapshot';
import { remote } from '../../src/realtime/run-program';
import type { Irq, Snapshot } from '../../src/realtime/snapshot';
import type { CheckResult } from '../../src/realtime/verdict';
import { openSsh } from '../../src/ssh/connect';
import type { Connection } from '../../src/ssh/connection';
import { nobody } from '../ssh/support/person';
import { cdk, REPOSITORY } from '../support/cli';
import { manifest, projectWriting, stack } from '../support/studio';

const wish = <T>(value: T): Wish<T> => ({ value, path: 'studio-laptop/Kernel', source: 'bin/studio.ts:14', option: 'boot' });

/** What the studio asks of it. The machine was booted before `skew_tick=1` was added. */
const ASKED: RealtimeEntry = {
  preemption: wish('realtime'),
  threadedIrqs: wish(true),
  kernelParams: ['isolcpus=1', 'irqaffinity=0', 'skew_tick=1'].map(wish),
  sysctls: { 'vm.swappiness': wish(10) },
  irqOrder: wish(['usb']),
  isolatedCpus: wish([1]),
  audio: wish({ kind: 'jack', quantum: 256, rate: 48_000, periods: 3, priority: 70 }),
  musicians: [wish('alice')],
  limits: { rtprio: wish(99), memlock: wish('unlimited') },
};

describeOnKernel('a machine with PREEMPT_RT', { parameters: ['isolcpus=1', 'irqaffinity=0'] }, (machine) => {
  let alice: Connection;
  let root: Connection;
  let asBooted: Snapshot;

  const login = (user: string): Promise<Connection> =>
    openSsh({ configFile: machine().sshConfig, person: nobody }).connect({ host: KernelMachine.NAME, user });

  before(async () => {
    [alice, root] = await Promise.all([login('alice'), login('root')]);
    asBooted = await takeSnapshot(remote(root), { musicians: ['alice', 'bob'] });
  });
  after(() => Promise.all([alice, root].map((connection) => connection?.close())));

  const asRoot = async (script: string): Promise<void> => {
    const { code, stderr } = await root.run({ argv: ['sh', '-euc', script] });
    assert.deepEqual([code, stderr], [0, '']);
  };

  it('says that its kernel is a realtime one', () => {
    const { kernel } = asBooted;
    assert.equal(kernel.isRealtime, true);
    assert.match(kernel.version, /PREEMPT_RT/);
    assert.equal(kernel.config?.['CONFIG_PREEMPT_RT'], 'y');
    assert.equal(resultOf(asBooted, 'preempt_rt').status, 'ok');
    assert.equal(resultOf(asBooted, 'threaded_irqs').status, 'ok');
  });

  it('gives a login of alice, who is in the group audio, what pam_limits says, and bob nothing', () => {
    const [forAlice, forBob] = asBooted.musicians;
    assert.deepEqual(forAlice?.limits, { rtprio: 99, memlock: 'unlimited', nofile: 99_999, from: 'login' });
    assert.deepEqual([forAlice?.maySetRealtime, forAlice?.mayHoldDmaLatency], [true, true]);
    assert.deepEqual([forBob?.groups, forBob?.limits?.rtprio, forBob?.maySetRealtime], [['bob'], 0, false]);
    assert.deepEqual([only('bob', 'rtprio_limit'), only('alice', 'rtprio_limit')], ['error', 'ok']);
    assert.deepEqual([only('bob', 'rtprio_settable'), only('alice', 'rtprio_settable')], ['error', 'ok']);
  });

  /** What a check says when only one of them makes music. */
  const only = (name: string, id: string): string =>
    resultOf({ ...asBooted, musicians: asBooted.musicians.filter((musician) => musician.name === name) }, id).status;

  it('tells alice herself the same, all but what only root sees', async () => {
    const { user, unseen, musicians, kernel } = await takeSnapshot(remote(alice));
    assert.equal(user.name, 'alice');
    assert.deepEqual(unseen, ['kernel.preemptInForce']);
    assert.deepEqual(musicians, [{ ...asBooted.musicians[0], limits: { ...asBooted.musicians[0]?.limits, from: 'self' } }]);
    assert.deepEqual(kernel, asBooted.kernel);
  });

  it('keeps the CPU free that it was booted to keep free, of interrupts as well', () => {
    assert.deepEqual(asBooted.isolatedCpus, [1]);
    for (const { affinity } of usbIrqs(asBooted)) assert.deepEqual(affinity, [0]);
    assert.equal(resultOf(asBooted, 'isolation').status, 'ok');
  });

  it('handles every interrupt of a device in a thread, of priority 50', () => {
    const threads = asBooted.irqs.filter(({ actions }) => !actions.includes('timer'));
    assert.ok(threads.length >= 5, `${threads.length} interrupts`);
    for (const { irq, priority } of threads) assert.equal(priority, 50, `IRQ ${irq}`);
    assert.equal(resultOf(asBooted, 'irq_thread_priority').status, 'warning', 'they were asked to stand above others');
  });

  describe('that is tuned, and plays', () => {
    let tuned: Snapshot;

    before(async () => {
      // As rtirq does it.
      const threads = asBooted.realtimeThreads.filter(({ name }) => name.endsWith('-xhci_hcd'));
      await asRoot(threads.map(({ tid }) => `chrt -f -p 90 ${tid}`).join('\n'));
      await asRoot('echo 10 >/proc/sys/vm/swappiness');
      // What NixOS leaves there after a switch that needs a reboot.
      await asRoot(`mkdir /run/system-1 /run/system-2
cat /proc/cmdline >/run/system-1/kernel-params
echo "$(cat /proc/cmdline) skew_tick=1" >/run/system-2/kernel-params
ln -s /run/system-1 /run/booted-system
ln -s /run/system-2 /run/current-system`);
      const jack = 'exec env JACK_NO_AUDIO_RESERVATION=1 jackd -R -P 70 -d alsa -P -d hw:0 -r 48000 -p 256 -n 3 >/tmp/jack 2>&1 </dev/null';
      await alice.run({
        argv: ['sh', '-c', `(${jack}) & until jack_lsp 2>/dev/null | grep -q system; do sleep 0.2; done`],
        timeoutMs: 60_000,
      });
      tuned = await takeSnapshot(remote(root));
    });

    it('has the priorities, and all is as it was asked for', () => {
      for (const { priority } of usbIrqs(tuned)) assert.equal(priority, 90);
      for (const id of ['preempt_rt', 'threaded_irqs', 'irq_thread_priority', 'rtprio_limit', 'memlock_limit', 'swappiness', 'isolation'])
        assert.equal(resultOf(tuned, id).status, 'ok', resultOf(tuned, id).found);
    });

    it('waits for a reboot where only that is missing', () => {
      assert.equal(tuned.pendingReboot?.pending, true);
      const { status, found } = resultOf(tuned, 'kernel_params');
      assert.equal(status, 'pending', found);
    });

    it('runs JACK for alice on a USB card, at the priority that she asked for', () => {
      const { jack, cards } = tuned;
      assert.deepEqual(
        { ...jack, pid: 0 },
        { user: 'alice', pid: 0, quantum: 256, rate: 48_000, periods: 3, priority: 70, isRealtime: true, clients: [] },
      );
      assert.equal(cards.length, 1);
      assert.equal(cards[0]?.driver, 'snd-usb-audio');
      const [stream] = cards[0].streams;
      assert.deepEqual([stream?.direction, stream?.period, stream?.buffer, stream?.rate], ['playback', 256, 768, 48_000]);
      assert.equal(stream?.owner, jack?.pid);
      assert.equal(resultOf(tuned, 'jack_running').status, 'ok');
    });

    it('is examined by cdk doctor over ssh, as alice', () => {
      const target = { host: KernelMachine.NAME, user: 'alice' };
      const folder = projectWriting(manifest([stack('studio-laptop', { target, realtime: ASKED })]));
      const { code, out, err } = cdk(['doctor', 'studio-laptop', '--json', '--ssh-config', machine().sshConfig], { cwd: folder });
      assert.deepEqual([code, err], [0, ''], 'nothing is wrong with it');
      const [examined] = (JSON.parse(out) as { machines: readonly { seenBy: string; checks: readonly CheckResult[] }[] }).machines;
      assert.equal(examined?.seenBy, 'alice');
      const statuses = Object.fromEntries(examined.checks.map(({ id, status }) => [id, status]));
      const { preempt_rt, irq_thread_priority, rtprio_limit, rtprio_settable, jack_running, kernel_params, clocksource } = statuses;
      assert.deepEqual([preempt_rt, irq_thread_priority, rtprio_limit, rtprio_settable, jack_running], ['ok', 'ok', 'ok', 'ok', 'ok']);
      assert.equal(kernel_params, 'pending');
      assert.equal(clocksource, 'warning', 'an emulated processor has no clock that is quick to read');
    });
  });

  describe('that is measured', () => {
    // A thousand interrupts a second are much for an emulated processor.
    before(() => asRoot('killall jackd'));

    for (const load of [false, true])
      it(`tells alice how late JACK would be${load ? ' while other work goes on' : ''}`, async () => {
        const measured = await measure(runOn(alice), { stack: 'studio-laptop', seconds: 1, load, intent: ASKED });
        assert.deepEqual(measured.settings, { priority: 70, interval: 5333, load, defaultSystem: true });
        assert.deepEqual(measured.buffer, { quantum: 256, rate: 48_000 });
        assert.equal(measured.machine.isRealtime, true);
        assert.equal(measured.machine.kernel, asBooted.kernel.release);
        assert.deepEqual(
          measured.threads.map(({ cpu }) => cpu),
          [0, 1],
          'the isolated CPU as well',
        );
        for (const { samples, min, mean, max, histogram, overflows } of measured.threads) {
          // An emulated processor keeps no promise but these.
          assert.ok(samples > 0 && samples < 400, `${samples} samples in a second`);
          assert.ok(0 < min && min <= mean && mean <= max, `${min} ${mean} ${max}`);
          assert.equal(
            histogram.reduce((sum, [, count]) => sum + count, overflows),
            samples,
          );
        }
      });

    it('refuses bob, who has no realtime priority', async () => {
      const bob = await login('bob');
      try {
        await assert.rejects(measure(runOn(bob), { stack: 'studio-laptop', seconds: 1, intent: ASKED }), (error) => {
          assert.match((error as Error).message, /does not let us wake up at realtime priority 70, whose limit is 0\./);
          return isRefused(error);
        });
      } finally {
        await bob.close();
      }
    });
  });
});

describe('the first process of the machine with PREEMPT_RT', () => {
  it('is clean for shellcheck', function () {
    const { error, stdout } = spawnSync('shellcheck', [join(REPOSITORY, 'test/kernel/root/init')], { encoding: 'utf8' });
    if (error) this.skip();
    assert.equal(stdout, '');
  });
});

function resultOf(snapshot: Snapshot, id: string): CheckResult {
  const result = judge(snapshot, ASKED).find((candidate) => candidate.id === id);
  assert.ok(result, id);
  return result;
}

const usbIrqs = ({ irqs }: Snapshot): readonly Irq[] => irqs.filter(({ actions }) => actions.includes('xhci_hcd'));
