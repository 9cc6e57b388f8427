import { COMPLETE_FILE } from '../deploy/archive';
import type { Files } from './definitions';
import { notUnpacked } from './errors';

/**
 * The files of the deployment that a machine keeps, out of the archive that it sends in base 64.
 *
 * @throws UserError when that is not whole
 */
export async function unpackFiles(machine: string, text: string): Promise<Files> {
  const { extract } = await import('tar-stream'); // only where there is something to unpack
  const files = new Map<string, Buffer>();
  const archive = extract();
  archive.end(Buffer.from(text, 'base64'));
  try {
    for await (const entry of archive) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      const name = entry.header.name.replace(/^(\.\/)+/, '');
      if (entry.header.type === 'file' && name !== COMPLETE_FILE) files.set(name, Buffer.concat(chunks));
    }
  } catch (error) {
    throw notUnpacked(machine, (error as Error).message);
  }
  return files;
}
