/** Programs of this computer that the machine has too, with the libraries that they need. All its other programs are busybox's. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../bed/process';

export const PROGRAMS: readonly string[] = [
  'busybox',
  'dash',
  // Logins with limits, granted by PAM as everywhere.
  'sshd',
  'runuser',
  // What measures, and what is measured.
  'chrt',
  'taskset',
  'nice',
  'cyclictest',
  'stress-ng',
  'jackd',
  'jack_bufsize',
  'jack_samplerate',
  'jack_lsp',
];

/** Where a program is; some are in a folder that not everybody has on PATH. */
export function find(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** The files that these programs and libraries are loaded with, `ld-linux` included. */
export async function librariesOf(files: readonly string[]): Promise<readonly string[]> {
  // It ends with 1 where one of them is a static program, which needs nothing.
  const { stdout } = await run(['ldd', ...files]);
  return [...new Set([...stdout.matchAll(/^\s.*?(\/\S+) \(0x/gm)].map(([, path]) => path!))];
}
