import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPiped, type Piped } from '../child-process';
import { whenAborted } from './abort';
import type { HostConfig } from './config';
import { targetArguments } from './config-source';
import type { Connection, Destination } from './connection';
import { labelOf, placeOf } from './destination';
import { aborted, noOpenSsh, timedOut } from './errors';
import { always, option, startError, textOf } from './openssh';
import { OpenSshConnection } from './openssh-connection';
import { isAboutHostKey, whyNot } from './openssh-errors';
import { acceptedKey } from './openssh-host-key';
import type { Way } from './ssh2-transport';

/**
 * Connects with the user's own OpenSSH, for all that ssh2 cannot do. One `ssh` holds the connection (a ControlMaster on a socket of our own, never
 * the user's: a new connection is a new one), and each program that runs is another `ssh` on that socket. Jump hosts are ssh's own business.
 */
export async function connectWithOpenSsh(destination: Destination, config: HostConfig, way: Way): Promise<Connection> {
  const label = labelOf(config.user, destination.host, config.port);
  const folder = await mkdtemp(join(socketFolder(), 'cdk-'));
  const tidy = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const judged = (): Promise<readonly string[]> => acceptedKey(destination, config, way, folder, label);
    const pinned = destination.hostKeys && destination.hostKeys.length > 0 ? await judged() : [];
    let master = await open(destination, config, way, folder, pinned);
    // ssh does not say which key it saw. So we look for ourselves, and ask or complain.
    if (typeof master === 'string' && isAboutHostKey(master)) master = await open(destination, config, way, folder, await judged());
    if (typeof master === 'string') throw whyNot(master, label, config);
    return new OpenSshConnection(master, join(folder, SOCKET), { label, user: config.user, host: destination.host, tidy });
  } catch (error) {
    await tidy();
    throw error;
  }
}

const SOCKET = 's';
/** The name of a socket must not be longer than about 100 characters, and macOS has a long name for its folder. */
const socketFolder = (): string => (tmpdir().length > 60 ? '/tmp' : tmpdir());

/** Should we be killed, the end of our pipe ends the ssh that holds the connection. */
const HOLD = 'exec 3<&0; "$@" </dev/null & ssh=$!; { read -r _ <&3; kill "$ssh"; } & wait "$ssh"; code=$?; kill $!; exit $code';
/** What a shell ends with where there is no such program. */
const NOT_FOUND = 127;
const READY = 'connected';
const MORE_MS = 10_000;

/** @returns what ssh said, where it did not connect */
function open(
  destination: Destination,
  config: HostConfig,
  { configFile, signal }: Way,
  folder: string,
  hostKey: readonly string[],
): Promise<Piped | string> {
  const options: Readonly<Record<string, string>> = {
    ControlMaster: 'yes',
    ControlPath: join(folder, SOCKET),
    ControlPersist: 'no',
    NoHostAuthenticationForLocalhost: 'no', // behind «localhost» and a port there may be any machine
    PermitLocalCommand: 'yes',
    StrictHostKeyChecking: 'yes',
  };
  const own = Object.entries(options).flatMap(([key, value]) => option(key, value));
  const args = [
    'ssh',
    '-N',
    ...always(config),
    ...own,
    '-o',
    `LocalCommand=echo ${READY}`,
    ...hostKey,
    ...targetArguments(destination, configFile),
  ];
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(aborted());
    const child = startPiped({ program: 'sh', args: ['-c', HOLD, 'sh', ...args] });
    const fail = (error: Error): void => {
      settle();
      child.stdin.end();
      reject(error);
    };
    const late = (): void => fail(timedOut(placeOf(config.hostName, config.port), config.connectTimeoutMs + MORE_MS));
    const timer = setTimeout(late, config.connectTimeoutMs + MORE_MS);
    const settle = (): void => {
      clearTimeout(timer);
      ignore();
    };
    const ignore = whenAborted(signal, () => fail(aborted()));
    const said = textOf(child);
    child.once('error', (error) => fail(startError(error)));
    child.once('close', (code) => (settle(), code === NOT_FOUND ? reject(noOpenSsh()) : resolve(said())));
    child.stdout.on('data', (chunk: Buffer) => {
      if (!chunk.includes(READY)) return;
      settle();
      resolve(child);
    });
  });
}
