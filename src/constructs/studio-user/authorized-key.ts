import { badKey, keyFile, privateKey } from './errors';

/** The types of keys that OpenSSH accepts (sshd(8)); DSA is gone since 2025. */
const TYPES = [
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
];

/** Options such as `restrict,command="…"`, the type, the key itself, and a comment. */
const LINE = new RegExp(
  String.raw`^(?:(?:[\w-]+(?:="(?:[^"\\]|\\.)*")?,?)+ +)?(${TYPES.map((type) => type.replaceAll('.', '\\.')).join('|')}) +([A-Za-z0-9+/]+={0,2})(?: .*)?$`,
);

/**
 * What is wrong with lines of `authorized_keys`. A key is decoded: it says its type itself, so a truncated paste is found here, and not at the
 * locked door of the machine. Messages never repeat a key: it could be a private one.
 */
export function keyProblems(keys: readonly string[]): string[] {
  return keys.map((key, index) => keyProblem(key, position(index))).filter((problem) => problem !== undefined);
}

const ORDINALS = ['first', 'second', 'third'];
const position = (index: number): string => `${ORDINALS[index] ?? `${index + 1}th`} of the authorized keys`;

function keyProblem(line: string, position: string): string | undefined {
  const key = line.trim();
  if (/PRIVATE KEY/i.test(key)) return privateKey(position);
  if (/^[~./]\S*$/.test(key) || /\.pub$/.test(key)) return keyFile(position);
  if (/[\n\r]/.test(key)) return badKey(position, 'it has several lines');
  if (/(^| )ssh-dss /.test(key)) return badKey(position, 'keys of type DSA are no longer accepted');
  const match = LINE.exec(key);
  if (!match) return badKey(position, `it has none of the types ${TYPES.slice(0, 3).join(', ')} …, followed by the key`);
  return fieldsOf(Buffer.from(match[2]!, 'base64'), match[1]!) ? undefined : badKey(position, 'it is damaged or cut off');
}

/** A key is a row of fields, each after its length in four bytes; the first one is the type (RFC 4253, 6.6). */
function fieldsOf(key: Buffer, type: string): boolean {
  let at = 0;
  let count = 0;
  while (at + 4 <= key.length) {
    const length = key.readUInt32BE(at);
    if (count === 0 && key.toString('latin1', 4, 4 + length) !== type) return false;
    at += 4 + length;
    count++;
  }
  return at === key.length && count >= 2;
}
