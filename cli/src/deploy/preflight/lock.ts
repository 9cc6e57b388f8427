import { fail, pass } from '../verdict';
import { heldBy } from '../words';
import type { PreflightGate } from './gate';

export const lock: PreflightGate = {
  id: 'lock',
  title: 'that nobody else is deploying to it',
  check({ lock: held, armed, clock }, { stack }) {
    if (held) return fail(heldBy(stack, held, clock));
    if (armed)
      return fail(
        `The deployment «${armed.id}» of this machine has not ended: its undo is still set${armed.phase === undefined ? '' : ` (phase «${armed.phase}»)`}. Wait for it, or end it with «cdk unlock ${stack}».`,
      );
    return pass('nobody is deploying to it');
  },
};
