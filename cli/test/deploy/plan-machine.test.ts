import assert from 'node:assert/strict';
import type { Step } from '../../src/deploy/plan';
import { PREFLIGHT_GATES } from '../../src/deploy/preflight';
import { laptop, planOf } from './support';

const kinds = (steps: readonly Step[]): string => steps.map(({ kind }) => kind).join(' ');
const stepOf = <K extends Step['kind']>(steps: readonly Step[], kind: K): Extract<Step, { kind: K }> =>
  steps.find((step): step is Extract<Step, { kind: K }> => step.kind === kind)!;

describe('the plan for a machine', () => {
  it('is all of it plain data', () => {
    assert.deepEqual(planOf(), {
      stack: 'studio-laptop',
      target: { host: 'studio-laptop.local', user: 'root' },
      fingerprint: 'sha256-F',
      goal: 'switch',
      system: 'x86_64-linux',
      release: '26.05',
      steps: [
        {
          kind: 'preflight',
          gates: [
            'nixos',
            'platform',
            'version',
            'lock',
            'freeze',
            'generation',
            'store-space',
            'boot-space',
            'memory',
            'clock',
            'systemd',
            'pending-reboot',
          ],
        },
        { kind: 'upload', files: ['flake.nix', 'machines/studio-laptop/configuration.nix'] },
        { kind: 'build', on: 'target', attribute: 'nixosConfigurations.studio-laptop' },
        { kind: 'take', whenBusy: 'refuse' },
        { kind: 'activate', verb: 'test', activateWithin: 600, confirmWithin: 90 },
        { kind: 'gates', gates: ['ssh', 'units'] },
        { kind: 'confirm', makeDefault: true },
      ],
    });
  });

  const GOALS = {
    build: 'preflight upload build',
    'dry-activate': 'preflight upload build activate',
    boot: 'preflight upload build activate',
    test: 'preflight upload build take activate gates confirm',
    switch: 'preflight upload build take activate gates confirm',
  } as const;
  for (const [goal, steps] of Object.entries(GOALS))
    it(`of the goal «${goal}» has these steps: ${steps}`, () =>
      assert.equal(kinds(planOf({ goal: goal as keyof typeof GOALS }).steps), steps));

  it('makes nothing the default for a test', () => assert.equal(stepOf(planOf({ goal: 'test' }).steps, 'confirm').makeDefault, false));

  it('looks only at what matters for the goal', () => {
    assert.deepEqual(stepOf(planOf({ goal: 'build' }).steps, 'preflight').gates, [
      'nixos',
      'platform',
      'version',
      'lock',
      'store-space',
      'memory',
      'clock',
    ]);
    assert.equal(stepOf(planOf({ goal: 'test' }).steps, 'preflight').gates.includes('boot-space'), false);
  });

  it('with a reboot boots once, checks again, and only then keeps it', () => {
    assert.equal(kinds(planOf({ reboot: true }).steps), 'preflight upload build take activate gates confirm trial-reboot gates confirm');
    assert.equal(kinds(planOf({ goal: 'boot', reboot: true }).steps), 'preflight upload build take activate trial-reboot gates confirm');
  });

  it('refuses a reboot that would keep nothing', () => {
    for (const goal of ['build', 'dry-activate', 'test'] as const)
      assert.throws(() => planOf({ goal, reboot: true }), { name: 'UserError', message: new RegExp(`--reboot.*«${goal}»`) });
  });

  it('built here is copied before the files are sent', () => {
    const { steps } = planOf({ buildOn: 'deployer' });
    assert.equal(kinds(steps), 'preflight build copy upload take activate gates confirm');
    assert.deepEqual(stepOf(steps, 'copy'), { kind: 'copy', from: 'deployer', substitute: true });
  });

  it('built on a builder names it', () => {
    const { steps } = planOf({ buildOn: { builder: 'big.local' }, substitute: false });
    assert.deepEqual(stepOf(steps, 'build'), {
      kind: 'build',
      on: 'builder',
      builder: 'big.local',
      attribute: 'nixosConfigurations.studio-laptop',
    });
    assert.deepEqual(stepOf(steps, 'copy'), { kind: 'copy', from: 'builder', builder: 'big.local', substitute: false });
  });

  it('that adopts does not ask who made the generation', () =>
    assert.equal(stepOf(planOf({ adopt: true }).steps, 'preflight').gates.includes('generation'), false));

  it('leaves out what the user does without, before and after', () => {
    const { steps } = planOf({ skipped: ['clock', 'units'].map((gate) => ({ gate, because: 'of a test' })) });
    assert.equal(stepOf(steps, 'preflight').gates.includes('clock'), false);
    assert.deepEqual(stepOf(steps, 'gates').gates, ['ssh']);
    assert.equal(stepOf(steps, 'activate').confirmWithin, 80); // no gate, no time for it
  });

  it('has all gates when nothing is left out', () =>
    assert.deepEqual(
      stepOf(planOf().steps, 'preflight').gates,
      PREFLIGHT_GATES.map(({ id }) => id),
    ));

  it('takes the times that the user gives', () =>
    assert.deepEqual(stepOf(planOf({ activateWithin: 30, confirmWithin: 5 }).steps, 'activate'), {
      kind: 'activate',
      verb: 'test',
      activateWithin: 30,
      confirmWithin: 35,
    }));

  it('knows the way there as the stack gives it', () => {
    const target = { host: 'fd00::1', user: 'ada', port: 2222, hostKeys: ['SHA256:abc'] };
    assert.deepEqual(planOf({}, laptop({ target })).target, target);
  });

  it('is refused where there is no machine', () => {
    const { target: _, ...homeless } = laptop();
    assert.throws(() => planOf({}, homeless), { name: 'UserError', message: /target/ });
    assert.throws(() => planOf({}, laptop({ kind: 'portable' })), { name: 'UserError', message: /no machine/ });
  });
});
