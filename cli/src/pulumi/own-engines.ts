import { readdirSync, readFileSync } from 'node:fs';

/** Whether a process is a Pulumi engine that runs. On Linux: a number is given again to somebody else, and one that ended keeps its own for a while. */
export const isEngine = (pid: number): boolean => /^\d+ \(\.?pulumi\b[^)]*\) [^ZX]/.test(contents(`/proc/${pid}/stat`));

/**
 * Ends the engines that this process has started, when it ends itself before they do: somebody pressed Ctrl-C a second time. Two signals that come
 * close together are one to an engine, which would go on waiting for us and keep the state locked. The lock of one that is gone is taken over.
 */
export function leaveNone(): void {
  process.once('exit', () => {
    for (const pid of children().filter(isEngine)) end(pid);
  });
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended by itself
  }
}

/** Of all threads. Empty where the system does not tell. */
function children(): readonly number[] {
  const tasks = '/proc/self/task';
  try {
    return readdirSync(tasks).flatMap((task) => contents(`${tasks}/${task}/children`).split(' ').filter(Boolean).map(Number));
  } catch {
    return [];
  }
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
