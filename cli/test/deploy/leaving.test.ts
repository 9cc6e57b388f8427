import assert from 'node:assert/strict';
import type { Phase } from '../../src/deploy/events';
import { Whereabouts } from '../../src/deploy/leaving';

function left(phases: Readonly<Record<string, Phase>>): string {
  const whereabouts = new Whereabouts();
  whereabouts.onEvent({ type: 'phase', stack: 'done', phase: 'building' });
  whereabouts.onEvent({ type: 'outcome', stack: 'done', outcome: { kind: 'built', system: 's' }, seconds: 1 });
  for (const [stack, phase] of Object.entries(phases)) whereabouts.onEvent({ type: 'phase', stack, phase });
  return whereabouts.text();
}

describe('whoever leaves at once', () => {
  it('is told what each machine does alone, by how far it was', () => {
    assert.equal(
      left({ a: 'connecting', b: 'uploading', c: 'building', d: 'activating', e: 'confirming' }),
      `Left at once. «cdk status a b c d e» tells how it ended.
Nothing was changed on a and b.
What is being built on c is not switched to. If that has just begun, it goes back by itself.
Without our word d will go back to the former system, once its time to wait is over.
What was begun on e is brought to its end there: it may be the new system or the former one.`,
    );
  });

  it('hears nothing of machines that are done', () => {
    assert.equal(left({}), 'Left at once.');
  });

  it('gets a command of readable length', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`m${at}`, 'building' as const]));
    assert.match(left(many), /«cdk status» tells/);
  });
});
