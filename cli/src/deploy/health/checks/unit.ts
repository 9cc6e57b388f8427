import type { HealthCheck } from '../../../../../src/assembly/realtime';
import { ended, inState, lastLine, notAsked } from '../check-errors';
import type { CheckLook } from '../health-check';

/** Who asks about their own session needs no more than the way to it; about somebody else's, root's rights. */
const ASK = `
if [ -z "$2" ]; then exec systemctl is-active -- "$1"
elif [ "$2" = "$(id -un)" ]; then XDG_RUNTIME_DIR=\${XDG_RUNTIME_DIR:-/run/user/$(id -u)} exec systemctl --user is-active -- "$1"
else exec systemctl --user --machine="$2@.host" is-active -- "$1"
fi`;

/** A unit of systemd, or of somebody's session. */
export const unit = ({ unit: name, user = '' }: Extract<HealthCheck, { kind: 'unit' }>): CheckLook => {
  const whose = user === '' ? name : `${name} of ${user}`;
  return {
    title: `that ${whose} is active`,
    look: async ({ login, signal, timeoutMs }) => {
      const result = await login.run({ argv: ['sh', '-c', ASK, 'sh', name, user], signal, timeoutMs });
      if (result.code === 0) return undefined;
      if (result.code === 127) return ended(['systemctl'], result);
      const state = lastLine(result.stdout);
      return /^[a-z-]+$/.test(state)
        ? inState(whose, state)
        : notAsked(`whether ${whose} is active`, lastLine(result.stderr) || 'no answer');
    },
  };
};
