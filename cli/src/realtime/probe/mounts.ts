import type { Mount } from '../snapshot';
import type { Answer } from './answer';

/** What is no place for files: windows of the kernel, and what is put over single files in containers. */
const NO_PLACE =
  /^(proc|sysfs|cgroup2?|devpts|devtmpfs|tmpfs|ramfs|mqueue|debugfs|tracefs|securityfs|pstore|efivarfs|bpf|configfs|fusectl|hugetlbfs|binfmt_misc|autofs|rpc_pipefs|nsfs|selinuxfs|fuse\.(portal|gvfsd-fuse|lxcfs))$/;

/** Places where somebody's songs may be. What lies over another one at the same place counts. */
export function mountsOf(answer: Answer): readonly Mount[] {
  const mounts = new Map<string, Mount>();
  for (const line of answer.fileLines('/proc/self/mounts')) {
    const [, target, type, options] = line.split(' ').map(unescaped);
    if (!target?.startsWith('/') || !type || options === undefined) continue;
    if (NO_PLACE.test(type)) mounts.delete(target);
    else mounts.set(target, { target, type, options: options.split(',') });
  }
  return [...mounts.values()];
}

/** Whether /proc hides other people's processes from us. */
export function hidesProcesses(answer: Answer): boolean {
  return answer.fileLines('/proc/self/mounts').some((line) => / \/proc proc .*hidepid=([1-9]|noaccess|invisible|ptraceable)/.test(line));
}

/** Spaces and the like are written as three octal digits. Other control characters are not taken back. */
const unescaped = (text: string): string => text.replace(/\\(040|134)/g, (_, digits) => (digits === '040' ? ' ' : '\\'));
