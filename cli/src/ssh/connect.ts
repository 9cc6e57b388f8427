import { openPerson, type Person } from '../terminal';
import { configOf } from './config-source';
import type { Connect } from './connection';
import { checked } from './destination';
import { connectWithOpenSsh } from './openssh-transport';
import { Secrets } from './secrets';
import { connectWithSsh2 } from './ssh2-transport';

export type Transport = 'ssh2' | 'openssh';
export const TRANSPORTS: readonly Transport[] = ['ssh2', 'openssh'];

export interface SshOptions {
  /** @default ssh2, and openssh where the user's configuration has a ProxyCommand for the machine */
  readonly transport?: Transport;
  /** In place of the user's configuration, as in `ssh -F`. */
  readonly configFile?: string;
  /** @default whoever sits at the terminal */
  readonly person?: Person;
}

/** The ways to machines, for one run of a command. What the user types is asked for once, and forgotten at the end. */
export interface Ssh {
  readonly connect: Connect;
  readonly secrets: Secrets;
}

export function openSsh({ transport, configFile, person = openPerson() }: SshOptions): Ssh {
  const secrets = new Secrets(person);
  const connect: Connect = async (given, { signal } = {}) => {
    const destination = checked(given);
    const config = await configOf(destination, configFile);
    const way = { secrets, ...(configFile !== undefined && { configFile }), ...(signal && { signal }) };
    const chosen = transport ?? (config.proxyCommand === undefined ? 'ssh2' : 'openssh');
    return chosen === 'openssh' ? connectWithOpenSsh(destination, config, way) : connectWithSsh2(destination, config, way);
  };
  return { connect, secrets };
}
