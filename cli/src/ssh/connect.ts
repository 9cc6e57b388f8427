import { limited } from '../limit';
import { openPerson, type Person } from '../terminal';
import { readConfig, surroundings } from './config';
import { configOf } from './config-source';
import type { Connect } from './connection';
import { checked } from './destination';
import { Logins } from './logins';
import { listening } from './silence';
import { connectWithOpenSsh } from './openssh-transport';
import { Secrets } from './secrets';
import { connectWithSsh2 } from './ssh2-transport';
import type { Transport } from './transports';

export interface SshOptions {
  /** @default ssh2, and openssh where the user's configuration has a ProxyCommand for the machine */
  readonly transport?: Transport;
  /** In place of the user's configuration, as in `ssh -F`. */
  readonly configFile?: string;
  /** All that there is to say, as `ssh -G` would print it: then no configuration is read. */
  readonly settings?: string;
  /** @default whoever sits at the terminal */
  readonly person?: Person;
}

/** The ways to machines, for one run of a command. What the user types is asked for once, and forgotten at the end. */
export interface Ssh {
  readonly connect: Connect;
  readonly secrets: Secrets;
}

/** Each question to OpenSSH is a process: enough of them to keep a processor busy, and the first logins begin meanwhile. */
const QUESTIONS_AT_ONCE = 8;

export function openSsh({ transport, configFile, settings, person = openPerson() }: SshOptions): Ssh {
  const secrets = new Secrets(person);
  const logins = new Logins();
  const asking = limited(QUESTIONS_AT_ONCE);
  const connect: Connect = async (given, { signal, silenceMs } = {}) => {
    const destination = checked(given);
    const said =
      settings === undefined ? await asking(() => configOf(destination, configFile)) : readConfig(settings, destination, surroundings());
    const config = listening(said, silenceMs);
    const way = { secrets, ...(configFile !== undefined && { configFile }), ...(signal && { signal }), ...(silenceMs && { silenceMs }) };
    const chosen = transport ?? (config.proxyCommand === undefined ? 'ssh2' : 'openssh');
    const connectBy = chosen === 'openssh' ? connectWithOpenSsh : connectWithSsh2;
    return logins.run(config, () => connectBy(destination, config, way));
  };
  return { connect, secrets };
}
