import assert from 'node:assert/strict';
import { formerPlan } from '../../src/deploy/former-plan';
import { rollbackPlan } from '../../src/deploy/rollback';
import { laptop, planOf } from './support';

const budget = { value: { maxLatency: 150, measureFor: 20, load: false, worse: 'warn' as const }, path: 'x', option: '' };
const machine = laptop({ realtime: { budget }, healthChecks: [{ id: 'desk', within: 5, check: { kind: 'unit', unit: 'desk.service' } }] });
const plan = planOf({}, machine);
const gatesIn = ({ steps }: typeof plan): unknown => steps.flatMap((step) => (step.kind === 'gates' ? step.gates : []));

describe('a way back', () => {
  it('asks of the former system only what is asked of any: what the studio says now is about another one', () => {
    assert.deepEqual(gatesIn(plan), ['ssh', 'units', 'desk', 'realtime', 'latency']);
    assert.deepEqual(gatesIn(formerPlan(plan)), ['ssh', 'units']);
    assert.deepEqual([formerPlan(plan).healthChecks, formerPlan(plan).realtime], [undefined, undefined]);
  });

  it('interrupts nobody, either', () => assert.ok(rollbackPlan(plan).steps.some(({ kind }) => kind === 'take')));
});
