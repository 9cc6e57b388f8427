import type { Connection } from '../ssh/connection';
import { GuardClient } from './guard-client';
import type { Ways } from './open-machine';
import type { Machine } from './select-machines';

/** What a machine answered, or why there is no answer. */
export type Answer<T> = { readonly machine: Machine } & ({ readonly value: T } | { readonly problem: Error });

type Use = <T>(ways: Ways, machine: Machine, work: (connection: Connection) => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Works over a connection as the user that the stack names, and closes it. */
export const withLogin: Use = (ways, { target }, work, signal) => during(ways.connect(target, signal && { signal }), work);

/** With root's rights. */
export const withRights: Use = (ways, { target }, work, signal) => during(ways.open(target, signal && { signal }), work);

export const withGuard = <T>(ways: Ways, machine: Machine, ask: (guard: GuardClient) => Promise<T>, signal?: AbortSignal): Promise<T> =>
  withRights(ways, machine, (connection) => ask(new GuardClient(connection, ways.guard, signal)), signal);

async function during<T>(opening: Promise<Connection>, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await opening;
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** Asks all at once. One that does not answer is no matter to the others. */
export const askAll = <T>(machines: readonly Machine[], ask: (machine: Machine) => Promise<T>): Promise<readonly Answer<T>[]> =>
  Promise.all(
    machines.map((machine) =>
      ask(machine).then(
        (value): Answer<T> => ({ machine, value }),
        (problem: Error): Answer<T> => {
          if (problem.name === 'Interrupted') throw problem; // the user left a question
          return { machine, problem };
        },
      ),
    ),
  );
