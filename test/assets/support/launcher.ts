/** Runs the launcher for real: under every shell there is, with exactly the environment that a test gives it. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export const LAUNCHER = resolve('assets/launcher.sh');

/** Where a program is, by PATH. */
export function which(program: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

/** The shells of this machine that call themselves POSIX, as commands. */
export const SHELLS: readonly (readonly [string, ...string[]])[] = (
  [['dash'], ['bash', '--posix'], ['bash'], ['busybox', 'sh']] as [string, ...string[]][]
).flatMap(([shell, ...rest]) => {
  const file = which(shell);
  return file === undefined ? [] : [[file, ...rest] as [string, ...string[]]];
});

export const shellName = (shell: readonly string[]): string => [shell[0].split('/').at(-1), ...shell.slice(1)].join(' ');

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface LaunchOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The script to run. @default the one in assets */
  readonly script?: string;
  /** @default the first there is */
  readonly shell?: readonly [string, ...string[]];
  readonly cwd?: string;
  /** What comes before the shell: another program that starts it. */
  readonly through?: readonly string[];
}

/** Runs the launcher to its end. Text is Latin 1, so that any byte is one character. */
export function launch(args: readonly string[], options: LaunchOptions): Promise<Result> {
  const shell = options.shell ?? SHELLS[0];
  const [file, ...rest] = [...(options.through ?? []), ...shell, options.script ?? LAUNCHER, ...args];
  return new Promise((done, failed) => {
    const child = spawn(file, rest, { env: options.env, cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('latin1').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.once('error', failed);
    child.once('close', (code) => done({ code, ...output }));
  });
}

/** What the launcher may use besides its shell. No Nix, no bubblewrap: a test adds them. */
const TOOLS = ['awk', 'cat', 'chmod', 'cp', 'curl', 'df', 'id', 'mkdir', 'mv', 'readlink', 'rm', 'sed', 'sha256sum', 'uname'];

/** Makes a folder with nothing but these programs, to be the whole PATH. */
export function toolFolder(folder: string, ...more: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  for (const tool of new Set([...TOOLS, ...more])) {
    const file = which(tool);
    if (file !== undefined) symlinkSync(file, join(folder, tool));
  }
  return folder;
}

export function writeProgram(file: string, text: string): string {
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

/**
 * A program in Nix's place, which writes down how it was called. It answers `--version`, `eval` and `build` as the
 * environment says, and for `run` it becomes $RUNS. What Nix itself makes of the words is tested with real Nix.
 */
export function recordingNix(file: string): string {
  return writeProgram(
    file,
    `#!/bin/sh
printf '%s\\0' "$#" "$@" >>"$RECORD"
[ "$1" = nix ] && shift
shift 2
case $1 in
  --version) echo "nix (Nix) \${NIX_VERSION:-2.8.0}" ;;
  eval) printf '%b' "\${NIX_ANSWER-ardour\\ncarla}" ;;
  build) exit "\${NIX_BUILD:-0}" ;;
  run)
    while [ "$1" != -- ]; do shift; done
    [ -z "\${RUNS:-}" ] || exec "$RUNS"
    ;;
esac
`,
  );
}

/** The words of every call of a recording Nix, without those that switch on flakes. */
export function recorded(file: string): string[][] {
  const words = existsSync(file) ? readFileSync(file, 'latin1').split('\0').slice(0, -1) : [];
  const calls: string[][] = [];
  while (words.length > 0) {
    const call = words.splice(0, 1 + Number(words[0])).slice(1);
    const flakes = call.indexOf('--extra-experimental-features');
    calls.push([...call.slice(0, flakes), ...call.slice(flakes + 2)]);
  }
  return calls;
}

/** Whether this machine lets bubblewrap work, as who runs the tests. */
export const bubblewrapWorks = (): boolean => spawnSync('bwrap', ['--dev-bind', '/', '/', 'true']).status === 0;

/** A command that runs another with these limits, if this machine and its user allow it: `limited('--rtprio=7:7')`. */
export function limited(...limits: readonly string[]): readonly string[] | undefined {
  const command = ['prlimit', ...limits] as const;
  return spawnSync(command[0], [...limits, 'true']).status === 0 ? command.with(0, which('prlimit')!) : undefined;
}
