import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cpuList } from '../../../src/constructs/realtime/cpus';

/** Reads what the kernel reads: `0-2,6`. */
function read(list: string): number[] {
  return list.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

describe('a list of CPUs', () => {
  it('joins neighbours', () => {
    assert.equal(cpuList([3]), '3');
    assert.equal(cpuList([6, 2, 7, 3]), '2-3,6-7');
    assert.equal(cpuList([0, 1, 2, 4]), '0-2,4');
  });

  it('names every CPU once, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(130), { minLength: 1 }), (cpus) => {
        assert.deepEqual(
          read(cpuList(cpus)),
          [...new Set(cpus)].sort((a, b) => a - b),
        );
      }),
    );
  });
});
