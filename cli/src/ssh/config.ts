import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Destination } from './connection';

/** What the user's own ssh configuration says of one host. */
export interface HostConfig {
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  /** In the order of the way there. */
  readonly jumps: readonly string[];
  /** The way there is a program. */
  readonly proxyCommand?: string;
  readonly addressFamily?: 4 | 6;
  readonly bindAddress?: string;
  readonly connectTimeoutMs: number;
  readonly aliveIntervalMs: number;
  readonly aliveCount: number;
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** The socket of the agent. */
  readonly agent?: string;
  /** The first is the one that is written to. */
  readonly userKnownHosts: readonly string[];
  readonly globalKnownHosts: readonly string[];
  readonly hashKnownHosts: boolean;
  /** By which name the host is known, in place of its own. */
  readonly hostKeyAlias?: string;
  /** In order of preference; empty where nothing is said. */
  readonly hostKeyAlgorithms: readonly string[];
  /** `ask` and everything laxer is the same to us: we ask. */
  readonly strict: boolean;
  readonly revokedHostKeys?: string;
  /** Settings that ssh2 has no answer to, each by its name. */
  readonly beyondSsh2: readonly string[];
}

/** Without the user's word. A cut cable must be noticed, and a machine that is off must not be waited for. */
const CONNECT_TIMEOUT_MS = 15_000;
const ALIVE_INTERVAL_MS = 10_000;
const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

export interface Surroundings {
  readonly home: string;
  readonly localUser: string;
  readonly env: NodeJS.ProcessEnv;
}

export const surroundings = (): Surroundings => ({ home: homedir(), localUser: userInfo().username, env: process.env });

/** What `ssh -G` printed, as data. Empty text gives what OpenSSH does without any configuration. */
export function readConfig(text: string, destination: Destination, around: Surroundings): HostConfig {
  const said = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, key, value] = /^(\S+) (.*)$/.exec(line.trimEnd()) ?? [];
    if (key !== undefined && value !== undefined) said.set(key, [...(said.get(key) ?? []), value]);
  }
  const one = (key: string): string | undefined => said.get(key)?.find((value) => value !== '' && value.toLowerCase() !== 'none');
  const flag = (key: string): boolean => ['yes', 'true'].includes(one(key) ?? '');
  const number = (key: string): number => Number(one(key) ?? Number.NaN);

  const hostName = one('hostname') ?? destination.host;
  const user = destination.user ?? one('user') ?? around.localUser;
  const port = destination.port ?? (number('port') || 22);
  const expand = expansion({ hostName, user, port, alias: one('hostkeyalias') ?? destination.host, host: destination.host, around });
  const files = (key: string, otherwise: readonly string[]): readonly string[] =>
    said.has(key) ? said.get(key)!.flatMap(words).filter(isGiven).map(expand) : otherwise.map(expand);

  const agent = agentOf(one('identityagent') ?? (said.get('identityagent') ? 'none' : undefined), expand, around);
  const family = one('addressfamily');
  const revoked = one('revokedhostkeys');
  return {
    hostName,
    user,
    port,
    jumps:
      one('proxyjump')
        ?.split(',')
        .map((hop) => hop.trim()) ?? [],
    ...optional('proxyCommand', one('proxycommand')),
    ...(family === 'inet' ? { addressFamily: 4 as const } : family === 'inet6' ? { addressFamily: 6 as const } : {}),
    ...optional('bindAddress', one('bindaddress')),
    connectTimeoutMs: number('connecttimeout') * 1000 || CONNECT_TIMEOUT_MS,
    aliveIntervalMs: number('serveraliveinterval') * 1000 || ALIVE_INTERVAL_MS,
    aliveCount: number('serveralivecountmax') || 3,
    identityFiles: (said.get('identityfile') ?? DEFAULT_KEYS.map((name) => `~/.ssh/${name}`)).filter(isGiven).map(expand),
    identitiesOnly: flag('identitiesonly'),
    ...optional('agent', agent),
    userKnownHosts: files('userknownhostsfile', ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']),
    globalKnownHosts: files('globalknownhostsfile', ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']),
    hashKnownHosts: flag('hashknownhosts'),
    ...optional('hostKeyAlias', one('hostkeyalias')),
    hostKeyAlgorithms: one('hostkeyalgorithms')?.split(',') ?? [],
    strict: flag('stricthostkeychecking'),
    ...optional('revokedHostKeys', revoked === undefined ? undefined : expand(revoked)),
    beyondSsh2: Object.entries(BEYOND).flatMap(([key, name]) => (one(key) === undefined ? [] : [name])),
  };
}

const BEYOND: Readonly<Record<string, string>> = {
  proxycommand: 'ProxyCommand',
  knownhostscommand: 'KnownHostsCommand',
  pkcs11provider: 'PKCS11Provider',
};

/** Several files stand on one line; one with a space in it stands between quotes, at least in what people write. */
const words = (line: string): readonly string[] => (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"(.*)"$/, '$1'));
const isGiven = (value: string): boolean => value !== '' && value.toLowerCase() !== 'none';

function agentOf(said: string | undefined, expand: (path: string) => string, { env }: Surroundings): string | undefined {
  if (said === 'none') return undefined;
  const variable = said === undefined || said === 'SSH_AUTH_SOCK' ? 'SSH_AUTH_SOCK' : /^\$\{?(\w+)\}?$/.exec(said)?.[1];
  const socket = variable === undefined ? expand(said!) : env[variable];
  return socket || (process.platform === 'win32' ? '\\\\.\\pipe\\openssh-ssh-agent' : undefined);
}

interface Tokens {
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  readonly alias: string;
  readonly host: string;
  readonly around: Surroundings;
}

/** Paths come with `~`, `%` tokens and `${VARIABLES}` (ssh_config(5), TOKENS). */
function expansion({ hostName, user, port, alias, host, around }: Tokens): (path: string) => string {
  const tokens: Readonly<Record<string, string>> = {
    '%': '%',
    d: around.home,
    h: hostName,
    i: String(process.getuid?.() ?? ''),
    k: alias,
    n: host,
    p: String(port),
    r: user,
    u: around.localUser,
  };
  return (path) => {
    const full = path
      .replace(/^~(?=\/|$)/, () => around.home)
      .replaceAll(/\$\{(\w+)\}/g, (_, name: string) => around.env[name] ?? '')
      .replaceAll(/%(.)/g, (all, letter: string) => tokens[letter] ?? all);
    return isAbsolute(full) ? full : join(around.home, '.ssh', full);
  };
}

const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
