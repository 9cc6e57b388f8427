import { ConnectionError } from './errors';
import { fingerprintOf, typeOf, type KnownHost } from './known-hosts';

/** A key as people compare it: `ED25519 SHA256:…`. */
export const shown = (key: Buffer): string =>
  `${typeOf(key)
    .replace(/^(ssh-|ecdsa-sha2-)/, '')
    .toUpperCase()} ${fingerprintOf(key)}`;

/** Where the machine keeps it, as sshd has it by default: `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`. */
const fileOf = (key: Buffer): string =>
  `/etc/ssh/ssh_host_${typeOf(key)
    .replace(/^ssh-/, '')
    .replace(/^(ecdsa).*/, '$1')}_key.pub`;

const howToSee = (key: Buffer): string => `On the machine itself, «ssh-keygen -lf ${fileOf(key)}» prints the right one.`;

/** On lines of their own are the two that are to be compared. */
export const question = (place: string, key: Buffer): string =>
  `${place} is not known yet. It shows this key:\n  ${shown(key)}\nCompare it with what this prints on the machine itself:\n  ssh-keygen -lf ${fileOf(key)}\nIs it the same, and shall it be remembered? (yes/no) `;

export const unknownKey = (place: string, name: string, key: Buffer, why: string): ConnectionError =>
  new ConnectionError(
    'host-key-unknown',
    `${place} is not known yet, and ${why}. It shows the key ${shown(key)}.\n${howToSee(key)} If they are the same, put it into «hostKeys» of the target, or connect once with «ssh» so that ${name} gets into known_hosts.`,
  );

export function changedKey(place: string, name: string, key: Buffer, known: readonly KnownHost[]): ConnectionError {
  const before = known.map((line) => `  known   ${shown(line.key)}  (${line.place})`).join('\n');
  return new ConnectionError(
    'host-key-changed',
    `THE HOST KEY OF ${place} HAS CHANGED. Somebody may be in between, or the machine was installed anew. Nothing was sent.\n  shown   ${shown(key)}\n${before}\n${howToSee(key)} Only if it is the one that is shown: forget the old one with «ssh-keygen -R '${name}'», then connect again.`,
  );
}

/** The machine may have a key of another type, which is the one that the stack names. */
export class NotPinned extends ConnectionError {
  public readonly type: string;

  public constructor(place: string, key: Buffer, fingerprints: readonly string[]) {
    const expected = fingerprints.map((text) => `  expected  ${text}`).join('\n');
    super(
      'host-key-changed',
      `${place} IS NOT THE MACHINE THAT THE STACK NAMES: its host key is none of «hostKeys». Somebody may be in between, or the machine was installed anew. Nothing was sent.\n  shown     ${shown(key)}\n${expected}\n${howToSee(key)} Only if it is the one that is shown: put it into «hostKeys» of the target.`,
    );
    this.type = typeOf(key);
  }
}

export const revokedKey = (place: string, key: Buffer, where: string): ConnectionError =>
  new ConnectionError(
    'host-key-revoked',
    `${place} shows a host key that is revoked in ${where}: ${shown(key)}. Nothing was sent. Whoever revoked it knows why; the machine needs a new key.`,
  );

export const authorityOnly = (place: string, line: KnownHost): ConnectionError =>
  new ConnectionError(
    'unsupported',
    `${place} is known by a certificate authority (${line.place}), which this transport cannot check. Use --transport openssh, or «hostKeys» of the target.`,
  );

export const revocationListUnreadable = (file: string): ConnectionError =>
  new ConnectionError(
    'unsupported',
    `RevokedHostKeys names ${file}, which cannot be read, or is a list in the binary form. With it no host key can be trusted here. Use --transport openssh.`,
  );

export const noSuchKeyType = (place: string, known: readonly KnownHost[]): ConnectionError =>
  new ConnectionError(
    'host-key-changed',
    `${place} no longer has a host key of a type that is known for it. Somebody may be in between, or the machine was installed anew. Nothing was sent.\n${known.map((line) => `  known   ${shown(line.key)}  (${line.place})`).join('\n')}\nOn the machine itself, «ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub» prints what it has by now. If the change is yours, forget the old one with «ssh-keygen -R».`,
  );
