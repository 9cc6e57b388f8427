import type { types } from '@pulumi/command';
import type { Unwrap } from '@pulumi/pulumi';
import { asRoot } from '../../cli/src/deploy/as-root';
import type { PlannedTarget } from '../../cli/src/deploy/plan';
import { openAgentSocket, type AgentSocket } from '../../cli/src/ssh/agent-socket';
import { openSsh } from '../../cli/src/ssh/connect';
import type { Connect, Destination } from '../../cli/src/ssh/connection';
import { checked } from '../../cli/src/ssh/destination';
import { openDoor, type Door } from '../../cli/src/ssh/door';
import { KeyAgent } from '../../cli/src/ssh/key-agent';
import type { Person } from '../../cli/src/terminal';
import { badHostKey, badKey, nobodyHere, passwordRefused, proxyRefused } from './errors';
import { fingerprintOfLine } from './host-key';
import { patient, USUAL_LIMIT } from './patient';

export type GivenConnection = Unwrap<types.input.remote.ConnectionArgs>;

/** How a program gets to its machine: over ssh of our own, and by a door for Pulumi's provider. Both lead to the same place. */
export interface Way {
  /** With root's rights. */
  readonly open: Connect;
  readonly door: (destination: Destination) => Promise<Door>;
  close(): void;
}

/**
 * Where a connection leads to.
 *
 * @throws UserError for what cannot be done safely
 */
export function targetOf({ host, port, user, hostKey, password, proxy }: GivenConnection): PlannedTarget {
  if (password !== undefined) throw passwordRefused(host);
  if (proxy !== undefined) throw proxyRefused(host);
  const fingerprint = hostKey === undefined ? undefined : fingerprintOfLine(hostKey);
  if (hostKey !== undefined && fingerprint === undefined) throw badHostKey(host);
  return {
    host,
    user: user ?? 'root',
    ...(port !== undefined && { port }),
    ...(fingerprint !== undefined && { hostKeys: [fingerprint] }),
  };
}

/**
 * @param given undefined: as the user's own ssh configuration says
 * @param isPatient a machine that was just made is given time to come up
 */
export async function openWay(given: GivenConnection | undefined, isPatient = false): Promise<Way> {
  const agent = given && (await agentOf(given));
  const way = agent ? wayBy(agent) : ownWay();
  return given && isPatient ? { ...way, open: patient(way.open, given.dialErrorLimit ?? USUAL_LIMIT) } : way;
}

function ownWay(): Way {
  const ssh = openSsh({ person: NOBODY });
  return { open: asRoot(ssh), door: (to) => openDoor(to, { secrets: ssh.secrets }), close: () => {} };
}

function wayBy(agent: AgentSocket): Way {
  const ssh = openSsh({ person: NOBODY, settings: settingsWith(agent.path) });
  const door = async (to: Destination): Promise<Door> => {
    const { host, port = 22, user = 'root' } = checked(to);
    return { host, port, user, agentSocket: agent.path, close: () => {} };
  };
  return { open: asRoot(ssh), door, close: () => agent.close() };
}

/** The agent that is given, or one that signs with the key that is given. */
async function agentOf({ host, privateKey, privateKeyPassword, agentSocketPath }: GivenConnection): Promise<AgentSocket | undefined> {
  if (privateKey === undefined) return agentSocketPath === undefined ? undefined : { path: agentSocketPath, close: () => {} };
  const agent = KeyAgent.of(privateKey, privateKeyPassword);
  if (typeof agent === 'string') throw badKey(host, agent);
  return openAgentSocket(agent);
}

/** That agent and nothing else, whatever the user's configuration says of other machines. In paths, `%` begins a token of ssh's. */
const settingsWith = (agent: string): string => `identityagent ${agent.replaceAll('%', '%%')}\nidentityfile none\n`;

/** The terminal is Pulumi's. */
const NOBODY: Person = {
  isThere: false,
  ask: (question) => Promise.reject(nobodyHere(question)),
  askSecret: (question) => Promise.reject(nobodyHere(question)),
};
