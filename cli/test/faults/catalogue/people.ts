import { HELD_ACTIVATION, SLOW_ACTIVATION } from '../changes';
import { SWITCHED, UNTOUCHED, type FaultGroup } from '../fault';

export const ACCESS: FaultGroup = {
  title: 'Access',
  faults: [
    {
      title: 'the host key of the machine has changed',
      before: ({ machine }) => machine.rekey(),
      after: (scene) => scene.learnHostKey(),
      ends: { ...UNTOUCHED, says: /was not changed.*host key/is },
    },
    {
      title: 'the machine does not take our key',
      before: (scene) => scene.locksUsOut(),
      after: (scene) => scene.letsUsIn(),
      ends: { ...UNTOUCHED, says: /was not changed.*does not let us in/s },
    },
    {
      title: 'the password for sudo is wrong',
      user: 'alice',
      options: ['--sudo-password-file', 'wrong-password'],
      before: async (scene) => scene.writes({ 'wrong-password': 'no\n' }),
      ends: { ...UNTOUCHED, says: /was not changed.*password/is },
    },
  ],
};

const TAKEN = { exit: 1, runs: 'other', says: /was not changed.*is deploying to it/ } as const;

export const PEOPLE: FaultGroup = {
  title: 'Other people',
  faults: [
    {
      title: 'somebody else is deploying',
      before: (scene) => scene.somebodyElseDeploys(HELD_ACTIVATION),
      after: async ({ machine }) => void (await machine.console('touch /var/go-on')),
      ends: TAKEN,
    },
    {
      title: 'two deploy at the same moment (this is the one that comes second)',
      change: SLOW_ACTIVATION,
      before: (scene) => scene.invitesRival(SLOW_ACTIVATION),
      during: (scene) => scene.rivalStartsToo(),
      ends: TAKEN,
    },
    {
      title: 'somebody else made a generation since we deployed',
      before: (scene) => scene.somebodyElseSwitches(),
      ends: { exit: 1, runs: 'other', says: /--adopt/ },
    },
    {
      title: 'somebody else made a generation, and we take over',
      before: (scene) => scene.somebodyElseSwitches(),
      options: ['--adopt'],
      ends: SWITCHED,
    },
    {
      title: 'the clock of the machine is two days behind',
      before: ({ machine }) => machine.clock(-2 * 24 * 3600),
      after: ({ machine }) => machine.clock(0),
      ends: SWITCHED,
    },
  ],
};
