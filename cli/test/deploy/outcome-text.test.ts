import assert from 'node:assert/strict';
import type { Outcome } from '../../src/deploy/outcome';
import { outcomeText } from '../../src/deploy/outcome-text';

const system = '/nix/store/x-nixos-system';
const sentence = (outcome: Outcome): string => outcomeText('stage-box', outcome).sentence;
const next = (outcome: Outcome): string | undefined => outcomeText('stage-box', outcome).next;

const SWITCHED: Outcome = { kind: 'switched', generation: 13, system, isDefault: true, needsReboot: false, warnings: [] };

describe('what is said of a machine', () => {
  it('that was up to date', () => {
    const outcome: Outcome = { kind: 'unchanged', generation: 12, system, needsReboot: false };
    assert.equal(sentence(outcome), 'stage-box is up to date: generation 12 is this configuration. Nothing was done.');
    assert.equal(next(outcome), undefined);
    assert.match(
      next({ ...outcome, needsReboot: true })!,
      /«cdk deploy stage-box --reboot» does it, and goes back if it does not come up\.$/,
    );
  });

  it('that runs the new system for good', () => {
    assert.equal(sentence(SWITCHED), 'stage-box runs the new system, generation 13, was checked, and boots it from now on.');
    assert.equal(sentence({ ...SWITCHED, generation: undefined }), 'stage-box runs the new system, was checked, and boots it from now on.');
    assert.match(next({ ...SWITCHED, needsReboot: true })!, /^Its kernel, or what it is started with, changes at the next boot\./);
  });

  it('that was not checked in all that it should be', () => {
    const skipped = [
      { gate: 'latency', because: 'the show begins.' },
      { gate: 'desk', because: 'it is away' },
    ];
    assert.equal(
      sentence({ ...SWITCHED, skipped }),
      'stage-box runs the new system, generation 13, was checked but for «latency» (the show begins) and «desk» (it is away), and boots it from now on.',
    );
    assert.equal(outcomeText('stage-box', { ...SWITCHED, skipped }).detail, 'generation 13, without latency, desk');
  });

  it('that went back to a generation that it had', () => {
    const outcome: Outcome = { ...SWITCHED, isFormer: true, needsReboot: true };
    assert.equal(sentence(outcome), 'stage-box runs generation 13 again, was checked, and boots it from now on.');
    assert.doesNotMatch(next(outcome)!, /cdk deploy/); // which would undo the way back
    assert.equal(next({ kind: 'staged', generation: 13, system, reason: 'asked', isFormer: true }), 'Reboot it when it suits.');
  });

  it('keeps the name of a machine or a program as it is', () => {
    for (const reason of ['laptop is not known yet.', 'sudo wants a password.'])
      assert.equal(sentence({ kind: 'untouched', reason }), `stage-box was not changed. ${reason}`);
  });

  it('that runs the new system until it is booted', () => {
    const outcome: Outcome = { ...SWITCHED, isDefault: false };
    assert.equal(sentence(outcome), 'stage-box runs the new system and was checked. The next boot goes back to the former one.');
    assert.equal(next(outcome), '«cdk deploy stage-box» makes it stay.');
  });

  it('that changes at the next boot', () => {
    const outcome: Outcome = { kind: 'staged', generation: 13, system, reason: 'the init system changes' };
    assert.equal(
      sentence(outcome),
      'stage-box runs what it ran before. Generation 13 takes effect at the next boot. The init system changes.',
    );
    assert.match(next(outcome)!, /^Reboot it when it suits/);
  });

  it('that was built for', () => {
    assert.equal(sentence({ kind: 'built', system }), `stage-box is built: ${system}. The machine runs and boots what it did before.`);
  });

  it('that was put back', () => {
    const outcome: Outcome = { kind: 'undone', generation: 12, system, reason: 'jack.service failed.' };
    assert.equal(sentence(outcome), 'stage-box was put back: it runs and boots generation 12, as before. jack.service failed.');
    assert.equal(next(outcome), '«cdk logs stage-box» shows what was said on the machine.');
  });

  it('that nothing was done to', () => {
    assert.equal(sentence({ kind: 'untouched', reason: 'Its disk is full.' }), 'stage-box was not changed. Its disk is full.');
  });

  it('that is lost: loud, and with what can be done', () => {
    const outcome: Outcome = { kind: 'undo-failed', reason: 'the former system does not start either' };
    assert.equal(
      sentence(outcome),
      'stage-box NEEDS YOU: the change failed, and so did going back. The former system does not start either.',
    );
    assert.match(next(outcome)!, /Log in while it still answers/);
    assert.match(next(outcome)!, /boot menu/);
  });

  it('that nothing is known of', () => {
    const outcome: Outcome = { kind: 'unknown', reason: 'It goes back by itself within 60 s' };
    assert.equal(sentence(outcome), 'stage-box did not answer again, so it is not known how it ended. It goes back by itself within 60 s.');
    assert.match(next(outcome)!, /«cdk status stage-box» says what it runs/);
  });

  it('that was not begun', () => {
    assert.equal(
      sentence({ kind: 'skipped', reason: 'you stopped before its turn came' }),
      'stage-box was not begun, and is as it was: you stopped before its turn came.',
    );
  });

  it('in a table, only the first line of a reason', () => {
    const { word, detail } = outcomeText('stage-box', { kind: 'untouched', reason: 'Its disk is full.\nFree 2 GB.' });
    assert.deepEqual([word, detail], ['not changed', 'Its disk is full']);
  });
});
