/** The kernel that `scripts/rt-kernel.mjs` fetched, and whether this computer can boot it. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { find, PROGRAMS } from './programs';

/** scripts/rt-kernel.mjs writes there. */
const FOLDER = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'studio-cdk', 'rt-kernel');

export interface InstalledKernel {
  /** As `uname -r` says it. */
  readonly release: string;
  readonly image: string;
  /** Its configuration, as a distribution has it in /boot. */
  readonly config: string;
  readonly modules: string;
  /** Files in `modules`, in an order in which each finds what it needs. */
  readonly order: readonly string[];
}

export function installedKernel(): InstalledKernel {
  const { release, modules } = JSON.parse(readFileSync(join(FOLDER, 'kernel.json'), 'utf8')) as { release: string; modules: string[] };
  return { release, image: join(FOLDER, 'kernel'), config: join(FOLDER, 'config'), modules: join(FOLDER, 'modules'), order: modules };
}

/** Why no machine can boot here, as half a sentence, or `undefined`. */
export function whyNoKernel(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the kernel is one for x86_64 Linux';
  const missing = ['qemu-system-x86_64', 'setpriv', 'cpio', 'ldd', 'ssh-keygen', ...PROGRAMS].filter((name) => find(name) === undefined);
  if (missing.length > 0) return `${missing.join(', ')} missing: «node scripts/system-packages.mjs» installs them on Debian`;
  if (!existsSync(join(FOLDER, 'kernel.json'))) return 'no realtime kernel: «node scripts/rt-kernel.mjs» fetches it on Debian';
  return undefined;
}
