import assert from 'node:assert/strict';
import { parseResult, type GuardResult } from '../../src/deploy/guard-result';
import { outcomeOf } from '../../src/deploy/outcome-of';
import { STORE } from './support';

const result = (answers: Readonly<Record<string, string>>): GuardResult =>
  parseResult(
    Object.entries({
      system: STORE('new'),
      generation: '42',
      former_system: STORE('old'),
      former_generation: '41',
      needs_reboot: 'no',
      failed_units: '',
      ...answers,
    })
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  )!;

const none = { warnings: [] };

describe('how a deployment ended', () => {
  it('is switched when the machine says so, with the warnings of the way', () =>
    assert.deepEqual(
      outcomeOf(result({ outcome: 'switched', needs_reboot: 'yes', failed_units: 'cups.service' }), { warnings: ['little space'] }),
      {
        kind: 'switched',
        system: STORE('new'),
        generation: 42,
        isDefault: true,
        needsReboot: true,
        warnings: ['little space', 'Failed as before, or as was allowed: cups.service.'],
      },
    ));

  it('has no generation after a test', () =>
    assert.deepEqual(outcomeOf(result({ outcome: 'tested', generation: '' }), none), {
      kind: 'switched',
      system: STORE('new'),
      isDefault: false,
      needsReboot: false,
      warnings: [],
    }));

  it('is built, looked at or not', () => {
    for (const outcome of ['built', 'previewed'])
      assert.deepEqual(outcomeOf(result({ outcome }), none), { kind: 'built', system: STORE('new') });
  });

  it('is staged, with the reason in words', () => {
    const reasonOf = (reason: string): string => (outcomeOf(result({ outcome: 'staged', reason }), none) as { reason: string }).reason;
    assert.equal(reasonOf('asked'), 'as was asked for');
    assert.match(reasonOf('inhibited'), /cannot be exchanged/);
    assert.match(reasonOf('something-new'), /cannot be switched to/);
  });

  it('is undone to the generation that was recorded', () =>
    assert.deepEqual(
      outcomeOf(result({ outcome: 'undone', reason: 'activation-failed', detail: 'The activation failed (exit code 2).' }), none),
      {
        kind: 'undone',
        generation: 41,
        system: STORE('old'),
        reason: 'The activation failed (exit code 2).',
      },
    ));

  it('gives the reason of whoever cancelled, and what the machine says of the way back', () => {
    const cancelled = (detail: string): unknown =>
      outcomeOf(result({ outcome: 'undone', reason: 'cancelled', detail }), { objection: 'The network is down.', warnings: [] });
    assert.equal((cancelled('Stopped by whoever deploys.') as { reason: string }).reason, 'The network is down.');
    assert.equal(
      (cancelled('Stopped by whoever deploys. The old system is active, but units failed: x.') as { reason: string }).reason,
      'The network is down.\nThe old system is active, but units failed: x.',
    );
  });

  it('does not blame whoever cancelled for something else', () => {
    const { reason } = outcomeOf(result({ outcome: 'undone', reason: 'not-confirmed' }), {
      objection: 'You stopped it.',
      warnings: [],
    }) as { reason: string };
    assert.match(reason, /did not come in time/);
  });

  it('lets Nix explain what Nix refused', () => {
    for (const reason of ['build-failed', 'evaluation-failed'])
      assert.deepEqual(
        outcomeOf(result({ outcome: 'untouched', reason, detail: 'exit code 1' }), { nixSays: 'look at bin/studio.ts:14', warnings: [] }),
        {
          kind: 'untouched',
          reason: 'look at bin/studio.ts:14',
        },
      );
    assert.deepEqual(outcomeOf(result({ outcome: 'untouched', reason: 'disk-full' }), { nixSays: 'x', warnings: [] }), {
      kind: 'untouched',
      reason: 'The disk is full.',
    });
  });

  it('always has a reason', () => {
    assert.deepEqual(outcomeOf(result({ outcome: 'undo-failed' }), none), { kind: 'undo-failed', reason: 'The machine gave no reason.' });
    assert.deepEqual(outcomeOf(result({ outcome: 'untouched', reason: 'of-next-year' }), none), {
      kind: 'untouched',
      reason: 'of-next-year',
    });
  });

  it('is not there before it is whole', () => {
    assert.equal(parseResult(''), undefined);
    assert.equal(parseResult('phase=wait\n'), undefined);
    assert.equal(parseResult('outcome=splendid\n'), undefined);
    assert.equal(parseResult('outcome=switched'), undefined); // the line has no end
  });
});
