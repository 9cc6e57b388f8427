import { fail, pass } from '../verdict';
import type { HealthGate } from './gate';

/** The connection that is open proves nothing: it would outlive a firewall that lets nobody in any more. */
export const ssh: HealthGate = {
  id: 'ssh',
  title: 'that ssh answers on a new connection',
  budget: 20,
  isFirm: true,
  async check({ reach }) {
    try {
      await reach();
      return pass('ssh answers on a new connection');
    } catch (error) {
      return fail(`No new ssh connection could be opened: ${(error as Error).message}`);
    }
  },
};
