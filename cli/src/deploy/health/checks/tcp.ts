import type { HealthCheck } from '../../../../../src/assembly/realtime';
import { lastLine, nobodyListens, notAsked } from '../check-errors';
import type { CheckLook } from '../health-check';

const NO_PROGRAM = 96;

/** A NixOS machine has both. */
const ASK = `
if command -v bash >/dev/null; then exec timeout "$3" bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$1" "$2"
elif command -v nc >/dev/null; then exec timeout "$3" nc -z "$1" "$2"
else exit ${NO_PROGRAM}
fi`;

/** `timeout` ended it. */
const LATE = 124;

/** A port on which somebody listens. It is the machine that asks, so what listens for itself alone counts. */
export const tcp = ({ host, port }: Extract<HealthCheck, { kind: 'tcp' }>): CheckLook => ({
  title: `that somebody listens on port ${port} of ${host}`,
  look: async ({ login, signal, timeoutMs }) => {
    const seconds = Math.max(1, Math.floor(timeoutMs / 1000));
    const { code, stderr } = await login.run({
      argv: ['sh', '-c', ASK, 'sh', host, `${port}`, `${seconds}`],
      signal,
      timeoutMs: timeoutMs + 1000,
    });
    if (code === 0) return undefined;
    if (code === NO_PROGRAM) return notAsked('whether somebody listens', 'there is neither bash nor nc on the machine');
    const why = /[^:]*$/.exec(lastLine(stderr))?.[0].trim() ?? '';
    return nobodyListens(host, port, code === LATE ? 'no answer' : why);
  },
});
