import { freezeText, isFrozen } from '../freeze';
import { fail, pass, warn } from '../verdict';
import { CHANGING, type PreflightGate } from './gate';

/** Told before anything is sent. The machine itself holds to it as well, whoever asks. */
export const freeze: PreflightGate = {
  id: 'freeze',
  title: 'that it is not frozen',
  only: CHANGING,
  check({ frozen }, { stack, despiteFreeze }) {
    if (!frozen) return pass('it is not frozen');
    if (despiteFreeze === undefined) return fail(isFrozen(stack, frozen));
    return warn(
      `The machine is frozen ${freezeText(frozen)}. It is changed nevertheless, and the reason is kept there: «${despiteFreeze}».`,
    );
  },
};
