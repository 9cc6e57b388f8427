import assert from 'node:assert/strict';
import { AudioServer } from '../../src/constructs/audio';
import { HealthCheck } from '../../src/constructs/health-check';
import { RealtimeKernel, Worse, type RealtimeKernelProps } from '../../src/constructs/realtime';
import { Studio } from '../../src/constructs/studio';
import { Duration } from '../../src/core';
import { Match, Template } from '../../src/testing';
import { machine } from '../support/machine';
import { message } from './support';

function laptop(props: RealtimeKernelProps = {}) {
  const stack = machine({ healthChecks: [HealthCheck.audioServer({ maxQuantum: 64 }), HealthCheck.tcp('web', 8080)] });
  new RealtimeKernel(stack, 'Kernel', props);
  new Studio(stack, 'Studio', { musician: 'alice', audio: AudioServer.pipewire({ quantum: 64 }) });
  return stack;
}

describe('Template.hasRealtime', () => {
  it('tests the budget, and whatever else was asked of the machine', () => {
    const template = Template.of(laptop({ maxLatency: Duration.micros(150), maxXruns: 0, worseThanBefore: Worse.FAIL, swappiness: 5 }));
    template.hasRealtime({ budget: { maxLatency: 150, maxXruns: 0, worse: 'fail' } });
    template.hasRealtime({ governor: 'performance', sysctls: { 'vm.swappiness': 5 }, audio: { quantum: 64 }, musicians: ['alice'] });
    template.hasRealtime({ kernelParams: Match.arrayWith(['threadirqs']), irqOrder: Match.absent() });
  });

  it('counts what overrides say', () => {
    const stack = laptop();
    stack.overrideOption('powerManagement.cpuFreqGovernor', 'powersave');
    Template.of(stack).hasRealtime({ governor: 'powersave', budget: Match.absent() });
  });

  it('says what is otherwise', () =>
    assert.equal(
      message(() => Template.of(laptop({ maxXruns: 3 })).hasRealtime({ budget: { maxXruns: 0 } })),
      '«studio-laptop» was asked to be another realtime machine than expected.\n  at budget.maxXruns: expected 0\n  found 3',
    ));

  it('says that nothing was asked where nothing was', () =>
    assert.match(
      message(() => Template.of(machine()).hasRealtime({ governor: 'performance' })),
      /at governor: expected "performance"\n {2}nothing is there/,
    ));
});

describe('Template.hasHealthCheck', () => {
  it('tests that there is one, and what it asks', () => {
    const template = Template.of(laptop());
    template.hasHealthCheck('web');
    template.hasHealthCheck('web', { kind: 'tcp', port: 8080, within: 30 });
    template.hasHealthCheck('audio-server', { maxQuantum: 64 });
  });

  it('names those that there are, and the one that was probably meant', () =>
    assert.equal(
      message(() => Template.of(laptop()).hasHealthCheck('wed')),
      '«studio-laptop» has no health check «wed». Did you mean «web»?\n  It has audio-server, web.',
    ));

  it('says what one asks instead', () =>
    assert.equal(
      message(() => Template.of(laptop()).hasHealthCheck('web', { port: 80 })),
      'The health check «web» of «studio-laptop» asks something else.\n  at port: expected 80\n  found 8080',
    ));
});

describe('Template, of lists that a construct gives in two goes', () => {
  it('knows all items, as Nix does', () => {
    const stack = machine({ target: { host: 'laptop', user: 'dora', passwordless: true } });
    new RealtimeKernel(stack, 'Kernel', { threadedIrqs: false, maxXruns: 0 });
    const limits = Template.of(stack).option('security.pam.loginLimits') as readonly { domain: string }[];
    assert.deepEqual(
      limits.map(({ domain }) => domain),
      ['@audio', '@audio', '@audio', '@audio', 'dora', 'dora'],
    );
  });
});
