import { createHash } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { noKeyPinned, spaceInPath } from './errors';
import type { ElsewhereBuild } from './ssh-executor';

/** How our entry in a file of known hosts is called, whatever the machine is called. */
const ALIAS = 'studio-cdk-target';

/** It asks nothing, and takes no key that it does not know. */
const ALWAYS = ['BatchMode=yes', 'ForwardAgent=no', 'NoHostAuthenticationForLocalhost=no', 'StrictHostKeyChecking=yes'];

/**
 * What NIX_SSHOPTS has to hold, so that the ssh that Nix runs goes where we went and believes whom we believed: the machine's port, and the
 * keys that the stack names. No word of it has a space, for older versions of Nix know no quotes.
 */
export async function sshOptionsFor(
  { plan, hostKeys, silenceMs }: Pick<ElsewhereBuild, 'plan' | 'hostKeys' | 'silenceMs'>,
  folder: string,
  sshConfig?: string,
): Promise<string> {
  if (sshConfig !== undefined && /\s/.test(sshConfig)) throw spaceInPath('The configuration of ssh', sshConfig);
  const { host, port, hostKeys: pinned } = plan.target;
  const own: string[] = port === undefined ? [] : [`Port=${port}`];
  if (pinned) {
    const known = join(folder, 'known_hosts');
    writeFileSync(known, knownHosts(await hostKeys(), pinned, host));
    own.push(`HostKeyAlias=${ALIAS}`, `UserKnownHostsFile=${known}`, 'GlobalKnownHostsFile=/dev/null');
  }
  const always = [...ALWAYS, ...listening(silenceMs)];
  const hasBuilder = plan.steps.some((step) => step.kind === 'build' && step.builder !== undefined);
  const isOneForAll = !hasBuilder || own.length === 0;
  const file = isOneForAll ? sshConfig : configuration(host, own, folder, sshConfig);
  return `${file === undefined ? '' : `-F ${file} `}${options(isOneForAll ? [...always, ...own] : always)}`;
}

/** A cut cable must be noticed: Nix itself would wait for ever. */
const listening = (silenceMs: number): readonly string[] => [
  `ServerAliveInterval=${Math.min(10, Math.max(1, Math.floor(silenceMs / 4000)))}`,
  'ServerAliveCountMax=3',
];

const options = (settings: readonly string[]): string => settings.map((setting) => `-o${setting}`).join(' ');

/** What is the machine's alone must not reach the builder: then it takes a configuration, before the user's own. */
function configuration(host: string, own: readonly string[], folder: string, sshConfig?: string): string {
  const users = sshConfig === undefined ? [join(homedir(), '.ssh', 'config'), '/etc/ssh/ssh_config'].filter(isAcceptable) : [sshConfig];
  const lines = [`Host ${host}`, ...own.map((setting) => `  ${setting}`), 'Match all', ...users.map((file) => `  Include ${file}`)];
  const file = join(folder, 'ssh_config');
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}

/** What is included is looked at more sternly than what is read by default. */
function isAcceptable(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && [0, process.getuid?.()].includes(found.uid) && (found.mode & 0o022) === 0;
}

/** A key counts because of its fingerprint, so it does not matter who told it. */
function knownHosts(keys: readonly string[], pinned: readonly string[], host: string): string {
  const trusted = keys.map((line) => line.split(' ')).filter(([, blob]) => pinned.includes(fingerprint(blob!)));
  if (trusted.length === 0) throw noKeyPinned(host);
  return trusted.map(([type, blob]) => `${ALIAS} ${type} ${blob}\n`).join('');
}

const fingerprint = (blob: string): string =>
  `SHA256:${createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '')}`;
