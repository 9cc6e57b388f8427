import { resolve } from 'node:path';
import { GUARD_PROGRAM } from '../access/documents';
import type { Call } from '../command';
import { openSsh } from '../ssh/connect';
import type { Connect } from '../ssh/connection';
import { elevated } from '../ssh/elevate';
import { openPerson, type Person } from '../terminal';
import { readTransport } from './deploy-options';
import { readGuard, type GuardScript } from './guard-script';
import { limited } from './limit';

/** How a command gets to machines: everything that talks to one is made here. */
export interface Ways {
  /** As the user that the stack names. */
  readonly connect: Connect;
  /** With root's rights. */
  readonly open: Connect;
  readonly guard: GuardScript;
}

/**
 * An sshd refuses at random from the tenth login on that is not finished (`MaxStartups 10:30:100` in sshd_config(5)), and the machines may
 * all stand behind one jump host.
 */
const LOGINS_AT_ONCE = 8;

type Aside = <T>(work: () => Promise<T>) => Promise<T>;

/** @param aside gives the screen to questions while somebody answers them */
export function openWays({ options, cwd }: Pick<Call, 'options' | 'cwd'>, aside: Aside = (work) => work()): Ways {
  const transport = readTransport(options['transport']);
  const file = options['sudoPasswordFile'] as string | undefined;
  const passwordFile = file === undefined || file === '-' ? file : resolve(cwd, file);
  const ssh = openSsh({ person: personBeside(openPerson(), aside), ...(transport && { transport }) });
  const inTurn = limited(LOGINS_AT_ONCE);
  const connect: Connect = (destination, how) => inTurn(() => ssh.connect(destination, how));
  const open: Connect = async (destination, how) => {
    const connection = await connect(destination, how);
    try {
      const { secrets } = ssh;
      return await elevated(connection, {
        secrets,
        allowed: [GUARD_PROGRAM, 'version'],
        ...(passwordFile !== undefined && { passwordFile }),
      });
    } catch (error) {
      await connection.close();
      throw error;
    }
  };
  return { connect, open, guard: readGuard() };
}

const personBeside = (person: Person, aside: Aside): Person => ({
  isThere: person.isThere,
  ask: (question) => aside(() => person.ask(question)),
  askSecret: (question) => aside(() => person.askSecret(question)),
});
