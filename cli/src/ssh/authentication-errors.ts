import { UserError } from '../errors';
import { ConnectionError } from './errors';
import { harmless } from './harmless';

/** What was tried, in its order, and what could not be. */
export interface Attempt {
  /** `/home/anna/.ssh/id_ed25519`, or `anna@laptop (agent)`. */
  readonly keys: readonly string[];
  /** Sentences: a key file that others can read, an agent that is locked. */
  readonly notes: readonly string[];
}

export function notAllowed(label: string, { keys, notes }: Attempt): ConnectionError {
  const tried = keys.length === 0 ? 'There was no key to try.' : `Tried: ${keys.join(', ')}.`;
  const next =
    keys.length === 0
      ? 'Load one with «ssh-add», or name one with IdentityFile in ~/.ssh/config.'
      : 'Is one of them among the authorized keys of that user?';
  return new ConnectionError('authentication', [`${label} does not let us in. ${tried} ${next}`, ...notes].join('\n'));
}

export const tooManyKeys = (label: string, { keys }: Attempt): ConnectionError =>
  new ConnectionError(
    'authentication',
    `${label} closed the connection after too many keys that it does not know (there were ${keys.length}: ${keys.join(', ')}). Name the right one with IdentityFile in ~/.ssh/config, and set IdentitiesOnly yes.`,
  );

export const agentSilent = (socket: string, why: string): string =>
  `The agent at ${socket} does not answer (${harmless(why)}). Is it running, and is SSH_AUTH_SOCK right?`;

export const agentEmpty = (socket: string): string =>
  `The agent at ${socket} has no keys, or is locked: «ssh-add -X» unlocks it, «ssh-add» gives it a key.`;

export const agentRefused = (key: string, why: string): string =>
  `The agent did not sign with ${key} (${harmless(why)}). Is it locked («ssh-add -X»), or does it wait for a confirmation?`;

export const keyTooOpen = (file: string): string => `${file} was left out: others may read it. «chmod 600 ${file}» helps.`;

export const keyUnreadable = (file: string, why: string): string => `${file} was left out: it cannot be read (${why}).`;

export const keyStrange = (file: string): string =>
  `${file} was left out: its format is not known here. «ssh-keygen -p -f ${file}» writes it anew, and --transport openssh may read it as it is.`;

export const keyOnHardware = (file: string): string =>
  `${file} is kept on a security key, which this transport cannot ask. Load it into an agent and use --transport openssh.`;

export const certificateUnused = (file: string): string =>
  `${file} is a certificate, which this transport does not show. If the machine asks for one, use --transport openssh.`;

export const passphraseNeeded = (file: string): string =>
  `${file} has a passphrase, and nobody is there to type it. Load the key into an agent with «ssh-add ${file}».`;

export const passphraseWrong = (file: string): UserError =>
  new UserError(`That was not the passphrase of ${file}, three times. Load the key into an agent with «ssh-add ${file}», or try again.`);
