import assert from 'node:assert/strict';
import { selectMachine, selectMachines, type Selection } from '../../src/deploy/select-machines';
import { stack } from '../support/studio';

const target = { host: 'studio.local', user: 'root' };
const LAPTOP = stack('studio-laptop', { target, tags: ['canary'] });
const STAGE = stack('stage-box', { target, tags: ['stage', 'rack'] });
const MIX = stack('stage-mix', { target, tags: ['stage'] });
const LOFT = stack('loft');
const SONG = stack('song', { kind: 'portable' });
const ALL = [LAPTOP, STAGE, MIX, LOFT, SONG];

const names = (selection: Partial<Selection>, stacks = ALL): readonly string[] =>
  selectMachines(stacks, { names: [], ...selection }).map(({ name }) => name);
const refusal = (selection: Partial<Selection>, stacks = ALL): string => {
  try {
    return `meant ${names(selection, stacks).join(' ')}`;
  } catch (error) {
    assert.equal((error as Error).name, 'UserError');
    return (error as Error).message;
  }
};

describe('the machines that a call means', () => {
  it('are those that are named, in the order of the manifest', () => {
    assert.deepEqual(names({ names: ['stage-mix', 'studio-laptop'] }), ['studio-laptop', 'stage-mix']);
    assert.deepEqual(names({ names: ['stage-*', 'stage-box'] }), ['stage-box', 'stage-mix']);
  });

  it('are those with a tag, beside those that are named', () => {
    assert.deepEqual(names({ tag: ['stage'] }), ['stage-box', 'stage-mix']);
    assert.deepEqual(names({ tag: ['rack', 'canary'] }), ['studio-laptop', 'stage-box']);
    assert.deepEqual(names({ names: ['studio-laptop'], tag: ['rack'] }), ['studio-laptop', 'stage-box']);
  });

  it('are all that can be logged in to, where that is said', () => {
    assert.deepEqual(names({ all: true }), ['studio-laptop', 'stage-box', 'stage-mix']);
    assert.deepEqual(names({ names: ['*'] }), ['studio-laptop', 'stage-box', 'stage-mix']);
  });

  it('is the only one there is, without a word', () => {
    assert.deepEqual(names({}, [LAPTOP, LOFT, SONG]), ['studio-laptop']);
  });

  it('are never taken for meant where there are several and none is named', () => {
    assert.equal(
      refusal({}),
      'There are 3 machines: studio-laptop, stage-box and stage-mix. Say which: by name, by a glob as in «studio-*», with --tag, or --all for every one.',
    );
    assert.match(refusal({ all: true, names: ['stage-box'] }), /^--all means every machine, so names and --tag say nothing beside it/);
  });

  it('are no environments, and no machines without an address: who names one is told', () => {
    assert.match(refusal({ names: ['song'] }), /^«song» is an environment for any Linux, and no machine/);
    assert.match(
      refusal({ names: ['stage-box', 'loft'] }),
      /^«loft» \(bin\/studio\.ts:4\) does not say where its machine is\. Give the stack a target/,
    );
    assert.match(refusal({ names: ['lo*'] }), /^«loft»/);
    assert.match(refusal({}, [LOFT]), /^«loft»/);
    assert.match(refusal({ all: true }, [SONG]), /^The app has no machine: song can be built with Nix on any Linux, and is not deployed/);
    assert.match(refusal({}, []), /^The app has no stack yet/);
  });

  it('have to exist', () => {
    assert.match(refusal({ names: ['tage-box'] }), /^No stack is called «tage-box»\. Did you mean «stage-box»\?/);
    assert.equal(refusal({ tag: ['stgae'] }), 'No machine has the tag «stgae». There are: canary, rack, stage.');
    assert.equal(refusal({ tag: ['cannary'] }), 'No machine has the tag «cannary». Did you mean «canary»?');
    assert.match(refusal({ tag: ['stage'] }, [LOFT]), /None has a tag: tags: \[\.\.\.\] of a stack gives it some\.$/);
  });
});

describe('the one machine that a command is about', () => {
  it('is named, or the only one', () => {
    assert.equal(selectMachine(ALL, ['stage-box']).name, 'stage-box');
    assert.equal(selectMachine([LAPTOP, SONG], []).name, 'studio-laptop');
  });

  it('is not several', () => {
    assert.throws(
      () => selectMachine(ALL, ['stage-*']),
      /^UserError: This is about one machine, and stage-box and stage-mix are 2\. Name one/,
    );
    assert.throws(() => selectMachine(ALL, []), /studio-laptop, stage-box and stage-mix are 3\. Name one of them\./);
  });
});
