import assert from 'node:assert/strict';
import type { StudioMachineArgs } from '../src';
import { planOptionsOf } from '../src/plan-options';

describe('what a StudioMachine is asked to do', () => {
  const read = (more: Partial<StudioMachineArgs>): ReturnType<typeof planOptionsOf> =>
    planOptionsOf({ assembly: 'cdk.out', stack: 'studio-laptop', ...more });

  it('is to switch, and to bother nobody', () =>
    assert.deepEqual(read({}), { goal: 'switch', reboot: false, adopt: false, skipped: [], tolerate: [] }));

  it('is what «cdk deploy» can be asked', () =>
    assert.deepEqual(
      read({
        goal: 'boot',
        reboot: true,
        adopt: true,
        skipGates: [{ gate: 'web', because: ' it moves today ' }],
        whenBusy: { waitFor: 60 },
        confirmWithin: 30,
        tolerateUnits: ['jack', 'tmp.mount'],
      }),
      {
        goal: 'boot',
        reboot: true,
        adopt: true,
        skipped: [{ gate: 'web', because: 'it moves today' }],
        whenBusy: { waitFor: 60 },
        confirmWithin: 30,
        tolerate: ['jack.service', 'tmp.mount'],
      },
    ));

  for (const [what, args, sentence] of [
    [
      'a goal that there is not',
      { goal: 'dry-activate' },
      /^UserError: goal: «dry-activate» is not known\. There are: switch, test, boot, build\.$/,
    ],
    [
      'a reboot after which nothing would be kept',
      { goal: 'test', reboot: true },
      /reboot goes with the goals «switch» and «boot», .* Leave one of the two out\.$/,
    ],
    [
      'a manner that there is not',
      { whenBusy: 'shout' },
      /whenBusy: «shout» is not known\. There are: refuse, wait, interrupt, \{ waitFor: SECONDS \}\.$/,
    ],
    ['half a second', { whenBusy: { waitFor: 0.5 } }, /whenBusy: «0\.5» is not a number of seconds from 1 to 604800\./],
    ['no time for the word', { confirmWithin: 1 }, /confirmWithin: «1» is not a number of seconds from 5 to 86400\./],
    ['a reason that is none', { skipGates: [{ gate: 'web', because: ' ' }] }, /skipGates: because takes a few words on one line/],
    ['a unit that is none', { tolerateUnits: ['a b'] }, /tolerateUnits: «a b» is not the name of a unit/],
  ] as const)
    it(`is not ${what}`, () => assert.throws(() => read(args as unknown as Partial<StudioMachineArgs>), sentence));
});
