import type { HealthCheck } from '../../../../../src/assembly/realtime';
import { lastLine, noAnswer, notAsked, wrongStatus } from '../check-errors';
import type { CheckLook } from '../health-check';

/** Nobody's ~/.curlrc, no proxy, and no pattern in the address: just this one request. */
const CURL = ['curl', '-q', '-sS', '--globoff', '--noproxy', '*', '--proto', '=http,https', '-o', '/dev/null', '-w', '%{http_code}'];

/** An address that answers with a status. The first answer counts, where it leads elsewhere as well. */
export const http = ({ url, status }: Extract<HealthCheck, { kind: 'http' }>): CheckLook => ({
  title: `that ${url} answers with status ${status}`,
  look: async ({ login, signal, timeoutMs }) => {
    const seconds = (timeoutMs / 1000).toFixed(1);
    const { code, stdout, stderr } = await login.run({
      argv: [...CURL, '--max-time', seconds, '--url', url],
      signal,
      timeoutMs: timeoutMs + 1000,
    });
    if (code === 127) return notAsked('what answers there', 'there is no curl on the machine');
    if (code !== 0) return noAnswer(url, lastLine(stderr).replace(/^curl: /, ''));
    const answered = stdout.trim();
    return answered === String(status) ? undefined : wrongStatus(url, answered, status);
  },
});
