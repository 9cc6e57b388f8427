import assert from 'node:assert/strict';
import { selectStacks } from '../../src/project/select';
import { stack } from '../support/studio';

const STACKS = ['studio-laptop', 'stage-box', 'studio-tower', 'a.b'].map((name) => stack(name));
const chosen = (...patterns: readonly string[]): readonly string[] => selectStacks(STACKS, patterns).map(({ name }) => name);

describe('selecting stacks', () => {
  it('takes all when none is named', () => {
    assert.deepEqual(chosen(), ['studio-laptop', 'stage-box', 'studio-tower', 'a.b']);
  });

  it('keeps the order of the manifest and takes each once', () => {
    assert.deepEqual(chosen('studio-tower', 'studio-laptop', 'studio-*'), ['studio-laptop', 'studio-tower']);
  });

  it('understands * and ?, and no other character in a special way', () => {
    assert.deepEqual(chosen('*-*o*'), ['studio-laptop', 'stage-box', 'studio-tower']);
    assert.deepEqual(chosen('s????-box'), ['stage-box']);
    assert.deepEqual(chosen('a.?'), ['a.b']);
    assert.throws(() => chosen('a[.]*'), /No stack matches/);
  });

  it('asks «did you mean»', () => {
    assert.throws(() => chosen('studio-latpop'), {
      name: 'UserError',
      message: 'No stack is called «studio-latpop». Did you mean «studio-laptop»?',
    });
  });

  it('lists what there is when nothing is near', () => {
    assert.throws(() => chosen('piano'), {
      message: 'No stack is called «piano». There are: studio-laptop, stage-box, studio-tower, a.b.',
    });
    assert.throws(() => chosen('piano*'), { message: /^No stack matches «piano\*»\. There are: / });
    assert.throws(() => selectStacks([], ['piano']), { message: 'No stack is called «piano». There are none.' });
  });
});
