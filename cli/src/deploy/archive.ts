import { PassThrough, pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { LOCK_FILE } from '../../../src/assembly/lock';
import type { Payload, PayloadFile } from './payload';

/** Last of all members: a machine that has it has everything. */
export const COMPLETE_FILE = '.complete';

/** The same files give the same bytes, whenever and wherever they are packed. */
const MTIME = new Date(0);

/**
 * The payload as one stream: a tar, gzipped. Each call starts a new one, so a transfer that broke can be done again.
 *
 * Members are owned by root and bear no time.
 */
export async function pack(payload: Payload): Promise<Readable> {
  const { pack: newTar } = await import('tar-stream'); // a deployment that has nothing to do needs none
  const tar = newTar();
  for (const { name, contents, executable } of members(payload))
    tar.entry({ name, mode: executable ? 0o755 : 0o644, mtime: MTIME, uid: 0, gid: 0 }, contents);
  tar.finalize();
  return pipeline(tar, createGzip(), new PassThrough(), () => undefined); // what goes wrong shows on the stream itself
}

function members({ files, lock }: Payload): readonly PayloadFile[] {
  const locks = lock === undefined ? [] : [plain(LOCK_FILE, lock)];
  return [...files, ...locks, plain(COMPLETE_FILE, '')];
}

const plain = (name: string, text: string): PayloadFile => ({ name, contents: Buffer.from(text), executable: false });
