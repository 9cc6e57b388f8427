import { badHash, oldHash } from './errors';

/** What is wrong with the hash of something that is fetched; undefined where nothing is, or where there is no hash yet. */
export function hashProblem(what: string, hash: string | undefined): string | undefined {
  if (hash === undefined || hash === '') return undefined;
  if (SRI.some((pattern) => pattern.test(hash))) return undefined;
  const kind = OTHER_KINDS.find(({ pattern }) => pattern.test(hash));
  return kind ? oldHash(what, hash, kind.name, kind.sri?.(hash)) : badHash(what, hash);
}

/** What Nix prints: the algorithm, a dash, and the digest in base 64. */
const SRI = [/^sha256-[A-Za-z0-9+/]{43}=$/, /^sha512-[A-Za-z0-9+/]{86}==$/];

interface HashKind {
  readonly name: string;
  readonly pattern: RegExp;
  /** The same digest as Nix prints it, where it can be told. */
  readonly sri?: (hash: string) => string;
}

const OTHER_KINDS: readonly HashKind[] = [
  { name: 'a sha256 in hexadecimal', pattern: /^(sha256:)?[0-9a-f]{64}$/, sri: (hash) => sri(Buffer.from(digits(hash), 'hex')) },
  {
    name: "a sha256 in Nix's old base 32",
    pattern: /^(sha256:)?[01][0-9a-df-np-sv-z]{51}$/,
    sri: (hash) => sri(fromBase32(digits(hash))),
  },
  { name: 'a sha256 without its name', pattern: /^[A-Za-z0-9+/]{43}=$/, sri: (hash) => `sha256-${hash}` },
  { name: 'an md5', pattern: /^(md5[:-])?([0-9a-f]{32}|[A-Za-z0-9+/]{22}==)$/ },
  { name: 'a sha1, or a commit', pattern: /^(sha1[:-])?([0-9a-f]{40}|[0-9a-df-np-sv-z]{32}|[A-Za-z0-9+/]{27}=)$/ },
];

const digits = (hash: string): string => hash.slice(hash.indexOf(':') + 1);
const sri = (digest: Buffer): string => `sha256-${digest.toString('base64')}`;

const BASE_32 = '0123456789abcdfghijklmnpqrsvwxyz';

/** Nix writes the digest as one number, its last byte first, 5 bits a digit. */
function fromBase32(text: string): Buffer {
  let number = 0n;
  for (const digit of text) number = number * 32n + BigInt(BASE_32.indexOf(digit));
  return Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse();
}
