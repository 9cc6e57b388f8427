/** How a machine is, seen from outside of it: from its disk, and through the windows that the kernel gives (`/proc/PID/root`). */
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process';
import { SCRIPTS } from './seed';

export interface MachineState {
  readonly powered: boolean;
  /** Nothing while it is off, as all that follows until the next note. */
  readonly bootId: string | undefined;
  readonly commandLine: string | undefined;
  /** Store path of what runs: `/run/current-system`. */
  readonly runningSystem: string | undefined;
  /** Store path of what was booted: `/run/booted-system`. */
  readonly bootedSystem: string | undefined;
  readonly swappiness: number | undefined;
  /** Who deploys: what `/run/studio-cdk/owner` says, while somebody holds the lock. */
  readonly lock: Readonly<Record<string, string>> | undefined;
  /** Whether an ssh connection from the operator succeeds. */
  readonly sshReachable: boolean;

  // What is on the disk, also while it is off.

  /** The number of the system profile's generation. */
  readonly generation: number;
  readonly profileSystem: string;
  /** Numbers of all generations, in order. */
  readonly generations: readonly number[];
  /** What the boot loader would boot: the entry's name. */
  readonly defaultEntry: string | undefined;
  /** …and its system. */
  readonly defaultSystem: string | undefined;
  /** Whether that entry is for the next boot only. */
  readonly bootsOnce: boolean;
  /** The marker of an undo that is armed: what `/var/lib/studio-cdk/armed` says. */
  readonly armed: Readonly<Record<string, string>> | undefined;
}

type Seen = Omit<MachineState, 'sshReachable'>;

/** @param root the machine's root as it lies on its disk; `pid` is its first process, if it is on */
export async function look(root: string, pid: number | undefined): Promise<Seen> {
  const profiles = join(root, 'nix/var/nix/profiles');
  const link = readlinkSync(join(profiles, 'system'));
  const entry = await nextEntry(root);
  return {
    ...(pid === undefined ? OFF : running(`/proc/${pid}/root`)),
    generation: Number(/(\d+)-link$/.exec(link)?.[1]),
    profileSystem: readlinkSync(join(profiles, link)),
    generations: await generationsIn(profiles),
    defaultEntry: entry.entry,
    defaultSystem: entry.system,
    bootsOnce: entry.once === 'yes',
    armed: record(join(root, 'var/lib/studio-cdk/armed')),
  };
}

const OFF = {
  powered: false,
  bootId: undefined,
  commandLine: undefined,
  runningSystem: undefined,
  bootedSystem: undefined,
  swappiness: undefined,
  lock: undefined,
} as const;

function running(root: string) {
  const swappiness = text(join(root, 'proc/sys/vm/swappiness'));
  return {
    powered: true,
    bootId: text(join(root, 'proc/sys/kernel/random/boot_id')),
    commandLine: text(join(root, 'proc/cmdline')),
    runningSystem: target(join(root, 'run/current-system')),
    bootedSystem: target(join(root, 'run/booted-system')),
    swappiness: swappiness === undefined ? undefined : Number(swappiness),
    lock: isLocked(join(root, 'run/studio-cdk/lock')) ? (record(join(root, 'run/studio-cdk/owner')) ?? {}) : undefined,
  };
}

async function generationsIn(profiles: string): Promise<number[]> {
  const { stdout } = await run(['ls', '-v', profiles]);
  return [...stdout.matchAll(/^system-(\d+)-link$/gm)].map(([, number]) => Number(number));
}

/** What firmware.sh would start. */
async function nextEntry(root: string): Promise<Readonly<Record<string, string | undefined>>> {
  const { stdout } = await run(['sh', join(SCRIPTS, 'firmware.sh'), 'peek', root]);
  return parse(stdout);
}

/** Whether somebody holds an flock on the file: the kernel's list names files by device and inode, `00:2f:17`. */
function isLocked(file: string): boolean {
  const found = unlessMissing(() => statSync(file));
  if (!found) return false;
  const [major, minor] = [(found.dev >> 8) & 0xfff, (found.dev & 0xff) | ((found.dev >> 12) & 0xfff00)];
  const hex = (part: number): string => part.toString(16).padStart(2, '0');
  return new RegExp(`^\\d+: FLOCK .* ${hex(major)}:${hex(minor)}:${found.ino} `, 'm').test(readFileSync('/proc/locks', 'utf8'));
}

const record = (file: string): Record<string, string> | undefined => {
  const content = text(file);
  return content === undefined ? undefined : parse(content);
};

const parse = (lines: string): Record<string, string> =>
  Object.fromEntries(
    lines
      .split('\n')
      .flatMap((line) => (line.includes('=') ? [[line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]] : [])),
  );

const text = (file: string): string | undefined => unlessMissing(() => readFileSync(file, 'utf8').trim());
const target = (link: string): string | undefined => unlessMissing(() => readlinkSync(link));

function unlessMissing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
