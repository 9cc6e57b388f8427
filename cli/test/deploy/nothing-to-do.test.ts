import assert from 'node:assert/strict';
import { nothingToDo } from '../../src/deploy/nothing-to-do';
import type { Goal } from '../../src/deploy/plan';
import { STORE, factsWith, planOf } from './support';

const kind = (answers: Readonly<Record<string, string>>, goal: Goal = 'switch', reboot = false): string | undefined =>
  nothingToDo(factsWith(answers), planOf({ goal, reboot }))?.kind;

describe('a machine that has the configuration already', () => {
  it('is left alone, and says on which generation it is', () =>
    assert.deepEqual(nothingToDo(factsWith(), planOf()), { kind: 'unchanged', generation: 41, system: STORE('one'), needsReboot: false }));

  it('is left alone for every goal', () => {
    for (const goal of ['dry-activate', 'test', 'boot', 'switch'] as const) assert.equal(kind({}, goal), 'unchanged', goal);
    assert.equal(kind({}, 'build'), 'built');
  });

  it('says when a reboot is due, and gets it when one was asked for', () => {
    const answers = { pending_reboot: 'yes' };
    assert.deepEqual(nothingToDo(factsWith(answers), planOf()), {
      kind: 'unchanged',
      generation: 41,
      system: STORE('one'),
      needsReboot: true,
    });
    assert.equal(kind(answers, 'switch', true), undefined);
    assert.equal(kind({}, 'switch', true), 'unchanged');
  });

  const others: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'another configuration': { deployed_fingerprint: 'sha256-G' },
    'no deployment': { deployed_id: '' },
    'a deployment that did not tell its system': { deployed_system: '' },
    'another stack': { deployed_stack: 'stage-box' },
    'another system that runs': { system: STORE('two') },
    'another system that boots': { profile: STORE('two') },
    'another generation': { generation: '42' },
    'a deployment that is under way': { lock_id: 'abcdefgh' },
    'an undo that is set': { armed_id: 'abcdefgh' },
  };
  for (const [what, answers] of Object.entries(others)) it(`is not what has ${what}`, () => assert.equal(kind(answers), undefined));

  it('need not run it when it is to boot it, and the other way round', () => {
    assert.equal(kind({ system: STORE('two') }, 'boot'), 'unchanged');
    assert.equal(kind({ profile: STORE('two') }, 'test'), 'unchanged');
    assert.equal(kind({ profile: STORE('two') }, 'boot'), undefined);
    assert.equal(kind({ system: STORE('two') }, 'test'), undefined);
  });
});
