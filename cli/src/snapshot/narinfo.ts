import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** The card of one store path in a binary cache, `<hash>.narinfo`. */
export interface NarInfo {
  readonly storePath: string;
  /** The archive, relative to the cache: `nar/….nar`. */
  readonly url: string;
  readonly compression: string;
  /** Of the archive as it lies there, `sha256:…` in base 32. */
  readonly fileHash: string;
  readonly fileSize: number;
  /** Of the unpacked archive. */
  readonly narHash: string;
  readonly narSize: number;
  /** Base names of the store paths that it needs. */
  readonly references: readonly string[];
  /** `name:signature` */
  readonly signatures: readonly string[];
}

/** Where archives are: nothing else of a disk is to be read. */
const ARCHIVE = /^nar\/[^/]+$/;

/** Undefined: a line is missing, or a number is none, or the archive is not where archives are. */
export function parseNarInfo(text: string): NarInfo | undefined {
  const lines = text.split('\n').map((line) => /^([A-Za-z]+): ?(.*)$/.exec(line));
  const all = (key: string): string[] => lines.flatMap((line) => (line?.[1] === key ? [line[2]!] : []));
  const [storePath, url, narHash, fileHash] = [all('StorePath')[0], all('URL')[0], all('NarHash')[0], all('FileHash')[0]];
  const [narSize, fileSize] = [Number(all('NarSize')[0]), Number(all('FileSize')[0])];
  if (
    !storePath ||
    !url ||
    !ARCHIVE.test(url) ||
    !narHash ||
    !fileHash ||
    !Number.isSafeInteger(narSize) ||
    !Number.isSafeInteger(fileSize)
  )
    return undefined;
  const words = (all('References')[0] ?? '').split(' ').filter((word) => word !== '');
  const compression = all('Compression')[0] ?? 'bzip2'; // as Nix has it
  return { storePath, url, compression, fileHash, fileSize, narHash, narSize, references: words, signatures: all('Sig') };
}

/** What is signed: the path, what is in it, and what it needs. */
export function fingerprint({ storePath, narHash, narSize, references }: NarInfo): string {
  const store = storePath.slice(0, storePath.lastIndexOf('/'));
  return `1;${storePath};${narHash};${narSize};${references.map((name) => `${store}/${name}`).join(',')}`;
}

/** A key that signatures are checked with. */
export interface Verifier {
  /** In Nix's form, `name:base64`. */
  readonly text: string;
  readonly name: string;
  readonly key: KeyObject;
}

/** An Ed25519 key in the form that OpenSSL reads: these bytes, then the key's. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Undefined: this is no public key. */
export function parsePublicKey(text: string): Verifier | undefined {
  const [, name, base64] = /^([^:\s]+):([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (name === undefined || bytes.length !== 32) return undefined;
  return { text, name, key: createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' }) };
}

export function isSignedBy(info: NarInfo, { name, key }: Verifier): boolean {
  const data = Buffer.from(fingerprint(info));
  return info.signatures.some((signature) => {
    const [signer, base64 = ''] = signature.split(/:(.*)/s);
    return signer === name && verify(null, data, key, Buffer.from(base64, 'base64'));
  });
}
