import assert from 'node:assert/strict';
import type { Irq } from '../../../src/realtime/snapshot';
import { aCard, aKernel, said, verdict, waiting, wish } from './a-snapshot';

const usb = (changes: Partial<Irq> = {}): Irq => ({ irq: 129, actions: ['xhci_hcd'], effectiveAffinity: [1], priority: 90, ...changes });
const sound = (changes: Partial<Irq> = {}): Irq => ({
  irq: 31,
  actions: ['snd_hda_intel:card0'],
  effectiveAffinity: [2],
  priority: 85,
  ...changes,
});
const ASKS = { irqOrder: wish(['usb', 'snd']) };

describe('interrupts that share a line', () => {
  it('crackle with a stranger', () => {
    assert.equal(
      said('irq_sound_shared', { irqs: [sound({ actions: ['snd_hda_intel:card0', 'i915'] })] }),
      'warning: shared: IRQ 31 (snd_hda_intel:card0, i915)',
    );
    assert.match(said('irq_usb_shared', { irqs: [usb({ actions: ['xhci_hcd', 'nvme0q1'] })] }), /^warning: /);
  });

  it('do little harm among their own kind, or where no interface is plugged in', () => {
    assert.match(
      said('irq_usb_shared', { irqs: [usb({ actions: ['ehci_hcd:usb1', 'ehci_hcd:usb2'] })] }),
      /^info: .*among their own kind$/,
    );
    assert.match(
      said('irq_usb_shared', { irqs: [usb({ actions: ['xhci_hcd', 'i801_smbus'] })], cards: [] }),
      /^info: .*no interface is plugged in$/,
    );
  });

  it('are absent without such a device, and unknown where they are not to be seen', () => {
    assert.match(said('irq_sound_shared', { irqs: [usb()] }), /^absent: /);
    assert.match(said('irq_sound_shared', { irqs: [], unseen: ['irqs'] }), /^unknown: /);
  });
});

describe('priorities of interrupts', () => {
  it('stand as they were asked for', () => {
    assert.match(said('irq_thread_priority', { irqs: [usb(), sound()] }, ASKS), /^ok: IRQ 129 .* 90, IRQ 31 .* 85, as asked for$/);
    assert.match(
      said('irq_thread_priority', { irqs: [usb({ priority: 50 }), sound()] }, ASKS),
      /^warning: IRQ 31 .* 85, IRQ 129 .* 50, asked for usb before snd \(bin\/studio\.ts:14\)$/,
    );
    assert.match(said('irq_thread_priority', { irqs: [usb({ priority: 80 }), sound()] }, ASKS), /^warning: /);
  });

  it('are asked of the devices that are there', () => {
    assert.match(said('irq_thread_priority', { irqs: [usb()] }, { irqOrder: wish(['usb', 'snd', 'firewire']) }), /^ok: /);
  });

  it('of 50 are those of any device', () => {
    assert.match(said('irq_thread_priority', { irqs: [usb({ priority: 50 })] }), /^info: .*not before other devices$/);
    assert.match(said('irq_thread_priority', { irqs: [usb({ priority: 85 })] }), /^info: .*behind the sound server, 88$/);
  });

  it('are none where interrupts are no threads', () => {
    const plain = { irqs: [usb({ priority: undefined })], ...aKernel({ parameters: [] }) };
    assert.match(said('irq_thread_priority', plain), /^info: .*no thread, so no priority$/);
    assert.match(said('irq_thread_priority', { ...plain, ...waiting('threadirqs') }), /^pending: /);
    assert.match(said('irq_thread_priority', { ...plain, unseen: ['realtimeThreads'] }), /^unknown: /);
    assert.match(said('irq_thread_priority', { ...plain, unseen: ['irqs.affinity'] }), /^info: /);
    assert.match(said('threaded_irqs', plain), /^warning: no threads; /);
    assert.match(said('threaded_irqs', { ...plain, ...waiting('threadirqs') }), /^pending: /);
    assert.match(said('threaded_irqs', plain, { threadedIrqs: wish(true) }), /^warning: runs no threads, asked for threads \(bin/);
    assert.match(said('threaded_irqs', plain, { threadedIrqs: wish(false) }), /^info: no threads, as asked for/);
  });

  it('do not matter without a card', () => {
    assert.match(said('irq_thread_priority', { cards: [] }), /^absent: /);
  });
});

describe('rtirq', () => {
  it('has to have run where priorities were asked for', () => {
    assert.match(
      said('rtirq', { units: { 'rtirq.service': 'failed' } }, ASKS),
      /^warning: does not run \(failed\), asked for a running one/,
    );
    assert.match(said('rtirq', { units: {} }, ASKS), /^warning: does not run \(not there\)/);
    assert.match(said('rtirq', { units: { 'rtirq.service': 'active' } }, ASKS), /^ok: /);
    assert.match(said('rtirq', { units: undefined }, ASKS), /^unknown: /);
    assert.match(said('rtirq', { units: {} }), /^absent: /);
    assert.match(said('rtirq', { units: { 'rtirq.service': 'failed' } }), /^warning: failed$/);
  });
});

describe('where interrupts run', () => {
  it('is told, and questioned where that CPU is isolated', () => {
    assert.equal(said('irq_affinity', { irqs: [usb(), sound()] }), 'ok: CPUs 1-2');
    assert.match(said('irq_affinity', { irqs: [usb()], isolatedCpus: [1] }), /^info: CPU 1, of which CPU 1 is isolated$/);
  });

  it('is held against irqaffinity', () => {
    const asks = { kernelParams: [wish('irqaffinity=0-1')] };
    assert.match(said('irq_affinity', {}, asks), /^warning: runs on CPU 1, asked for CPUs 0-1/);
    assert.match(said('irq_affinity', waiting('irqaffinity=0-1'), asks), /^pending: /);
  });

  it('is unknown where nobody may look', () => {
    const { status } = verdict('irq_affinity', { irqs: [usb({ effectiveAffinity: undefined })], cards: [aCard()] });
    assert.equal(status, 'unknown');
  });
});
