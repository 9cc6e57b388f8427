import assert from 'node:assert/strict';
import { Construct } from 'constructs';
import { Annotations, findingsBelow, whereabouts, type Finding } from '../../src/core';
import { errors, machine } from '../support/machine';
import { Says } from './says';

const brief = (findings: readonly Finding[]): string[] => findings.map(({ level, path, text }) => `${level} ${path}: ${text}`);

describe('Annotations', () => {
  it('are collected from the whole tree, parents first', () => {
    const laptop = machine();
    const mixer = new Says(laptop, 'Mixer', () => undefined);
    const fader = new Says(mixer, 'Fader', () => undefined);
    Annotations.of(fader).addError('It is stuck.');
    Annotations.of(mixer).addInfo('It has 8 channels.');
    Annotations.of(laptop).addWarning('The fan is audible.');
    assert.deepEqual(brief(findingsBelow(laptop)), [
      'warning studio-laptop: The fan is audible.',
      'info studio-laptop/Mixer: It has 8 channels.',
      'error studio-laptop/Mixer/Fader: It is stuck.',
    ]);
  });

  it('say a thing once, but the same thing about two constructs twice', () => {
    const laptop = machine();
    for (const id of ['A', 'B']) {
      const construct = new Says(laptop, id, () => undefined);
      for (let time = 0; time < 3; time++) Annotations.of(construct).addWarning('Loud.');
    }
    assert.deepEqual(brief(findingsBelow(laptop)), ['warning studio-laptop/A: Loud.', 'warning studio-laptop/B: Loud.']);
  });

  it('may be added while the machine is put together, however often that happens', () => {
    const laptop = machine();
    new Says(laptop, 'Mixer', ({ construct }) => Annotations.of(construct).addError('No power.'));
    assert.deepEqual(errors(laptop), ['No power.']);
    assert.deepEqual(errors(laptop), ['No power.']);
  });

  it('stand beside what validations find, and metadata of others is none of our business', () => {
    const laptop = machine();
    const mixer = new Construct(laptop, 'Mixer');
    mixer.node.addMetadata('aws:cdk:warning', 'not ours');
    mixer.node.addValidation({ validate: () => ['Too many cables.', 'Too few hands.'] });
    Annotations.of(mixer).addError('It is stuck.');
    assert.deepEqual(errors(laptop), ['It is stuck.', 'Too many cables.', 'Too few hands.']);
  });
});

describe('a construct that fails to say what it adds', () => {
  const failing = (failure: () => never): string[] => {
    const laptop = machine();
    new Says(laptop, 'Mixer', failure);
    new Says(laptop, 'Other', ({ construct }) => Annotations.of(construct).addError('Checked all the same.'));
    return errors(laptop);
  };

  it('is one finding among the others, with the kind of the failure and its line', () => {
    const [first, second] = failing(() => {
      throw new RangeError('channel 9');
    });
    assert.match(first!, /^contributeTo failed with RangeError: channel 9\nat .*annotations\.test\.ts:\d+:\d+\)?$/);
    assert.equal(second, 'Checked all the same.');
  });

  it('may throw anything', () => {
    assert.deepEqual(
      failing(() => {
        throw 'a fit';
      })[0],
      'contributeTo threw a fit.',
    );
  });
});

describe('ids', () => {
  it('with a slash, empty ones and repeated ones are reported together, each with its line', () => {
    const laptop = machine();
    const nothing = (): void => undefined;
    const first = new Says(laptop, 'Mixer', nothing);
    for (const id of ['Mixer', 'a/b', '', '']) new Says(laptop, id, nothing);
    const noName = 'A construct needs an id, a name that is unique among its siblings. This one has the empty text.';
    assert.deepEqual(
      findingsBelow(laptop).map(({ path, text }) => [path, text]),
      [
        [
          'studio-laptop/Mixer (2)',
          `Two constructs in studio-laptop are called «Mixer»; the first is ${whereabouts(first)}. Give one of them another id.`,
        ],
        [
          'studio-laptop/a-b',
          "The id «a/b» has a slash, which separates the parts of a construct's path. Use another sign, such as a dash.",
        ],
        ['studio-laptop/unnamed', noName],
        ['studio-laptop/unnamed (2)', noName],
      ],
    );
  });
});
