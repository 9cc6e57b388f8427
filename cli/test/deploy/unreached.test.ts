import assert from 'node:assert/strict';
import type { Goal } from '../../src/deploy/plan';
import { unreached } from '../../src/deploy/unreached';
import { planOf } from './support';

const said = (phase: string | undefined, { wordUnderWay = false, goal = 'switch' as Goal } = {}): string =>
  unreached({ plan: planOf({ goal }), phase, wordUnderWay, why: 'There is no way to studio-laptop.local from here.', tried: 120 });

describe('what is said of a machine that is not reached again', () => {
  it('tells when, for how long it was tried, why it failed, and what the machine does by itself', () =>
    assert.equal(
      said('activate'),
      'The connection was lost in the phase «activate», and the machine could not be reached again for 2 min (There is no way to studio-laptop.local from here). ' +
        'It goes back by itself to the generation it ran before, at the latest 12 min after the change began, also if it loses its power: the former one stays the default of its boot.',
    ));

  it('promises that nothing is changed before the machine has armed itself', () => {
    for (const phase of [undefined, 'build', 'arm'])
      assert.match(said(phase), /has not begun to change anything, it will not, .*12 min after that\.$/);
  });

  it('leaves open whether the word arrived', () =>
    assert.match(said('wait', { wordUnderWay: true }), /If the word arrived, .*; if not, it goes back by itself .*within 90 s\.$/));

  it('promises that a trial is taken back, also where the live part had its word', () => {
    for (const phase of ['stage', 'reboot'])
      assert.match(said(phase, { wordUnderWay: true }), new RegExp(`in the phase «${phase}».* It goes back by itself to the generation`));
  });

  it('does not promise to undo what is not activated', () => assert.match(said('commit', { goal: 'boot' }), /It runs on as it is/));

  it('says of a build that it changes nothing', () =>
    assert.match(said('build', { goal: 'build' }), /It only builds, and changes nothing\.$/));
});
