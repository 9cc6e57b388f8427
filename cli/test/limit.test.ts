import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { limited } from '../src/limit';

describe('limited work', () => {
  it('goes on in so many places at once, never in more, and all of it is done', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { maxLength: 12 }), async (most, fails) => {
        const during = limited(most);
        let [busy, highest, done] = [0, 0, 0];
        const work = async (isBroken: boolean): Promise<void> => {
          highest = Math.max(highest, (busy += 1));
          await sleep(1);
          busy -= 1;
          done += 1;
          if (isBroken) throw new Error('broken');
        };
        await Promise.allSettled(fails.map((isBroken) => during(() => work(isBroken))));
        assert.deepEqual([done, highest], [fails.length, Math.min(most, fails.length)]);
      }),
      { numRuns: 30 },
    ));
});
