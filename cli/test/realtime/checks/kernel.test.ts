import assert from 'node:assert/strict';
import { aKernel, aSnapshot, said, someSettings, verdict, waiting, wish } from './a-snapshot';

const LINE = String.raw`\(bin/studio\.ts:14\)`;

describe('whether the kernel may be interrupted', () => {
  const cases = [
    ['a kernel with PREEMPT_RT is', { version: '#1 SMP PREEMPT_RT Tue', parameters: [] }, /^ok: PREEMPT_RT$/],
    ['so is one that says so in /sys alone', { isRealtime: true, parameters: [] }, /^ok: PREEMPT_RT$/],
    ['so is one with full preemption', { parameters: ['preempt=full'] }, /^ok: preemption «full»$/],
    [
      'threaded interrupts will do',
      { preemptInForce: 'voluntary', parameters: ['threadirqs'] },
      /^ok: .*«voluntary» and threaded interrupts$/,
    ],
    ['one that gives way by itself alone is not', { preemptInForce: 'voluntary', parameters: [] }, /^error: .*and no threaded interrupts$/],
  ] as const;
  for (const [title, kernel, expected] of cases) {
    it(title, () => assert.match(said('preempt_rt', aKernel({ preemptInForce: undefined, ...kernel })), expected));
  }

  it('is not taken from a parameter that the kernel does not read', () => {
    const debian = { version: '#1 SMP Debian 5.10.0', preemptInForce: undefined, parameters: ['preempt=full'], config: {} };
    assert.match(said('preempt_rt', aKernel(debian)), /^error: /);
    assert.match(said('preempt_model', aKernel(debian)), /^info: none or voluntary; this kernel does not read «preempt=»$/);
  });

  it('is unknown, and not fine, where nothing says it', () => {
    const silent = { preemptInForce: undefined, config: undefined, parameters: [] };
    const { status, withoutFix } = verdict('preempt_rt', { ...aKernel(silent), unseen: ['kernel.preemptInForce'] });
    assert.equal(status, 'unknown');
    assert.match(withoutFix!, /^Only root may see it/);
    assert.equal(verdict('preempt_rt', aKernel(silent)).status, 'unknown');
  });

  it('is wrong where PREEMPT_RT was asked for and another kernel runs', () => {
    const { status, found, fix } = verdict('preempt_rt', {}, { preemption: wish('realtime' as const, 'musnix.kernel.realtime') });
    assert.equal(status, 'error');
    assert.match(found, new RegExp(`^runs a kernel with preemption «full», asked for PREEMPT_RT ${LINE}$`));
    assert.equal(fix?.option, 'musnix.kernel.realtime');
    assert.match(fix?.step ?? '', /^bin\/studio\.ts:14 asks for it already \(studio-laptop\/Kernel\)\. Deploy it/);
  });

  it('is pending where the new kernel is there and the old one runs', () => {
    const { status, found, fix } = verdict('preempt_rt', waiting('quiet'), { preemption: wish('realtime' as const) });
    assert.equal(status, 'pending');
    assert.match(found, /a reboot brings it$/);
    assert.match(fix?.step ?? '', /^Reboot/);
  });

  it('is pending, not wrong, where the parameter waits for a boot', () => {
    const plain = aKernel({ preemptInForce: 'voluntary', parameters: ['quiet'] });
    assert.match(
      said('preempt_rt', plain, { preemption: wish('full' as const) }),
      new RegExp(`^error: runs preemption «voluntary», asked for «full» ${LINE}$`),
    );
    assert.match(said('preempt_rt', { ...plain, ...waiting('quiet', 'preempt=full') }), /^pending: /);
    assert.match(said('preempt_rt', { ...plain, ...waiting('quiet', 'preempt=none') }), /^error: /);
    assert.match(
      said('preempt_model', { ...plain, ...waiting('preempt=full') }, { preemption: wish('full' as const) }),
      /^pending: runs voluntary, asked for full/,
    );
  });

  it('reminds of a model that was asked for', () => {
    const plain = aKernel({ preemptInForce: 'voluntary', parameters: ['preempt=voluntary'] });
    assert.match(
      said('preempt_model', plain, { preemption: wish('voluntary' as const) }),
      new RegExp(`^info: voluntary, as asked for ${LINE}; `),
    );
    assert.match(said('preempt_rt', plain, { preemption: wish('voluntary' as const) }), /^info: /);
    assert.match(
      said('preempt_model', plain, { preemption: wish('full' as const) }),
      new RegExp(`^warning: runs voluntary, asked for full ${LINE}$`),
    );
  });
});

describe('parameters of the kernel', () => {
  const asks = (...parameters: readonly string[]) => ({ kernelParams: parameters.map((parameter) => wish(parameter)) });

  it('are missed when they were asked for', () => {
    assert.match(said('kernel_params', {}, asks('skew_tick=1')), new RegExp(`^warning: .*, asked for «skew_tick=1» ${LINE}$`));
  });

  it('are read as the kernel reads them: dashes, quotes, several words', () => {
    const booted = aKernel({ parameters: ['skew-tick=1', '"module.option=a', 'b"', 'quiet'] });
    assert.match(said('kernel_params', booted, asks('skew_tick=1', 'module.option="a b"')), /^ok: /);
    assert.match(said('kernel_params', booted, asks('skew_tick=0')), /^warning: /);
  });

  it('are pending where all that is missing waits for a boot', () => {
    assert.match(said('kernel_params', waiting('skew_tick=1'), asks('skew_tick=1')), /^pending: /);
    assert.match(said('kernel_params', waiting('skew_tick=1'), asks('skew_tick=1', 'rcu_nocbs=2')), /^warning: /);
  });

  it('are left to the check that knows what they mean', () => {
    assert.match(said('kernel_params', {}, asks('nosmt', 'preempt=lazy', 'isolcpus=3')), /^absent: /);
  });
});

describe('the booted system', () => {
  it('is pending where another one is current, with what changes', () => {
    assert.equal(said('pending_reboot', waiting('preempt=full')), 'pending: is not the current one: +preempt=full, -quiet');
    assert.match(said('pending_reboot', { pendingReboot: { pending: true } }), /^pending: .*another kernel/);
  });

  it('is nothing that other distributions tell', () => {
    assert.match(said('pending_reboot', { pendingReboot: undefined }), /^absent: /);
  });
});

describe('settings of the kernel', () => {
  it('are held against what was asked for', () => {
    const sysctls = {
      'kernel.nmi_watchdog': wish(0),
      'net.ipv4.ip_local_port_range': wish('32768 60999'),
      'vm.max_map_count': wish(65530),
    };
    const machine = someSettings({ 'kernel.nmi_watchdog': '1', 'net.ipv4.ip_local_port_range': '32768\t60999', 'vm.max_map_count': '1' });
    assert.match(said('nmi_watchdog', machine, { sysctls }), /^warning: runs on, asked for off/);
    assert.match(said('asked_sysctls', machine, { sysctls }), /^warning: vm\.max_map_count is 1, asked for 65530/);
    assert.equal(
      said(
        'asked_sysctls',
        { ...machine, ...someSettings({ 'net.ipv4.ip_local_port_range': '32768 60999' }) },
        { sysctls: { 'net.ipv4.ip_local_port_range': wish('32768  60999') } },
      ),
      'ok: 1 setting, as asked for',
    );
  });

  it('are told where they were never asked for', () => {
    assert.match(said('nmi_watchdog', someSettings({ 'kernel.nmi_watchdog': '1' })), /^info: on; /);
    assert.match(said('rt_throttling', someSettings({ 'kernel.sched_rt_runtime_us': '-1' })), /^info: without a limit; /);
    assert.match(
      said('rt_throttling', someSettings({ 'kernel.sched_rt_runtime_us': '-1' }), { sysctls: { 'kernel.sched_rt_runtime_us': wish(-1) } }),
      /^info: without a limit, as asked for/,
    );
  });

  it('are unknown where they are no numbers', () => {
    assert.match(said('nmi_watchdog', someSettings({ 'kernel.nmi_watchdog': 'yes' })), /^unknown: /);
    assert.match(said('nmi_watchdog', { sysctls: {} }), /^absent: /);
    assert.match(said('nmi_watchdog', { sysctls: {}, unseen: ['sysctls'] }), /^unknown: /);
  });
});

describe('a virtual machine', () => {
  it('is told, and is no fault', () => {
    assert.equal(said('virtual_machine', { virtualization: 'kvm' }), 'info: it runs in kvm');
    assert.match(said('virtual_machine', { virtualization: undefined }), /^unknown: /);
    assert.equal(said('virtual_machine', aSnapshot()), 'ok: no virtual machine');
  });
});
