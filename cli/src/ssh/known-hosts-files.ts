import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HostConfig } from './config';
import { revocationListUnreadable } from './host-key-errors';
import { knownHostLine, readKnownHosts, type KnownHost } from './known-hosts';

/** All lines of all files that the configuration names, the user's own first. */
export async function readAllKnownHosts(config: HostConfig): Promise<readonly KnownHost[]> {
  const read = async (file: string): Promise<readonly KnownHost[]> => readKnownHosts(await textOf(file), file);
  const files = await Promise.all([...config.userKnownHosts, ...config.globalKnownHosts].map(read));
  return [...files.flat(), ...(await revokedKeys(config.revokedHostKeys))];
}

/** A machine that nobody could look up is unknown, not wrong: a file that is not there has no lines. */
const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

/** RevokedHostKeys names a list of public keys, one a line. OpenSSH refuses every host when it cannot be read, and so do we. */
async function revokedKeys(file: string | undefined): Promise<readonly KnownHost[]> {
  if (file === undefined) return [];
  const text = await readFile(file, 'latin1').catch(() => undefined);
  if (text === undefined || text.startsWith('SSHKRL')) throw revocationListUnreadable(file);
  const lines = text.split('\n').map((line) => (/^\s*(#|$)/.test(line) ? '' : `@revoked * ${line}`));
  return readKnownHosts(lines.join('\n'), file);
}

export async function remember(config: HostConfig, name: string, key: Buffer): Promise<void> {
  const [file] = config.userKnownHosts;
  if (file === undefined) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const before = await textOf(file);
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  await appendFile(file, gap + knownHostLine(name, key, config.hashKnownHosts), { mode: 0o600 });
}
