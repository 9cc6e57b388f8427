import { createHash, createHmac, randomBytes } from 'node:crypto';

/** One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  readonly mark?: 'revoked' | 'cert-authority';
  /** As written: names with commas, `*`, `?` and `!`, or one that is hashed. */
  readonly hosts: string;
  readonly type: string;
  readonly key: Buffer;
  /** `/home/anna/.ssh/known_hosts:3` */
  readonly place: string;
}

/** Lines that are no such line are passed over, as OpenSSH does. */
export function readKnownHosts(text: string, file: string): readonly KnownHost[] {
  return text.split('\n').flatMap((line, index) => {
    const [, mark, hosts, type, base64] = LINE.exec(line.trim()) ?? [];
    if (hosts === undefined || type === undefined || base64 === undefined) return [];
    const key = Buffer.from(base64, 'base64');
    if (typeOf(key) !== type) return [];
    return [{ hosts, type, key, place: `${file}:${index + 1}`, ...(mark && { mark: mark as KnownHost['mark'] & string }) }];
  });
}

const LINE = /^(?:@(revoked|cert-authority)\s+)?([^\s@#]\S*)\s+([a-z0-9@.-]+)\s+([A-Za-z0-9+/]+=*)(?:\s|$)/;

/** How a place is called in these files: the name alone for port 22, else `[name]:port`. */
export const knownAs = (host: string, port: number): string => (port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`);

/** Whether this line speaks of that place. */
export function speaksOf({ hosts }: KnownHost, name: string): boolean {
  if (hosts.startsWith('|1|')) return isHashOf(hosts, name);
  const patterns = hosts.toLowerCase().split(',');
  if (patterns.some((pattern) => pattern.startsWith('!') && isLike(name, pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && isLike(name, pattern));
}

/** `*` and `?`, by hand: as a regular expression, a line with many stars could take for ever. */
function isLike(name: string, pattern: string): boolean {
  let [at, star, mark] = [0, -1, 0];
  let index = 0;
  while (index < name.length) {
    if (pattern[at] === '*') [star, mark, at] = [at, index, at + 1];
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) [at, index] = [at + 1, index + 1];
    else if (star >= 0) [at, mark, index] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

function isHashOf(hosts: string, name: string): boolean {
  const [, , salt, hash] = hosts.split('|');
  return salt !== undefined && hash !== undefined && hmac(Buffer.from(salt, 'base64'), name) === hash;
}

/** The line that says of a place: this is its key. */
export function knownHostLine(name: string, key: Buffer, hashed: boolean): string {
  const salt = randomBytes(20);
  const hosts = hashed ? `|1|${salt.toString('base64')}|${hmac(salt, name)}` : name;
  return `${hosts} ${typeOf(key)} ${key.toString('base64')}\n`;
}

const hmac = (salt: Buffer, name: string): string => createHmac('sha1', salt).update(name).digest('base64');

/** A public key begins with the length and the name of its type. */
export function typeOf(key: Buffer): string {
  const length = key.length < 4 ? 0 : key.readUInt32BE(0);
  const type = length < 100 ? key.toString('latin1', 4, 4 + length) : '';
  return /^[a-z0-9@.-]+$/.test(type) ? type : ''; // it is shown to people, and written into a file
}

/** As `ssh-keygen -l` prints it. */
export const fingerprintOf = (key: Buffer): string => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
