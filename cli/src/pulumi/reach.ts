import type { types } from '@pulumi/command';
import { UserError } from '../errors';
import type { Connection } from '../ssh/connection';
import type { Door } from '../ssh/door';
import { noHostKey, rightsNeedPassword } from './errors';

export type ConnectionArgs = types.input.remote.ConnectionArgs;

/** How Pulumi's provider gets to a machine, and what makes its programs run as root there. */
export interface Reach {
  readonly connection: ConnectionArgs;
  readonly asRoot: (words: readonly string[]) => readonly string[];
}

/** The provider takes one key, and offers its own type alone; with RSA that would be the signature that nobody accepts any more. */
const KEY_TYPES = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'];

/**
 * The same machine as at the end of this connection, whose host key was checked: the provider is to insist on a key that it told.
 *
 * @throws UserError where Pulumi's provider cannot get there safely
 */
export function reachThrough(
  connection: Connection,
  hostKeys: readonly string[],
  door: Pick<Door, 'host' | 'port' | 'user' | 'agentSocket'>,
): Reach {
  const { label, login, asRoot } = connection;
  const hostKey = KEY_TYPES.flatMap((type) => hostKeys.filter((line) => line.startsWith(`${type} `)))[0];
  if (hostKey === undefined) throw new UserError(noHostKey(label));
  if (login && !asRoot) throw new UserError(rightsNeedPassword(label));
  const { host, port, user, agentSocket: agentSocketPath } = door;
  return {
    connection: { host, port, user, hostKey: hostKey.split(' ', 2).join(' '), agentSocketPath, dialErrorLimit: DIAL_ATTEMPTS },
    asRoot: asRoot ?? ((words) => words),
  };
}

/** We were just there. */
const DIAL_ATTEMPTS = 3;
