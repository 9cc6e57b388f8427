import { createHash, type Hash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Writable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { LOCK_FILE } from '../../../src/assembly/lock';
import { nixBase32 } from './base32';
import { cardOf } from './cache';
import { FLAKE_FOLDER, CACHE_FOLDER } from './layout';
import { filesOf, type PathEntry, type Snapshot } from './manifest';
import { isSignedBy, parseNarInfo, type NarInfo, type Verifier } from './narinfo';

export interface Verification {
  readonly key: Verifier;
  readonly onProgress: (done: number, total: number) => void;
}

/** Everything that is wrong with a snapshot, a clause each. Needs no Nix. */
export async function problemsOf(folder: string, snapshot: Snapshot, { key, onProgress }: Verification): Promise<readonly string[]> {
  const problems = [...flakeProblems(folder, snapshot), ...rootProblems(snapshot)];
  if (isElsewhere(snapshot)) return problems;
  const cache = join(folder, CACHE_FOLDER);
  problems.push(...cacheProblems(cache, snapshot));
  const members = new Set(snapshot.paths.map(({ path }) => basename(path)));
  let done = 0;
  for (const entry of snapshot.paths) {
    problems.push(...(await pathProblems(cache, entry, members, key)));
    onProgress(++done, snapshot.paths.length);
  }
  return problems;
}

export const isElsewhere = ({ cache }: Snapshot): boolean => cache !== CACHE_FOLDER;

/** The flake's files are what they were, all of them and no others. */
export function flakeProblems(folder: string, { flake, inputs }: Snapshot): readonly string[] {
  const root = join(folder, FLAKE_FOLDER);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) return [`the folder ${FLAKE_FOLDER} is missing`];
  const found = filesOf(root);
  const names = [...new Set([...Object.keys(flake), ...Object.keys(found)])].sort();
  const changed = names.flatMap((name) => {
    const [was, is] = [flake[name], found[name]];
    if (!is) return [`${FLAKE_FOLDER}/${name} is missing`];
    if (!was) return [`${FLAKE_FOLDER}/${name} was added`];
    return was.sha256 === is.sha256 ? [] : [`${FLAKE_FOLDER}/${name} was changed`];
  });
  const needed = ['flake.nix', ...(Object.keys(inputs).length > 0 ? [LOCK_FILE] : [])];
  return needed
    .filter((name) => !names.includes(name))
    .map((name) => `${FLAKE_FOLDER}/${name} is missing`)
    .concat(changed);
}

function rootProblems({ outputs, inputs, paths }: Snapshot): readonly string[] {
  const members = new Set(paths.map(({ path }) => path));
  return [...outputs, ...Object.values(inputs)].filter((path) => !members.has(path)).map((path) => `${path} is not in the closure`);
}

function cacheProblems(cache: string, { outputs }: Snapshot): readonly string[] {
  const file = `${CACHE_FOLDER}/nix-cache-info`;
  const text = read(join(cache, 'nix-cache-info'));
  if (text === undefined) return [`${file} is missing`];
  const store = /^StoreDir: (.*)$/m.exec(text)?.[1];
  return outputs.some((output) => dirname(output) !== store) ? [`${file} is for another store`] : [];
}

async function pathProblems(cache: string, entry: PathEntry, members: ReadonlySet<string>, key: Verifier): Promise<readonly string[]> {
  const name = basename(entry.path).replace(/^[^-]*-/, '');
  const card = `${CACHE_FOLDER}/${basename(cardOf(cache, entry.path))}`;
  const text = read(cardOf(cache, entry.path));
  if (text === undefined) return [`${card} is missing («${name}»)`];
  const info = parseNarInfo(text);
  if (!info) return [`${card} is damaged («${name}»)`];
  if (info.storePath !== entry.path) return [`${card} is of ${info.storePath}, and should be of ${entry.path}`];
  const problems: string[] = [];
  if (!isSignedBy(info, key)) problems.push(`${card} is not signed with ${key.name} («${name}»)`);
  if (info.narHash !== entry.narHash || info.narSize !== entry.narSize) problems.push(`${card} is of another build of «${name}»`);
  for (const other of info.references) if (!members.has(other)) problems.push(`«${name}» needs ${other}, which is not in the snapshot`);
  const wrong = await archiveProblem(join(cache, info.url), info);
  if (wrong !== undefined) problems.push(`${CACHE_FOLDER}/${info.url} ${wrong} («${name}»)`);
  return problems;
}

/** The archive as it lies there, and what is in it. */
async function archiveProblem(file: string, info: NarInfo): Promise<string | undefined> {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return 'is missing';
  if (size < info.fileSize) return `is cut off: ${size} bytes of ${info.fileSize}`;
  if (size > info.fileSize) return 'was changed: it is too long';
  const unpack = unpackers[info.compression];
  if (!unpack) return `is packed with ${info.compression}, which this version cannot check`;
  const [outer, inner] = [createHash('sha256'), createHash('sha256')];
  let unpacked = 0;
  const packed = createReadStream(file).on('data', (chunk) => outer.update(chunk));
  const count = new Writable({ write: (chunk: Buffer, _, next) => (inner.update(chunk), (unpacked += chunk.length), next()) });
  try {
    await pipeline([packed, ...unpack(), count]);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code?.startsWith('Z_') ? 'was changed: it cannot be unpacked' : `cannot be read: ${message}`;
  }
  if (digest(outer) !== info.fileHash || digest(inner) !== info.narHash || unpacked !== info.narSize) return 'was changed';
  return undefined;
}

const unpackers: Readonly<Record<string, () => readonly Transform[]>> = { none: () => [], gzip: () => [createGunzip()] };

const digest = (hash: Hash): string => `sha256:${nixBase32(hash.digest())}`;

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
