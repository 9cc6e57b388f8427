import { resolve } from 'node:path';
import type { Call } from '../command';
import { openSsh } from '../ssh/connect';
import type { Connect, Destination } from '../ssh/connection';
import { openDoor, type Door } from '../ssh/door';
import { openPerson, type Person } from '../terminal';
import { asRoot } from './as-root';
import { readSshConfig, readTransport } from './deploy-options';
import { readGuard, type GuardScript } from './guard-script';

/** How a command gets to machines: everything that talks to one is made here. */
export interface Ways {
  /** As the user that the stack names. */
  readonly connect: Connect;
  /** With root's rights. */
  readonly open: Connect;
  /** For a program that logs in by its own means. */
  readonly door: (destination: Destination) => Promise<Door>;
  readonly guard: GuardScript;
  /** A file in place of the user's own configuration of ssh. */
  readonly sshConfig?: string;
}

export type Aside = <T>(work: () => Promise<T>) => Promise<T>;

/** @param aside gives the screen to questions while somebody answers them */
export function openWays({ options, cwd }: Pick<Call, 'options' | 'cwd'>, aside: Aside = (work) => work()): Ways {
  const transport = readTransport(options['transport']);
  const file = options['sudoPasswordFile'] as string | undefined;
  const passwordFile = file === undefined || file === '-' ? file : resolve(cwd, file);
  const configFile = readSshConfig(options['sshConfig'], cwd);
  const person = personBeside(openPerson(), aside);
  const ssh = openSsh({ person, ...(transport && { transport }), ...(configFile !== undefined && { configFile }) });
  const { connect } = ssh;
  const open = asRoot(ssh, passwordFile);
  const door: Ways['door'] = (to) => openDoor(to, { secrets: ssh.secrets, ...(configFile !== undefined && { configFile }) });
  return { connect, open, door, guard: readGuard(), ...(configFile !== undefined && { sshConfig: configFile }) };
}

/** Who is asked while the screen is given to the question. */
export const personBeside = (person: Person, aside: Aside): Person => ({
  isThere: person.isThere,
  ask: (question) => aside(() => person.ask(question)),
  askSecret: (question) => aside(() => person.askSecret(question)),
});
