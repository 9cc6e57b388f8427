import assert from 'node:assert/strict';
import { readDeployOptions, withNames } from '../../src/deploy/deploy-options';
import { checkGates, checkSkipped } from '../../src/deploy/skip';
import { newId, startRequest } from '../../src/deploy/start-request';
import { factsWith, laptop, planOf } from './support';

const machine = laptop({
  healthChecks: [{ id: 'desk', source: 'bin/studio.ts:9', within: 30, check: { kind: 'unit', unit: 'desk.service' } }],
});
const skipped = (skipGate: readonly string[], because: readonly string[]): unknown => readDeployOptions({ skipGate, because }).plan.skipped;

describe('leaving out a gate', () => {
  it('takes a reason for each, or one for all', () => {
    assert.deepEqual(skipped(['desk', 'units'], ['it is broken', 'we know']), [
      { gate: 'desk', because: 'it is broken' },
      { gate: 'units', because: 'we know' },
    ]);
    assert.deepEqual(skipped(['desk', 'units'], [' the show begins ']), [
      { gate: 'desk', because: 'the show begins' },
      { gate: 'units', because: 'the show begins' },
    ]);
    assert.equal(skipped([], []), undefined);
  });

  it('is refused without a reason, and a reason without a gate', () => {
    assert.throws(() => skipped(['desk'], []), /^UserError: --skip-gate takes a reason: --because/);
    assert.throws(() => skipped(['a', 'b', 'c'], ['x', 'y']), /There are 3 --skip-gate and 2 --because/);
    assert.throws(() => skipped([], ['x']), /there is none/);
    for (const odd of ['', '  ', 'two\nlines', '\u001b[2J', 'x'.repeat(201)])
      assert.throws(() => skipped(['desk'], [odd]), /a few words on one line/);
  });

  it('is possible for gates that there are, and lists them otherwise', () => {
    checkSkipped([machine], ['desk', 'units']);
    assert.throws(() => checkSkipped([machine], ['dek']), /^UserError: There is no gate «dek»\. Did you mean «desk»\?/);
    assert.throws(() => checkSkipped([machine], ['latency']), /There are: ssh, units, desk\./);
    assert.throws(() => checkGates([machine], ['clock']), /There is no gate «clock»/);
  });

  it('is not possible for the new connection', () =>
    assert.throws(() => checkSkipped([machine], ['ssh']), /^UserError: The gate «ssh» cannot be skipped/));

  it('is written down on the machine with who deployed', () => {
    const by = (because: string): string =>
      startRequest(planOf({ skipped: [{ gate: 'desk', because }] }, machine), factsWith(), undefined, 'ada@tower').by;
    assert.equal(by('it is broken'), 'ada@tower (without desk: it is broken)');
    assert.ok(Buffer.byteLength(by('ä'.repeat(200))) <= 200);
    assert.ok(newId().length > 0);
  });

  it('is left out of the plan of a machine that has no such gate', () => {
    const { skipped: left, steps } = planOf({ skipped: [{ gate: 'desk', because: 'x' }] });
    assert.equal(left, undefined);
    assert.deepEqual(
      steps.find(({ kind }) => kind === 'gates'),
      { kind: 'gates', gates: ['ssh', 'units'] },
    );
  });
});

describe('what happens when somebody plays', () => {
  const whenBusy = (given: Readonly<Record<string, unknown>>): unknown => readDeployOptions(given).plan.whenBusy;
  it('is told by --when-idle and --interrupt', () => {
    assert.deepEqual([whenBusy({}), whenBusy({ whenIdle: true }), whenBusy({ interrupt: true })], [undefined, 'wait', 'interrupt']);
    assert.deepEqual(whenBusy({ whenIdle: '30' }), { waitFor: 1800 });
    assert.throws(() => whenBusy({ whenIdle: '0' }), /is not a number of minutes/);
    assert.throws(() => whenBusy({ whenIdle: true, interrupt: true }), /do not go together/);
  });

  it('leaves a name behind --when-idle to be a name', () => {
    assert.deepEqual(withNames(['foh'], { whenIdle: 'studio-laptop' }), [['foh', 'studio-laptop'], { whenIdle: true }]);
    assert.deepEqual(withNames([], { whenIdle: '5' }), [[], { whenIdle: '5' }]);
  });

  it('is asked of nobody where nothing is disturbed', () => {
    for (const goal of ['build', 'dry-activate', 'boot'] as const)
      assert.ok(!planOf({ goal }).steps.some(({ kind }) => kind === 'take'), goal);
    assert.ok(planOf({ goal: 'boot', reboot: true }).steps.some(({ kind }) => kind === 'take'));
    assert.ok(!planOf({ whenBusy: 'interrupt' }).steps.some(({ kind }) => kind === 'take'));
  });
});
