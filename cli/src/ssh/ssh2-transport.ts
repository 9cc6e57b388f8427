import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { configOf } from './config-source';
import type { Destination } from './connection';
import { checked, labelOf, placeOf } from './destination';
import { jumpsInCircles, needsOpenSsh, noForwarding } from './errors';
import { farewell, type Session } from './farewell';
import { shakeHands, type Handshake } from './handshake';
import { algorithmsToAskFor, expectationOf } from './host-key';
import { NotPinned } from './host-key-errors';
import { hopOf } from './jump';
import { KeyRing } from './key-ring';
import { readAllKnownHosts } from './known-hosts-files';
import type { HostConfig } from './config';
import type { Secrets } from './secrets';
import { listening } from './silence';
import { openSocket } from './socket';
import { Ssh2Connection } from './ssh2-connection';

export interface Way {
  readonly configFile?: string;
  readonly secrets: Secrets;
  readonly signal?: AbortSignal;
  /** For the jump hosts; the configuration of the machine itself knows it. */
  readonly silenceMs?: number;
}

/** Connects with ssh2, inside of this process. */
export async function connectWithSsh2(destination: Destination, config: HostConfig, way: Way): Promise<Ssh2Connection> {
  const label = labelOf(config.user, destination.host, config.port);
  const { session, carriers } = await logIn({ destination, config, jumps: config.jumps, trail: [label] }, way);
  return new Ssh2Connection(session, label, config.user, carriers);
}

interface Leg {
  readonly destination: Destination;
  readonly config: HostConfig;
  readonly jumps: readonly string[];
  /** Where we come from: the machine that is meant, and every hop on the way back. */
  readonly trail: readonly string[];
}

interface LoggedIn {
  readonly session: Session;
  readonly carriers: readonly Session[];
}

async function logIn(leg: Leg, way: Way): Promise<LoggedIn> {
  const { destination, config } = leg;
  if (config.beyondSsh2.length > 0) throw needsOpenSsh(placeOf(destination.host, config.port), config.beyondSsh2);
  const [lines, ring] = await Promise.all([readAllKnownHosts(config), KeyRing.gather(config, way.secrets)]);
  const expected = expectationOf(config, destination, lines);
  let algorithms = algorithmsToAskFor(config, expected);
  for (let first: unknown; ;) {
    const { stream, carriers } = await reach(leg, way);
    const handshake: Handshake = { label: leg.trail.at(-1)!, config, stream, expected, algorithms, ring, ...way };
    try {
      return { session: { client: await shakeHands(handshake), stream }, carriers };
    } catch (error) {
      leave(carriers);
      // The machine has shown a key that the stack does not name: it may have another one, which it does.
      algorithms = error instanceof NotPinned ? algorithms.filter((name) => !isOfType(name, error.type)) : [];
      first ??= error;
      if (algorithms.length === 0) throw first;
    }
  }
}

const isOfType = (algorithm: string, type: string): boolean => algorithm === type || (type === 'ssh-rsa' && algorithm.startsWith('rsa-'));

/** The bytes' way to a machine: straight, or through the last of its jump hosts, which is reached through those before it. */
async function reach(leg: Leg, way: Way): Promise<{ readonly stream: Duplex; readonly carriers: readonly Session[] }> {
  const { config, jumps, trail } = leg;
  const last = jumps.at(-1);
  if (last === undefined) return { stream: await openSocket(config, way.signal), carriers: [] };

  const hop = checked(hopOf(last));
  const hopConfig = listening(await configOf(hop, way.configFile), way.silenceMs);
  const label = labelOf(hopConfig.user, hop.host, hopConfig.port);
  if (trail.includes(label)) throw jumpsInCircles([...trail, label]);
  const before = jumps.length > 1 ? jumps.slice(0, -1) : hopConfig.jumps;
  const through = await logIn({ destination: hop, config: hopConfig, jumps: before, trail: [...trail, label] }, way);
  const carriers = [through.session, ...through.carriers];
  try {
    return { stream: await forward(through.session.client, label, config), carriers };
  } catch (error) {
    leave(carriers);
    throw error;
  }
}

function leave([nearest, ...others]: readonly Session[]): void {
  if (nearest) farewell(nearest, others);
}

function forward(client: Client, hop: string, { hostName, port }: HostConfig): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, hostName, port, (error, channel) => {
      if (error) reject(noForwarding(hop, placeOf(hostName, port), error.message));
      else resolve(channel);
    });
  });
}
