import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HealthCheck } from '../../../src/constructs/health-check';
import { RealtimeKernel } from '../../../src/constructs/realtime';
import { StudioUser } from '../../../src/constructs/studio-user';
import { App, Duration } from '../../../src/core';
import { station } from '../../core/written';
import { buildFlake, evalMachine, machineAttribute } from '../../support/nix';
import { temporaryFolder } from '../../support/temp';

describe('A machine with a budget, built by Nix', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  beforeEach(() => {
    const app = new App({ outdir: folder('cdk.out') });
    const target = { host: 'stage.local', user: 'dora', passwordless: true };
    const stage = station(app, 'stage', { target, healthChecks: [HealthCheck.unit('login', 'display-manager.service')] });
    new RealtimeKernel(stage, 'Kernel', { maxLatency: Duration.micros(150), maxXruns: 0 });
    new StudioUser(stage, 'Alice');
    app.synth();
  });

  it('lets whoever deploys without a password measure, and nobody lose what the group audio gives', async () => {
    const { limits } = await evalMachine(folder('cdk.out'), 'stage', { limits: 'security.pam.loginLimits' });
    const of = (domain: string): Record<string, unknown> =>
      Object.fromEntries((limits as any[]).filter((one) => one.domain === domain).map(({ item, value }) => [item, value]));
    assert.deepEqual(of('dora'), { rtprio: '99', memlock: 'unlimited' });
    assert.deepEqual(of('@audio'), { rtprio: '99', memlock: 'unlimited', nofile: '99999' });
  });

  it('has cyclictest and stress-ng for everybody, where the tools of this computer stand in for them', async function () {
    const system = await buildFlake(folder('cdk.out'), `${machineAttribute('stage')}.config.system.build.toplevel`);
    const run = (program: string, ...args: string[]) => spawnSync(join(system, 'sw', 'bin', program), args, { encoding: 'utf8' }).stdout;
    assert.match(run('cyclictest', '--help'), existsSync('/usr/bin/cyclictest') ? /--default-system/ : /^cyclictest \(rt-tests/);
    assert.match(run('stress-ng', '--version'), existsSync('/usr/bin/stress-ng') ? /^stress-ng, version/ : /^stress-ng \(stress-ng/);
  });
});
