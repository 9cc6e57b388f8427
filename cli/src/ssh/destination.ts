import { isIPv6 } from 'node:net';
import type { Destination } from './connection';
import { badHost, badPort, badUser } from './errors';

/**
 * The same place, in the form that ssh is given it: an IPv6 address without its brackets.
 *
 * @throws UserError for what ssh would take for an option, or what cannot be a name
 */
export function checked(destination: Destination): Destination {
  const { host, user, port } = destination;
  const bare = /^\[(.*)\]$/.exec(host)?.[1] ?? host;
  if (!HOST.test(bare)) throw badHost(host);
  if (user !== undefined && !USER.test(user)) throw badUser(user);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) throw badPort(port);
  return { ...destination, host: bare };
}

/** What the OpenSSH client lets through: nothing that a shell, a `%` expansion or an option parser could take for something else. */
const HOST = /^(?!-)[^\s\p{C}'"`$\\;&<>|(){}[\]@/?*!#]{1,255}$/u;
const USER = /^(?!-)[^\s\p{C}'"`;&<>|(){}:/?*!\\]{1,255}$/u;

/** For people: `root@studio-laptop.local`, `root@studio-laptop.local:2222`, `root@[fe80::1%eth0]:2222`. */
export function labelOf(user: string, host: string, port: number): string {
  return `${user}@${placeOf(host, port)}`;
}

export function placeOf(host: string, port: number): string {
  if (port === 22) return host;
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
