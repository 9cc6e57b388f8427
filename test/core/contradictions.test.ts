import assert from 'node:assert/strict';
import { sourceOf, whereabouts } from '../../src/core';
import { Nix } from '../../src/nix';
import type { NixosStack } from '../../src/stacks/nixos-stack';
import { errors, findings, machine } from '../support/machine';
import { Says } from './says';

const says = (stack: NixosStack, id: string, option: string, value: unknown): Says =>
  new Says(stack, id, (module) => module.set(option, value));

/** Two constructs that each set the same option. */
function both(option: string, first: unknown, second: unknown): string[] {
  const laptop = machine();
  says(laptop, 'First', option, first);
  says(laptop, 'Second', option, second);
  return errors(laptop);
}

const OPTION = 'services.pipewire.jack.enable';
const REPORTED = /^The option «.*» cannot be both/;

describe('contradictions', () => {
  it('name both constructs, both lines, both values, and a way out', () => {
    const laptop = machine();
    const mixer = says(laptop, 'Mixer', OPTION, true);
    const recorder = says(laptop, 'Recorder', OPTION, false);
    assert.match(sourceOf(mixer)!, /^test\/core\/contradictions\.test\.ts:\d+$/);
    assert.deepEqual(findings(laptop), [
      {
        level: 'error',
        path: 'studio-laptop/Recorder',
        source: sourceOf(recorder),
        text:
          `The option «${OPTION}» cannot be both true, said by ${whereabouts(mixer)}, and false, said by ${whereabouts(recorder)}. ` +
          'Take one of them away, or let one win with Nix.mkForce(…) or stack.overrideOption(…).',
      },
    ]);
  });

  it('within one construct say so', () => {
    const laptop = machine();
    new Says(laptop, 'Mixer', (module) => {
      module.set('a.b', 1);
      module.set('a.b', 2);
    });
    assert.deepEqual(errors(laptop), ['The option «a.b» is set twice by this construct, to 1 and to 2.']);
  });

  it('are found between numbers, booleans, paths, null, and values of two kinds', () => {
    for (const [first, second] of [
      [1, 2],
      [1.5, 1.25],
      [true, false],
      [null, 1],
      [1n, 2n],
      [Nix.path('./a'), Nix.path('./b')],
      [1, 'one'],
      ['one', 1],
    ])
      assert.match(both('a.b', first, second).join(), REPORTED);
  });

  it('are found inside of sets', () =>
    assert.match(both('a', { b: { c: 1 } }, { b: { c: 2, d: 3 } }).join(), /«a\.b\.c» cannot be both 1/));

  it('are found between texts only where an option is known to hold one: others are joined', () => {
    for (const option of [
      'networking.hostName',
      'users.users.alice.home',
      'fileSystems."/".device',
      'musnix.soundcardPciId',
      'time.timeZone',
    ])
      assert.match(both(option, 'a', 'b').join(), REPORTED, option);
    for (const option of ['services.udev.extraRules', 'environment.etc.x.text', 'users.users.alice.extraGroups'])
      assert.deepEqual(both(option, 'a', 'b'), [], option);
  });

  it('are none where the same is said twice', () => {
    for (const value of [1, 1.5, true, null, 'text', Nix.path('./a')]) assert.deepEqual(both('time.timeZone', value, value), []);
    assert.deepEqual(both('time.timeZone', 'UTC', Nix.interpolate(['U', 'TC'])), []);
    assert.deepEqual(both('a.b', 1, 1n), []);
  });

  it('are none where NixOS merges, or must decide', () => {
    assert.deepEqual(both('a.b', [1], [2]), []);
    assert.deepEqual(both('a.b', { c: 1 }, { d: 2 }), []);
    assert.deepEqual(both('a.b', 1, Nix.name('config')), []);
    assert.deepEqual(both('a.b', 1, Nix.mkIf(Nix.name('x'), 2)), []);
    assert.deepEqual(both('time.timeZone', 'UTC', Nix.interpolate([Nix.name('zone')])), []);
  });

  describe('and priorities', () => {
    it('are settled by the stronger word', () => {
      for (const strong of [Nix.mkForce(2), Nix.mkOverride(99, 2), Nix.mkForce(Nix.name('x'))]) {
        assert.deepEqual(both('a.b', 1, strong), []);
        assert.deepEqual(both('a.b', strong, 1), []);
      }
      assert.deepEqual(both('a.b', Nix.mkDefault(1), 2), []);
      assert.deepEqual(both('a.b', Nix.mkDefault(1), Nix.mkOverride(999, 2)), []);
    });

    it('are settled also for two that contradict each other, before or after the stronger word', () => {
      for (const values of [
        [1, 2, Nix.mkForce(3)],
        [Nix.mkForce(3), 1, 2],
        [Nix.mkDefault(1), Nix.mkDefault(2), 3],
        [1, 2, Nix.mkForce(Nix.name('x'))],
        [1, 2, Nix.mkForce(Nix.mkIf(Nix.name('x'), 3))],
      ]) {
        const laptop = machine();
        values.forEach((value, index) => says(laptop, `Says${index}`, 'a.b', value));
        assert.deepEqual(errors(laptop), []);
      }
    });

    it('are settled by override', () => {
      const laptop = machine();
      says(laptop, 'First', OPTION, true);
      says(laptop, 'Second', OPTION, false);
      laptop.overrideOption(OPTION, true);
      assert.deepEqual(errors(laptop), []);
    });

    it('stand between two of the same strength', () => {
      assert.match(both('a.b', Nix.mkForce(1), Nix.mkForce(2)).join(), /cannot be both 1, said by .* and 2, said by/);
      assert.match(both('a.b', Nix.mkDefault(1), Nix.mkOverride(1000, 2)).join(), REPORTED);
      assert.match(both('a.b', 1, Nix.mkOverride(100, 2)).join(), REPORTED);
    });
  });

  it('are reported once, however often they are looked for', () => {
    const laptop = machine();
    says(laptop, 'First', 'a.b', 1);
    says(laptop, 'Second', 'a.b', 2);
    assert.deepEqual(errors(laptop), errors(laptop));
    assert.equal(errors(laptop).length, 1);
  });
});

describe('options of musnix', () => {
  const complaints = (option: string): string[] => {
    const laptop = machine();
    says(laptop, 'Kernel', option, true);
    return errors(laptop);
  };

  it('are known', () => {
    for (const option of ['musnix.enable', 'musnix.rtirq.enable', 'musnix.kernel.realtime', 'musnix."enable"'])
      assert.deepEqual(complaints(option), []);
  });

  it('are refused where musnix has none of that name, with the one that was probably meant', () => {
    assert.deepEqual(complaints('musnix.kernel.realTime'), [
      'musnix has no option «musnix.kernel.realTime». Did you mean «musnix.kernel.realtime»?',
    ]);
    assert.deepEqual(complaints('musnix.rtirq.namesList'), [
      'musnix has no option «musnix.rtirq.namesList». Did you mean «musnix.rtirq.nameList»?',
    ]);
    assert.deepEqual(complaints('musnix.colour'), ['musnix has no option «musnix.colour».']);
  });

  it('are checked inside of sets as well, and by override', () => {
    const laptop = machine();
    says(laptop, 'Kernel', 'musnix', { enable: true, rtirq: { enabled: true } });
    laptop.overrideOption('musnix.das-watchdog.enable', true);
    assert.deepEqual(errors(laptop), [
      'musnix has no option «musnix.rtirq.enabled». Did you mean «musnix.rtirq.enable»?',
      'musnix has no option «musnix.das-watchdog.enable». Did you mean «musnix.das_watchdog.enable»?',
    ]);
  });
});
