import assert from 'node:assert/strict';
import { alice, said, someSettings, wish } from './a-snapshot';

describe('services', () => {
  it('that save power are in the way, more so where a governor was asked for', () => {
    const tlp = { units: { 'tlp.service': 'active' } };
    assert.match(said('power_services', tlp), /^info: tlp runs; /);
    assert.match(said('power_services', tlp, { governor: wish('performance') }), /^warning: tlp runs; it sets another governor/);
    assert.match(said('power_services', tlp, { services: { 'tlp.service': wish(false) } }), /^warning: tlp runs, asked for none \(bin/);
    assert.match(said('power_services', tlp, { services: { 'tlp.service': wish(true) } }), /^info: tlp runs, as asked for/);
    assert.equal(said('power_services'), 'ok: none runs');
  });

  it('that move interrupts work against isolated CPUs', () => {
    const balance = { units: { 'irqbalance.service': 'active' } };
    assert.match(said('irqbalance', balance), /^info: /);
    assert.match(said('irqbalance', { ...balance, isolatedCpus: [3] }), /^warning: /);
    assert.match(said('irqbalance', { units: undefined, processes: ['irqbalance'] }), /^info: /, 'without systemd its process counts');
  });

  it('that were switched off leave no process behind, also without systemd', () => {
    const plain = { units: undefined, processes: [] };
    assert.equal(said('irqbalance', plain, { services: { 'irqbalance.service': wish(false) } }), 'ok: does not run, as asked for');
    assert.match(said('rtkit', plain, { services: { 'rtkit-daemon.service': wish(true) } }), /^unknown: /);
    assert.match(
      said('rtkit', { units: { 'rtkit-daemon.service': 'inactive' } }, { services: { 'rtkit-daemon.service': wish(true) } }),
      /^ok: starts when it is asked/,
    );
  });

  it('that lend priorities are missed by those who have none', () => {
    const pipewire = { user: 'alice', wireplumber: true, nodes: [] };
    const none = { units: {}, musicians: [alice({ maySetRealtime: false })], pipewire };
    assert.match(said('rtkit', none), /^info: does not run, and the session has no rights of its own$/);
    assert.match(said('rtkit', { units: {} }), /^ok: /);
    assert.match(said('rtkit', { ...none, pipewire: { ...pipewire, priority: 88 } }), /^ok: /);
    assert.match(said('rtkit', { ...none, pipewire: undefined }), /^absent: /);
  });

  it('in the background are named, the music itself is not', () => {
    assert.match(
      said('background_processes', { processes: ['baloo_file', 'pipewire', 'jackd'] }),
      /^info: baloo_file: it works while you play$/,
    );
  });

  it('that watch over realtime are wanted where the kernel does not', () => {
    assert.match(said('das_watchdog', someSettings({ 'kernel.sched_rt_runtime_us': '-1' })), /^info: /);
    assert.match(said('das_watchdog', {}, { services: { 'das_watchdog.service': wish(true) } }), /^warning: does not run/);
  });

  it('that nobody looked at are unknown', () => {
    assert.match(said('asked_services', {}, { services: { 'jack.service': wish(true) } }), /^warning: jack\.service does not run/);
    assert.match(said('asked_services', {}, { services: { 'other.service': wish(true) } }), /^unknown: other\.service was not looked at$/);
    assert.equal(
      said('asked_services', { units: { 'other.service': 'active' } }, { services: { 'other.service': wish(true) } }),
      'ok: 1 service, as asked for',
    );
  });

  it('for measuring are missed where they were asked for', () => {
    const tools = { tools: { cyclictest: false, stressNg: true, chrt: true } };
    assert.match(said('latency_tools', tools), /^info: cyclictest is missing$/);
    assert.match(said('latency_tools', tools, { latencyTest: wish(true) }), /^warning: cyclictest is missing, asked for/);
    assert.match(said('latency_tools', tools, { budget: wish({ measureFor: 20, load: false, worse: 'warn' as const }) }), /^warning: /);
  });
});
