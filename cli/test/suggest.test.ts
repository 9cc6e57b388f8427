import assert from 'node:assert/strict';
import { nearest } from '../src/suggest';

describe('did you mean', () => {
  it('finds a slip of the finger', () => {
    assert.deepEqual(nearest('stduio-laptop', ['studio-laptop', 'stage-box']), ['studio-laptop']);
  });

  it('finds a part of a name', () => {
    assert.deepEqual(nearest('laptop', ['stage-box', 'studio-laptop']), ['studio-laptop']);
  });

  it('does not mind capitals', () => {
    assert.deepEqual(nearest('Stage-Box', ['stage-box']), ['stage-box']);
  });

  it('offers the nearest first, and three at most', () => {
    assert.deepEqual(nearest('seat-10', ['seat-01', 'seat-11', 'seat-12', 'seat-13', 'piano']).length, 3);
    assert.equal(nearest('synt', ['sync', 'synth', 'ls'])[0], 'sync');
  });

  it('does not guess wildly', () => {
    assert.deepEqual(nearest('piano', ['studio-laptop']), []);
    assert.deepEqual(nearest('x', ['studio-laptop']), []);
  });
});
