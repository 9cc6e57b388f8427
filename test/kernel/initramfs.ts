/** What the machine has in place of a disk: a file system in its memory, packed into a file that QEMU hands to the kernel. */
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run, runOrFail } from '../bed/process';
import type { InstalledKernel } from './installed';
import { find, librariesOf, PROGRAMS } from './programs';

const FOLDERS = 'boot dev home modules proc root run sys tmp usr/bin usr/lib usr/lib64 usr/sbin';
/** Links to those in /usr. */
const MERGED = ['bin', 'lib', 'lib64', 'sbin'];
/** What PAM and JACK load by name; it stands beside the libraries. */
const LOADED = ['security/pam_unix.so', 'security/pam_limits.so', 'security/pam_rootok.so', 'jack/jack_alsa.so'];
const ALSA = '/usr/share/alsa';

export interface Contents {
  readonly kernel: InstalledKernel;
  /** The private key that its sshd shows. */
  readonly hostKey: string;
  /** Who may log in, as anybody. */
  readonly authorizedKey: string;
}

/** Writes the file, with a folder beside it meanwhile. */
export async function packInitramfs(file: string, contents: Contents): Promise<void> {
  const root = `${file}.d`;
  cpSync(join(__dirname, 'root'), root, { recursive: true });
  for (const folder of FOLDERS.split(' ')) mkdirSync(join(root, folder), { recursive: true });
  for (const folder of MERGED) symlinkSync(`usr/${folder}`, join(root, folder));
  await addPrograms(root);
  addKernel(root, contents.kernel);
  copyFileSync(contents.hostKey, join(root, 'etc/ssh/host_key'));
  writeFileSync(join(root, 'etc/ssh/authorized_keys'), `${contents.authorizedKey}\n`);
  // Whoever runs this, and whatever their umask is.
  await runOrFail(['chmod', '-R', 'u=rwX,go=rX', root]);
  await runOrFail(['chmod', '600', join(root, 'etc/ssh/host_key'), join(root, 'etc/shadow')]);
  await runOrFail(['sh', '-c', 'find . | cpio --quiet --create --format=newc --owner=+0:+0 >"$1"', 'sh', file], { cwd: root });
  rmSync(root, { recursive: true });
}

async function addPrograms(root: string): Promise<void> {
  const programs = PROGRAMS.map((name) => [find(name)!, `/usr/${name === 'sshd' ? 'sbin' : 'bin'}/${name}`] as const);
  const [folder] = (await librariesOf([find('runuser')!])).filter((path) => path.includes('/libpam.')).map(dirname);
  const modules = LOADED.map((name) => join(folder!, name));
  const libraries = await librariesOf([...programs.map(([path]) => path), ...modules]);
  for (const [from, to] of [...programs, ...[...libraries, ...modules].map((path) => [path, path] as const)]) {
    const place = join(root, to);
    mkdirSync(dirname(place), { recursive: true });
    copyFileSync(from, place);
  }
  symlinkSync('dash', join(root, 'usr/bin/sh'));
  const { stdout: applets } = await run(['busybox', '--list']);
  for (const name of applets.trim().split('\n')) {
    const place = join(root, 'usr/bin', name);
    if (!existsSync(place)) symlinkSync('busybox', place);
  }
  // Without it JACK finds no card, whatever its name.
  if (existsSync(ALSA)) cpSync(ALSA, join(root, ALSA), { recursive: true, dereference: true });
}

function addKernel(root: string, { release, config, modules, order }: InstalledKernel): void {
  copyFileSync(config, join(root, 'boot', `config-${release}`));
  for (const name of order) copyFileSync(join(modules, name), join(root, 'modules', name));
  writeFileSync(join(root, 'modules/order'), order.map((name) => `${name}\n`).join(''));
}
