import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { runHere, type MachineRun } from '../../../src/realtime/measure';

/** Why this computer cannot be measured by a test; nothing where it can. */
export function whyNotHere(): string | undefined {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (!has('cyclictest')) return 'cyclictest is not installed';
  if (!mayHaveRealtime()) return 'this user may not set SCHED_FIFO';
  return undefined;
}

export const whyNoNamespaces = (): string | undefined => {
  if (process.getuid?.() !== 0) return 'only root can lay files over others';
  return spawnSync('unshare', ['--mount', 'true']).status === 0 ? whyNotHere() : 'there are no mount namespaces';
};

export const has = (program: string): boolean => spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0;

const mayHaveRealtime = (): boolean => spawnSync('chrt', ['--fifo', '88', 'true']).status === 0;

/** Says why in the title where it cannot be done. */
export function describeWhere(why: string | undefined, title: string, tests: () => void): void {
  if (why === undefined) describe(title, tests);
  else describe.skip(`${title} (left out: ${why})`, tests);
}

/** Runs what is measured behind another program. */
export const behind =
  (...prefix: readonly string[]): MachineRun =>
  (command) =>
    runHere({ ...command, argv: [...prefix, ...command.argv] });

/** In a mount namespace of its own, after this shell script: files laid over others change nothing outside. */
export const where = (script: string): MachineRun => behind('unshare', '--mount', 'sh', '-ec', `${script}\nexec "$@"`, 'sh');

export const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] as const;

/** Processes whose command line has this word, by number. */
export function processesWith(word: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(word) ? [Number(name)] : [];
      } catch {
        return [];
      }
    });
}
