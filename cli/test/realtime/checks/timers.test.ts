import assert from 'node:assert/strict';
import { aKernel, said, verdict } from './a-snapshot';

describe('timers', () => {
  it('are slow where the clock is no longer the CPU’s own', () => {
    const { status, fix } = verdict('clocksource', { clocksource: 'hpet' });
    assert.equal(status, 'warning');
    assert.match(fix?.step ?? '', /^First read in dmesg/);
    for (const quick of ['tsc', 'kvm-clock', 'arch_sys_counter']) assert.match(said('clocksource', { clocksource: quick }), /^ok: /);
  });

  it('are judged by what the kernel was built with, or not at all', () => {
    const built = (config: Record<string, string> | undefined) => aKernel({ config });
    assert.match(said('high_res_timers', built({ CONFIG_HIGH_RES_TIMERS: 'n' })), /^error: /);
    assert.match(said('high_res_timers', built(undefined)), /^unknown: /);
    assert.match(said('hz1000', built({ CONFIG_HZ: '250' })), /^warning: 250 each second, and no fine timers$/);
    assert.match(said('hz1000', built({ CONFIG_HZ: '1000' })), /^ok: /);
    assert.match(said('tickless', built({ CONFIG_HZ_PERIODIC: 'y' })), /^warning: /);
    assert.match(said('kernel_config_found', built(undefined)), /^info: /);
  });

  it('for old sequencers are told to those who run JACK', () => {
    const jack = { jack: { user: 'alice', pid: 7, clients: [] } };
    assert.match(said('hpet_max_user_freq', jack), /^info: 64 Hz/);
    assert.match(said('rtc_max_user_freq', jack), /^info: 64 Hz/);
    assert.match(said('rtc_max_user_freq', { rtcMaxUserFreq: undefined }), /^absent: /);
  });
});
