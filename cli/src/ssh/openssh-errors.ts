import { notAllowed, tooManyKeys } from './authentication-errors';
import type { HostConfig } from './config';
import { placeOf } from './destination';
import { nameNotFound, noHandshake, refused, timedOut, unreachable } from './errors';

/** What OpenSSH said when it did not connect, in our words. It names the hop that failed, which need not be the machine itself. */
export function whyNot(said: string, label: string, config: HostConfig): Error {
  const [, host, port] = /connect to host (\S+) port (\d+)/.exec(said) ?? [];
  const place = host === undefined ? placeOf(config.hostName, config.port) : placeOf(host, Number(port));
  const unresolved = /Could not resolve hostname ([^:\s]+)/.exec(said)?.[1];
  if (unresolved !== undefined) return nameNotFound(unresolved);
  if (/Too many authentication failures/.test(said)) return tooManyKeys(label, { keys: config.identityFiles, notes: [] });
  if (/Permission denied \(/.test(said)) return notAllowed(label, { keys: config.identityFiles, notes: [NO_QUESTIONS] });
  if (/Connection refused/.test(said)) return refused(place);
  if (/timed out/i.test(said)) return timedOut(place, config.connectTimeoutMs);
  if (/No route to host|unreachable/i.test(said)) return unreachable(place, 'no route');
  return noHandshake(place, said.trim().split('\n').slice(-3).join(' ') || 'ssh said nothing');
}

const NO_QUESTIONS = 'With --transport openssh, keys that have a passphrase must be in an agent: ssh is not let to ask.';

/** ssh did not take the machine's key: it is unknown, another one, or revoked. */
export const isAboutHostKey = (said: string): boolean => /Host key verification failed|host key is known for|REVOKED HOST KEY/i.test(said);
