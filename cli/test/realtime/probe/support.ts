import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { local, type RunProgram } from '../../../src/realtime/run-program';

export const PROBE = resolve(__dirname, '..', '..', '..', '..', 'assets', 'probe.sh');

export const has = (program: string): boolean => spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0;

/** Why programs cannot run in namespaces of a test here, or nothing. */
export function whyNoNamespace(...programs: readonly string[]): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'only root may lay files over /sys and /proc';
  const missing = ['unshare', 'mount', ...programs].filter((program) => !has(program));
  if (missing.length > 0) return `${missing.join(', ')} missing`;
  const tried = spawnSync('unshare', ['--mount', '--pid', '--fork', '--mount-proc', 'true'], { encoding: 'utf8' });
  return tried.status === 0 ? undefined : `this computer gives no namespaces: ${tried.stderr.trim()}`;
}

/** `describe`, left out with the reason in its title. */
export function describeUnless(reason: string | undefined, title: string, tests: () => void): void {
  if (reason === undefined) describe(title, tests);
  else describe.skip(`${title} (left out: ${reason})`, tests);
}

/** An answer as the probe writes it. */
export function answer(files: Readonly<Record<string, string>>, sections: Readonly<Record<string, readonly string[]>> = {}): string {
  const lines = Object.entries(files).flatMap(([path, text]) => text.split('\n').map((line) => `${path}:${line}`));
  const all = { self: ['uid=1000(anna) gid=100(users) groups=100(users)', 'time 1795327583', 'arch x86_64'], files: lines, ...sections };
  const body = Object.entries(all).flatMap(([name, content]) => [`@ ${name}`, ...content]);
  return ['studio-cdk-probe 1 @', ...body, '@ end', ''].join('\n');
}

/** Programs see these files as all of /sys, and as what matters of /proc; of the rest of the computer, what is given. Needs root. */
export class PretendedMachine {
  public readonly folder = mkdtempSync(join(tmpdir(), 'studio-cdk-probe-'));

  /** Paths from /; a text that begins with `-> ` is a link. */
  public constructor(files: Readonly<Record<string, string>>) {
    chmodSync(this.folder, 0o755);
    for (const name of ['sys', 'proc', 'run', 'real']) mkdirSync(join(this.folder, name));
    for (const [path, text] of Object.entries(files)) {
      const place = join(this.folder, path);
      mkdirSync(dirname(place), { recursive: true });
      if (text.startsWith('-> ')) symlinkSync(text.slice(3), place);
      else writeFileSync(place, path.endsWith('.gz') ? gzipSync(text) : text && `${text}\n`);
    }
    symlinkSync(join(this.folder, 'real', 'self'), join(this.folder, 'proc', 'self'));
  }

  /** Programs on it, as root or as somebody else. The last line of the standard error says how many processes there were. */
  public run(as: readonly string[] = []): RunProgram {
    const namespaces = ['unshare', '--mount', '--pid', '--fork', 'sh', '-c', ENTER, 'sh', this.folder, ...as];
    return (argv, input) => local({ timeoutMs: 30_000 })([...namespaces, ...argv], input);
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Numbers of processes are given in order, so that of a new one is their count. */
const ENTER = `
machine=$1 && shift
for file in etc/passwd etc/group etc/security/limits.conf etc/os-release; do
  [ ! -e "$machine/$file" ] || mount --bind "$machine/$file" "/$file"
done
mount --bind "$machine/run" /run
mount --bind /proc "$machine/real"
mount --bind "$machine/sys" /sys
mount --bind "$machine/proc" /proc
before=$(sh -c 'echo $$')
"$@"
code=$?
after=$(sh -c 'echo $$')
echo "$((after - before - 1))" >&2
exit $code`;

/** As another user, with that user's groups and nothing of root's. */
export const as = (user: string): readonly string[] => ['setpriv', `--reuid=${user}`, '--regid=users', '--init-groups', '--'];
