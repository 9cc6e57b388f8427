import { pass, warn } from '../verdict';
import { CHANGING, type PreflightGate } from './gate';

export const pendingReboot: PreflightGate = {
  id: 'pending-reboot',
  title: 'whether it waits for a reboot',
  only: CHANGING,
  check: ({ pendingReboot: pending, kernel }) =>
    pending === 'yes'
      ? warn(
          `The machine waits for a reboot since an earlier change${kernel === undefined ? '' : ` (it still runs the kernel ${kernel})`}. Reboot it when nobody plays, or deploy with --reboot.`,
        )
      : pass('no reboot is pending'),
};
