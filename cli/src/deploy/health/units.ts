import { fail, pass, warn } from '../verdict';
import { listed } from '../words';
import type { HealthGate } from './gate';

/** The activation itself was judged by the guard; this sees what fell over a moment later. */
export const units: HealthGate = {
  id: 'units',
  title: 'that no service failed anew',
  budget: 10,
  async check({ reach, before, plan }) {
    const now = await (await reach()).inspect();
    const fresh = now.failedUnits.filter((unit) => !before?.failedUnits.includes(unit) && !plan.tolerate?.includes(unit));
    const since = before ? ' with the new system' : '';
    if (fresh.length > 0) return fail(`${listed(fresh, '')} failed${since}. «systemctl status ${fresh[0]}» on the machine would tell why.`);
    const old = now.failedUnits.filter((unit) => !fresh.includes(unit));
    return old.length > 0 ? warn(`failed as before: ${listed(old, '')}`) : pass('no service failed');
  },
};
