import type { HostConfig } from './config';
import type { Destination } from './connection';
import { fingerprintOf, knownAs, speaksOf, type KnownHost } from './known-hosts';

/** What the user knows of a machine's identity, before it is asked for it. */
export interface Expectation {
  /** How it is called in known_hosts. */
  readonly name: string;
  /** The fingerprints of the stack. Where it has some, nothing else counts but what is revoked. */
  readonly fingerprints?: readonly string[];
  readonly known: readonly KnownHost[];
  /** Keys of the same host under its plain name, for one that is on another port: they may confirm, but contradict nothing. */
  readonly knownWithoutPort: readonly KnownHost[];
  readonly revoked: readonly KnownHost[];
  readonly authorities: readonly KnownHost[];
}

export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'revoked'; readonly place: string }
  | { readonly kind: 'changed'; readonly known: readonly KnownHost[] }
  | { readonly kind: 'not-pinned' }
  | { readonly kind: 'unknown' };

export function expectationOf(config: HostConfig, { host, hostKeys }: Destination, lines: readonly KnownHost[]): Expectation {
  const plain = (config.hostKeyAlias ?? (config.hostName || host)).toLowerCase();
  const name = config.hostKeyAlias === undefined ? knownAs(plain, config.port) : plain;
  const of = (called: string, mark?: KnownHost['mark']): readonly KnownHost[] =>
    lines.filter((line) => line.mark === mark && speaksOf(line, called));
  return {
    name,
    ...(hostKeys && hostKeys.length > 0 && { fingerprints: hostKeys.map((text) => text.trim().replace(/=+$/, '')) }),
    known: of(name),
    knownWithoutPort: name === plain ? [] : of(plain),
    revoked: [...of(name, 'revoked'), ...of(plain, 'revoked'), ...lines.filter(({ hosts, mark }) => mark === 'revoked' && hosts === '*')],
    authorities: of(name, 'cert-authority'),
  };
}

/** Whether the machine at the other end is the one that is meant. Nothing in anybody's configuration makes this laxer. */
export function judge(key: Buffer, expected: Expectation): Verdict {
  const isIt = (line: KnownHost): boolean => line.key.equals(key);
  const revoked = expected.revoked.find(isIt);
  if (revoked) return { kind: 'revoked', place: revoked.place };
  if (expected.fingerprints) return expected.fingerprints.includes(fingerprintOf(key)) ? { kind: 'accepted' } : { kind: 'not-pinned' };
  if (expected.known.some(isIt)) return { kind: 'accepted' };
  if (expected.known.length > 0) return { kind: 'changed', known: expected.known };
  return expected.knownWithoutPort.some(isIt) ? { kind: 'accepted' } : { kind: 'unknown' };
}

/** What ssh2 can check, in its own order. */
const SUPPORTED = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'rsa-sha2-512', 'rsa-sha2-256'];
const algorithmsFor = (type: string): readonly string[] => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type]);

/**
 * A machine has several keys and shows the one it is asked for. So it is asked for those that are known: another one would look like a
 * stranger's. Where nothing is known, what the user prefers goes first.
 */
export function algorithmsToAskFor({ hostKeyAlgorithms }: HostConfig, expected: Expectation): readonly string[] {
  const preferred = hostKeyAlgorithms.filter((name) => SUPPORTED.includes(name));
  const order = preferred.length > 0 ? preferred : SUPPORTED;
  if (expected.fingerprints) return order;
  const wanted = (lines: readonly KnownHost[]): readonly string[] =>
    lines.flatMap(({ type }) => algorithmsFor(type)).filter((name) => SUPPORTED.includes(name));
  const known = new Set(wanted(expected.known));
  if (known.size > 0) return [...order.filter((name) => known.has(name)), ...[...known].filter((name) => !order.includes(name))];
  return [...new Set([...wanted(expected.knownWithoutPort), ...order])];
}
