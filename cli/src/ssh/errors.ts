import { UserError } from '../errors';
import { harmless } from './harmless';

/** Why there is no connection, for who wants to decide on it; the message is for people. */
export type Failure =
  | 'destination'
  | 'name-not-found'
  | 'refused'
  | 'timeout'
  | 'unreachable'
  | 'handshake'
  | 'authentication'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'host-key-revoked'
  | 'unsupported'
  | 'lost'
  | 'rights';

/** There is no connection, or not the one that was asked for. */
export class ConnectionError extends UserError {
  public constructor(
    public readonly failure: Failure,
    message: string,
  ) {
    super(message);
  }
}

/** The connection was there, and is gone. */
export class ConnectionLost extends ConnectionError {
  public constructor(label: string, why?: string) {
    super('lost', `The connection to ${label} was lost${why ? `: ${harmless(why)}` : ''}. What was running there may go on or not.`);
  }
}

/** Why it was lost. */
export const silent = (seconds: number): Error => new Error(`nothing was heard for ${Math.round(seconds)} s`);

/** Trying again in a moment may work: the machine restarts, or the network comes back. */
export const mayPass = (error: unknown): boolean =>
  error instanceof ConnectionError && ['refused', 'timeout', 'unreachable', 'lost', 'handshake'].includes(error.failure);

/** As `AbortSignal` says it. */
export const aborted = (): Error => Object.assign(new Error('It was stopped before its end.'), { name: 'AbortError' });

export const tookTooLong = (label: string, what: string, ms: number): ConnectionError =>
  new ConnectionError('timeout', `«${what}» did not end on ${label} within ${seconds(ms)}, and was stopped.`);

export const tooMuchOutput = (label: string, program: string, most: number): UserError =>
  new UserError(
    `«${harmless(program)}» printed more than ${most / 1024 / 1024} MiB on ${label}, which nobody will read. It was stopped. Is that machine in order?`,
  );

export const noSession = (label: string, why: string): UserError =>
  new ConnectionError(
    'unsupported',
    `${label} lets us in, but runs nothing for us: ${harmless(why)}. Is there a ForceCommand, or MaxSessions 0?`,
  );

// What cannot even be tried.

export const notAWord = (text: string, what: string): UserError =>
  new UserError(`«${harmless(text.slice(0, 60).replaceAll('\0', ' '))}» cannot be given to a program: it has ${what} in it.`);

export const badHost = (host: string): UserError =>
  new ConnectionError(
    'destination',
    `«${harmless(host)}» is no name or address of a machine. Write only the name, as in «studio.local»; user and port have fields of their own.`,
  );

export const badUser = (user: string): UserError =>
  new ConnectionError('destination', `«${harmless(user)}» is no name of a user that ssh would accept.`);

export const badPort = (port: number): UserError =>
  new ConnectionError('destination', `${port} is no port: ports are whole numbers from 1 to 65535.`);

export const badConfig = (host: string, said: string): UserError =>
  new ConnectionError(
    'destination',
    `ssh does not understand your configuration for ${host}: ${harmless(said)}\nSee it with «ssh -G ${host}», and mend ~/.ssh/config.`,
  );

export const jumpsInCircles = (hosts: readonly string[]): UserError =>
  new ConnectionError('destination', `The way to ${hosts[0]} goes in circles: ${hosts.join(' → ')}. Mend ProxyJump in ~/.ssh/config.`);

export const needsOpenSsh = (place: string, settings: readonly string[]): UserError =>
  new ConnectionError(
    'unsupported',
    `Your ssh configuration for ${place} uses ${settings.join(' and ')}, which this transport cannot do. Use --transport openssh.`,
  );

export const noOpenSsh = (): UserError =>
  new ConnectionError(
    'unsupported',
    'The program «ssh» was not found, and this connection needs it. Install OpenSSH, or leave --transport and --ssh-config away.',
  );

// On the way there.

export const nameNotFound = (host: string): UserError =>
  new ConnectionError(
    'name-not-found',
    `There is no machine by the name «${host}»: the name was not found. Is it spelled right, and is the network (or VPN) up? An address or a HostName in ~/.ssh/config works, too.`,
  );

export const refused = (place: string): UserError =>
  new ConnectionError(
    'refused',
    `${place} is there, but nothing listens for ssh. Is sshd running on it («services.openssh.enable = true»), and is the port right?`,
  );

export const timedOut = (place: string, ms: number): UserError =>
  new ConnectionError('timeout', `${place} did not answer within ${seconds(ms)}. Is it switched on, and does a firewall let ssh through?`);

export const unreachable = (place: string, why: string): UserError =>
  new ConnectionError(
    'unreachable',
    `There is no way to ${place} from here (${why}). Is this computer on the same network, or the VPN up?`,
  );

export const noHandshake = (place: string, why: string): UserError =>
  new ConnectionError(
    'handshake',
    `${place} answered, but no ssh connection came of it: ${harmless(why)}. Try «ssh -v»; if that works, use --transport openssh.`,
  );

export const noForwarding = (hop: string, place: string, why: string): UserError =>
  new ConnectionError(
    /prohibited/i.test(why) ? 'unsupported' : 'unreachable',
    `The jump host ${hop} was reached, but not ${place} from there: ${harmless(why)}. Is the machine on, and does the jump host allow TCP forwarding?`,
  );

const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`);

export const noDoor = (host: string, setting: string): UserError =>
  new UserError(
    `«${host}» is reached by ${setting}, which other programs’ clients cannot follow. Deploy it without --engine: the way by ssh goes through.`,
  );
