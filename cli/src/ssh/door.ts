import { openAgentSocket } from './agent-socket';
import { configOf } from './config-source';
import type { Destination } from './connection';
import { checked } from './destination';
import { noDoor } from './errors';
import { KeyRing } from './key-ring';
import type { Secrets } from './secrets';

/** What another program needs to log in to a machine with a client of its own: where to, as whom, and an agent that signs for the user. */
export interface Door {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** The socket of an agent that holds all keys of the user for this machine, and gives none of them away. */
  readonly agentSocket: string;
  close(): void;
}

export interface DoorOptions {
  readonly secrets: Secrets;
  readonly configFile?: string;
}

/**
 * Opens a door to a machine as the user's own configuration leads there. The keys stay in this process: whoever goes through asks for signatures.
 *
 * @throws UserError where the way leads through other hosts or programs, which a stranger's client cannot go
 */
export async function openDoor(given: Destination, { secrets, configFile }: DoorOptions): Promise<Door> {
  const destination = checked(given);
  const config = await configOf(destination, configFile);
  if (config.proxyCommand !== undefined) throw noDoor(destination.host, 'ProxyCommand');
  if (config.jumps.length > 0) throw noDoor(destination.host, 'ProxyJump');
  const ring = await KeyRing.gather(config, secrets);
  const { path: agentSocket, close } = await openAgentSocket(ring);
  return { host: config.hostName, port: config.port, user: config.user, agentSocket, close };
}
