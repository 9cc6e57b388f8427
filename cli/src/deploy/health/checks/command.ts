import type { HealthCheck } from '../../../../../src/assembly/realtime';
import { harmless } from '../../../ssh/harmless';
import { ended } from '../check-errors';
import type { CheckLook } from '../health-check';

/** A program of the studio's author. Its words are not read by a shell, and it runs as who deploys. */
export const command = ({ argv }: Extract<HealthCheck, { kind: 'command' }>): CheckLook => ({
  title: `that «${harmless(argv.join(' '))}» succeeds`,
  look: async ({ login, signal, timeoutMs }) => {
    const result = await login.run({ argv, signal, timeoutMs });
    return result.code === 0 ? undefined : ended(argv, result);
  },
});
