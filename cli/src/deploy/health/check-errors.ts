import type { HealthCheckEntry } from '../../../../src/assembly/realtime';
import type { RemoteResult } from '../../ssh/connection';
import { harmless } from '../../ssh/harmless';
import { duration } from '../words';

export const notWell = ({ id, source, within }: HealthCheckEntry, trouble: string): string =>
  `The health check «${id}»${source === undefined ? '' : ` (${source})`} was not well within ${duration(within)}: ${trouble.replace(/\.$/, '')}.`;

/** «curl -f localhost» ended with exit code 7: connection refused */
export function ended(argv: readonly string[], { code, signal, stdout, stderr }: RemoteResult): string {
  const program = `«${harmless(argv.join(' '))}»`;
  if (code === 127) return `there is no program «${harmless(argv[0] ?? '')}» on the machine`;
  const how = signal === undefined ? `ended with exit code ${code}` : `was ended by ${harmless(signal)}`;
  const said = lastLine(stderr) || lastLine(stdout);
  return `${program} ${how}${said === '' ? '' : `: ${said}`}`;
}

export const inState = (unit: string, state: string): string => `${unit} is «${state}». «systemctl status ${unit}» there would tell why`;

export const notAsked = (what: string, why: string): string => `it could not be seen ${what}: ${why}`;

export const nobodyListens = (host: string, port: number, why: string): string =>
  `nobody answers on port ${port} of ${host}${why === '' ? '' : ` (${why})`}`;

export const wrongStatus = (url: string, is: string, wanted: number): string =>
  `${url} answered with status ${is}, and ${wanted} is expected`;

export const noAnswer = (url: string, why: string): string => `${url} did not answer${why === '' ? '' : `: ${why}`}`;

/** The last line that says something: that is where programs complain. */
export function lastLine(text: string): string {
  const lines = harmless(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (lines.at(-1) ?? '').slice(0, 300);
}
