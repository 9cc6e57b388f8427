import { readFile, stat } from 'node:fs/promises';
import { utils, type ParsedKey } from 'ssh2';
import { keyOnHardware, keyStrange, keyTooOpen, keyUnreadable } from './authentication-errors';

/** A file that IdentityFile names, or one of the usual ones. */
export interface KeyFile {
  readonly path: string;
  /** Known without the passphrase. */
  readonly publicKey: ParsedKey;
  readonly isEncrypted: boolean;
  /** Undefined where only the public half is in the file: then the agent has the other one. */
  readonly open?: (passphrase?: string) => ParsedKey | undefined;
}

/** @returns undefined where there is no such file, and a sentence where it is of no use */
export async function readKeyFile(path: string): Promise<KeyFile | string | undefined> {
  let content: Buffer;
  try {
    content = await readFile(path);
    const { mode, uid } = await stat(path);
    const isOurs = process.getuid?.() === uid;
    if (isOurs && (mode & 0o077) !== 0 && isPrivate(content)) return keyTooOpen(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : keyUnreadable(path, code ?? message);
  }
  const open = (passphrase?: string): ParsedKey | undefined => parse(content, passphrase);
  const publicKey = open() ?? publicHalf(content) ?? parse(await readFile(`${path}.pub`).catch(() => Buffer.alloc(0)));
  if (publicKey === undefined) return content.includes('sk-') || HARDWARE.test(inside(content)) ? keyOnHardware(path) : keyStrange(path);
  if (!isPrivate(content)) return { path, publicKey, isEncrypted: false };
  return { path, publicKey, isEncrypted: open() === undefined, open };
}

const HARDWARE = /sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com/;
const isPrivate = (content: Buffer): boolean => content.includes('PRIVATE KEY');

function parse(content: Buffer, passphrase?: string): ParsedKey | undefined {
  if (content.length === 0) return undefined;
  const parsed = utils.parseKey(content, passphrase) as ParsedKey | ParsedKey[] | Error;
  if (parsed instanceof Error) return undefined;
  return Array.isArray(parsed) ? parsed[0] : parsed;
}

/** OpenSSH's own format (PROTOCOL.key) keeps the public key in clear: magic, cipher, kdf, its options, how many, then the key. */
function publicHalf(content: Buffer): ParsedKey | undefined {
  const raw = Buffer.from(inside(content), 'latin1');
  if (!raw.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  let at = MAGIC.length;
  const next = (): Buffer => {
    const length = at + 4 <= raw.length ? raw.readUInt32BE(at) : 0;
    at += 4 + length;
    return raw.subarray(at - length, at);
  };
  [next, next, next].forEach((skip) => skip());
  at += 4;
  const blob = next();
  const type = blob.subarray(4, 4 + (blob.length > 4 ? blob.readUInt32BE(0) : 0)).toString('latin1');
  return parse(Buffer.from(`${type} ${blob.toString('base64')}`));
}

const MAGIC = Buffer.from('openssh-key-v1\0');

function inside(content: Buffer): string {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\sA-Za-z0-9+/=]*)-----END/.exec(content.toString('latin1'))?.[1];
  return body === undefined ? '' : Buffer.from(body, 'base64').toString('latin1');
}
