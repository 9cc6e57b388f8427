import { pass, warn } from '../verdict';
import { duration } from '../words';
import type { PreflightGate } from './gate';

/** Seconds. Certificates and signatures bear that much. */
const TOLERABLE = 120;

/** Only a warning: the limits of a deployment are counted by the machine from its start, whatever its clock says. */
export const clock: PreflightGate = {
  id: 'clock',
  title: 'its clock',
  check({ clock: theirs, askedAt }) {
    if (theirs === undefined) return warn('The machine did not tell what time it is.');
    const ahead = theirs - Math.round(askedAt);
    if (Math.abs(ahead) <= TOLERABLE) return pass('its clock is right');
    return warn(
      `Its clock is ${duration(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} this computer's, so downloads may be refused for their certificates. «timedatectl» there tells what keeps the time.`,
    );
  },
};
