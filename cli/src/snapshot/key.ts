import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Nix } from '../nix/nix';
import { noKeyFile, notASecretKey, openToOthers } from './errors';
import { parsePublicKey, type Verifier } from './narinfo';

export interface SigningKey {
  /** Nix is told the file's name, never what is in it. */
  readonly secretFile: string;
  readonly verifier: Verifier;
}

/** A key that the user brings. */
export const givenKey = (file: string): SigningKey => read(file);

/**
 * The key of a snapshot at this place, made when there is none yet, so that an interrupted snapshot goes on with the same.
 *
 * It stays in the user's settings: whoever gets the snapshot can check it and cannot change it.
 */
export async function ownKey(nix: Nix, name: string, place: string): Promise<SigningKey> {
  const file = join(keyFolder(), `${name}-${createHash('sha256').update(place).digest('hex').slice(0, 12)}.secret`);
  if (!existsSync(file)) await generate(nix, `${name}-snapshot`, file);
  return read(file);
}

const keyFolder = (): string => join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'studio-cdk', 'keys');

async function generate(nix: Nix, name: string, file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.new`;
  try {
    await nix.store(['--generate-binary-cache-key', name, draft, `${draft}.public`]);
    chmodSync(draft, 0o600);
    renameSync(draft, file);
  } finally {
    for (const rest of [draft, `${draft}.public`]) rmSync(rest, { force: true });
  }
}

function read(file: string): SigningKey {
  let text: string;
  try {
    if ((statSync(file).mode & 0o077) !== 0) throw openToOthers(file);
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as Error).name === 'UserError') throw error;
    throw noKeyFile(file, (error as Error).message);
  }
  const verifier = publicOf(text);
  if (!verifier) throw notASecretKey(file);
  return { secretFile: file, verifier };
}

/** A secret key is the seed and the public key, 32 bytes each. */
function publicOf(secret: string): Verifier | undefined {
  const [name = '', base64 = ''] = secret.split(/:(.*)/s);
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === 64 ? parsePublicKey(`${name}:${bytes.subarray(32).toString('base64')}`) : undefined;
}
