import { listed } from '../words';
import { fail, pass, warn } from '../verdict';
import { CHANGING, type PreflightGate } from './gate';

export const systemd: PreflightGate = {
  id: 'systemd',
  title: 'the state of its services',
  only: CHANGING,
  check({ systemd: state, failedUnits }) {
    switch (state) {
      case 'running':
        return pass('all services run');
      case 'absent':
        return pass('it has no systemd');
      case 'degraded':
        return warn(`Failed already before this deployment: ${listed(failedUnits, 'a unit')}. What fails anew counts, these do not.`);
      case 'stopping':
        return fail('The machine is shutting down. Try again when it is up.');
      case 'initializing':
      case 'starting':
        return warn('The machine is still starting; the activation waits until it is done.');
      case 'maintenance':
        return warn('The machine is in rescue mode, so the activation may wait without end. Look at its console.');
      default:
        return warn(`systemd gives its state as «${state ?? 'nothing'}».`);
    }
  },
};
