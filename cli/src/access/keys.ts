import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyKeyFile, noKeys, noPublicKey, privateKey, unreadableKey } from './errors';

/** Where ssh keeps one's own keys, the best first. */
const OWN = ['id_ed25519.pub', 'id_ecdsa.pub', 'id_rsa.pub'];

/**
 * The public keys of these files; without one, the user's own.
 *
 * @throws UserError when one is none
 */
export function publicKeys(files: readonly string[], home: string): readonly string[] {
  if (files.length > 0) return [...new Set(files.flatMap((file) => keysIn(file, read(file))))];
  const own = OWN.map((name) => join(home, '.ssh', name));
  for (const file of own) {
    const text = readIfThere(file);
    if (text !== undefined) return keysIn(file, text);
  }
  throw noKeys(own);
}

function read(file: string): string {
  const text = readIfThere(file);
  if (text === undefined) throw unreadableKey(file, 'there is no such file');
  return text;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw unreadableKey(file, code === 'EISDIR' ? 'it is a folder' : message);
  }
}

/** Options before the type (`command="…"`) are for authorized_keys files that somebody keeps by hand. */
const PUBLIC =
  /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]{40,}={0,3}( [^\p{Cc}]*)?$/u;

/** A key a line. Empty lines and comments do not count. */
function keysIn(file: string, text: string): readonly string[] {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw privateKey(file);
  const keys = text.split('\n').flatMap((line, at) => {
    const key = line.trim();
    if (key === '' || key.startsWith('#')) return [];
    if (!PUBLIC.test(key) || !namesItsType(key)) throw noPublicKey(file, at + 1);
    return [key];
  });
  if (keys.length === 0) throw emptyKeyFile(file);
  return keys;
}

/** The long word begins with its type once more: a key that was cut or mixed up does not. */
function namesItsType(key: string): boolean {
  const [type = '', blob = ''] = key.split(' ');
  const bytes = Buffer.from(blob, 'base64');
  return bytes.length > 4 && bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString() === type;
}
