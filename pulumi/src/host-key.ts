import { fingerprintOf } from '../../cli/src/ssh/known-hosts';

/** `SHA256:…` of a line as in known_hosts without the names, `ssh-ed25519 AAAAC3… comment`. Undefined where it is none. */
export function fingerprintOfLine(line: string): string | undefined {
  const [, type = '', key = ''] = /^\s*([\w@.-]+) +([A-Za-z0-9+/]+={0,2})(\s|$)/.exec(line) ?? [];
  const blob = Buffer.from(key, 'base64');
  const says = blob.length > 4 ? blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1') : undefined;
  return says === type ? fingerprintOf(blob) : undefined; // the key itself begins with its type
}
