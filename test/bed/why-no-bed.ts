/** A bed needs Linux, root and some programs. Where they are missing, tests say so instead of failing. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Machines with a systemd of their own, or with a plain first process that keeps sshd running. */
export type BedKind = 'light' | 'systemd';

const PROGRAMS = ['ip', 'mount', 'nft', 'nix', 'nsenter', 'setpriv', 'ssh', 'ssh-keygen', 'tc', 'unshare'];
const FILES: Readonly<Record<BedKind, readonly string[]>> = {
  light: ['/usr/sbin/sshd'],
  systemd: ['/usr/sbin/sshd', '/usr/lib/systemd/systemd', '/usr/bin/dbus-daemon'],
};

const found = new Map<BedKind, string | undefined>();

/** Why no bed can stand here, as half a sentence, or `undefined`. */
export function whyNoBed(kind: BedKind): string | undefined {
  if (!found.has(kind)) found.set(kind, look(kind));
  return found.get(kind);
}

function look(kind: BedKind): string | undefined {
  if (process.platform !== 'linux') return 'machines in namespaces need Linux';
  if (process.getuid?.() !== 0) return 'only root may make machines';
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const missing = [
    ...PROGRAMS.filter((program) => !folders.some((folder) => existsSync(join(folder, program)))),
    ...FILES[kind].filter((file) => !existsSync(file)),
  ];
  if (missing.length > 0) return `${missing.join(', ')} missing: «node scripts/system-packages.mjs» installs them on Debian`;
  return (
    cannot('--mount --net --pid --time --fork true') ??
    (kind === 'systemd' ? cannot('--cgroup --mount sh -c', MOUNT_CONTROL_GROUPS) : undefined)
  );
}

// Where the control groups can be looked at but not changed, systemd does not start. Several test runners look at the same time.
const MOUNT_CONTROL_GROUPS = 'mount -t cgroup2 cgroup2 /mnt && probe=/mnt/studio-cdk-probe-$$ && mkdir $probe && rmdir $probe';

function cannot(options: string, ...more: string[]): string | undefined {
  const { status, stderr } = spawnSync('unshare', [...options.split(' '), ...more], { encoding: 'utf8', timeout: 30_000 });
  return status === 0 ? undefined : `this computer does not let us make machines (${stderr.trim()})`;
}
