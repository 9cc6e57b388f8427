import { pause } from '../../cli/src/deploy/patience';
import type { Connect } from '../../cli/src/ssh/connection';
import { mayPass } from '../../cli/src/ssh/errors';

const FIRST_MS = 100;
const FACTOR = 1.5;
const LONGEST_MS = 5000;

/** How often it may fail, as Pulumi's own provider takes it: -1 is without end. */
export const USUAL_LIMIT = 10;

/** A machine that was just made may not be up yet, so the first connection is tried again. One that has worked once is another matter. */
export function patient(connect: Connect, limit: number): Connect {
  let wasThere = false;
  return async (to, how) => {
    for (let failed = 1, ms = FIRST_MS; ; failed++, ms = Math.min(LONGEST_MS, ms * FACTOR)) {
      try {
        const connection = await connect(to, how);
        wasThere = true;
        return connection;
      } catch (error) {
        const isOver = limit >= 0 && failed > limit;
        if (wasThere || isOver || !mayPass(error) || how?.signal?.aborted) throw error;
        await pause(ms, how?.signal);
      }
    }
  };
}
