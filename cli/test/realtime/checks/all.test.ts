import assert from 'node:assert/strict';
import { CHECKS, GROUPS, LEFT_OUT } from '../../../src/realtime/checks';

/** What the tools that musicians have today look at, rtcqs, realtimeconfigquickscan and musnix's tests, and what their guides name. */
const KNOWN = `
  alsa_cards alsa_hw_params audio_group background_processes clocksource cpu_dma_latency cstates dirty_ratio epb epp filesystems governor
  hda_powersave high_res_timers hpet_max_user_freq hz1000 inotify_watches irq_affinity irq_sound_shared irq_thread_priority irq_usb_shared
  irqbalance isolation kernel_config_found memlock_limit mitigations multiple_audio_groups nmi_watchdog noatime nofile_limit pipewire_quantum
  pipewire_running preempt_model preempt_rt root rt_throttling rtc_max_user_freq rtkit rtprio_limit rtprio_settable smt swappiness thp tickless
  turbo_minfreq usb_autosuspend`
  .trim()
  .split(/\s+/);

describe('the checks', () => {
  const ids = CHECKS.map(({ id }) => id);

  it('are all that other tools make, or say why not', () => {
    assert.equal(KNOWN.length, 46);
    for (const id of KNOWN) assert.ok(ids.includes(id) !== id in LEFT_OUT, id);
    for (const [id, why] of Object.entries(LEFT_OUT)) assert.ok(KNOWN.includes(id) && why.length > 20, id);
  });

  it('have an id of their own each', () => {
    assert.deepEqual(
      ids.filter((id, at) => ids.indexOf(id) !== at),
      [],
    );
    for (const id of ids) assert.match(id, /^[a-z][a-z0-9_]+$/);
  });

  it('stand in the order of the groups', () => {
    const groups = CHECKS.map(({ group }) => group);
    assert.deepEqual([...new Set(groups)], GROUPS);
    assert.deepEqual(
      groups,
      groups.toSorted((a, b) => GROUPS.indexOf(a) - GROUPS.indexOf(b)),
    );
  });

  for (const { id, title, meaning, see, fix, source } of CHECKS) {
    it(`«${id}» says what it means, how to see it, what mends it, and where that is known from`, () => {
      assert.match(title, /^\S.{2,30}\S$|^JACK$/);
      assert.match(meaning, /^[A-Z].*[.]$/);
      assert.ok(meaning.length > 40 && meaning.length < 260, `${meaning.length} letters`);
      assert.ok(see.length > 1 && source.length > 8);
      if (typeof fix === 'string') assert.match(fix, /^[A-Z].*\.$/);
      else assert.ok(fix.option !== undefined && fix.elsewhere !== undefined && fix.construct !== undefined);
    });
  }
});
