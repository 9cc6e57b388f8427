/**
 * Runs Nix for tests: offline, without a daemon, and apart from whatever Nix the user has. Each installation gets a
 * store, a state folder and a home of its own in a temporary folder, which goes away with the process.
 */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNix, type NixInstallation } from './nix-installations';

/** Nix said no. The message is what Nix says after «error:»; its whole answer is in `stderr`. */
export class NixError extends Error {
  /** What Nix says after the last «error:», without indentation, positions and hints: for comparing in tests. */
  public readonly reason: string;

  public constructor(
    /** What was run. */
    public readonly command: readonly string[],
    public readonly exitCode: number | undefined,
    /** Everything that Nix printed to standard error, traces and warnings included. */
    public readonly stderr: string,
  ) {
    const reason = reasonIn(stderr);
    super(`${command.slice(0, 4).join(' ')} failed (${exitCode ?? 'killed'}): ${reason}`);
    this.name = 'NixError';
    this.reason = reason;
  }
}

function reasonIn(stderr: string): string {
  const start = stderr.lastIndexOf('error:');
  const lines = stderr.slice(start === -1 ? 0 : start + 'error:'.length).split('\n');
  // Positions («at /x.nix:1:2:»), the lines of source below them, and hints about --show-trace.
  const aside = /^(at .*:\d+:\d+:|\d*\||\(use '--show-trace'|\(stack trace truncated)/;
  return lines
    .map((line) => line.trim())
    .filter((line) => !aside.test(line))
    .join('\n')
    .trim();
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** The installation that tests use when they name none: the one on PATH, or else the oldest. */
export function defaultNix(): NixInstallation {
  const [nix] = findNix();
  if (nix === undefined) {
    throw new Error('No Nix was found. Install the Debian package nix-bin («npm run verify» does it as root), or any Nix 2.8 or later.');
  }
  return nix;
}

/** Runs one of Nix's programs to its end. Input, if any, goes to its standard input. */
export function runNix(nix: NixInstallation, program: string, args: readonly string[], input?: string): Promise<RunResult> {
  const [file, ...first] = nix.command(program);
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      [...first, ...args],
      // No test may hang on a Nix that waits; a machine evaluates in a fraction of a second.
      { env: isolatedEnvironment(nix), encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, timeout: 120_000 },
      (error, stdout, stderr) => {
        if (error === null) {
          resolve({ stdout, stderr });
        } else {
          reject(new NixError([program, ...args], typeof error.code === 'number' ? error.code : undefined, stderr || error.message));
        }
      },
    );
    // A Nix that has already failed does not read its input; that failure is reported above.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

const environments = new Map<string, NodeJS.ProcessEnv>();
let scratch: string | undefined;

function isolatedEnvironment(nix: NixInstallation): NodeJS.ProcessEnv {
  let environment = environments.get(nix.version);
  if (environment === undefined) {
    environment = makeEnvironment(join(scratchFolder(), nix.version));
    environments.set(nix.version, environment);
  }
  return environment;
}

/** What keeps a Nix to a folder: its store, state, settings and home. */
export function makeEnvironment(root: string): NodeJS.ProcessEnv {
  const folder = (name: string): string => {
    const path = join(root, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const configuration = folder('conf');
  writeFileSync(join(configuration, 'nix.conf'), SETTINGS);
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: folder('home'),
    TMPDIR: folder('tmp'),
    XDG_CACHE_HOME: folder('cache'),
    NIX_CONF_DIR: configuration,
    NIX_USER_CONF_FILES: '',
    // A store under another path needs no root and no namespace, and what it builds can be run where it lies.
    NIX_STORE_DIR: join(root, 'store'),
    NIX_STATE_DIR: join(root, 'var'),
    NIX_LOG_DIR: join(root, 'log'),
    NIX_REMOTE: 'local',
  };
}

const SETTINGS = `experimental-features = nix-command flakes
# Offline: nothing is substituted, nothing is looked up.
substituters =
flake-registry =
# Builds run as the user of the tests, with the tools of this machine.
sandbox = false
build-users-group =
# A store that lives for seconds needs no safety against power cuts and no space kept back.
fsync-metadata = false
gc-reserved-space = 0
eval-cache = false
warn-dirty = false
`;

/** A folder that goes away with the process. */
export function scratchFolder(): string {
  if (scratch === undefined) {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'studio-cdk-nix-')));
    scratch = folder;
    process.once('exit', () => {
      // The folders of a store are read-only, for their owner too.
      spawnSync('chmod', ['-R', 'u+w', folder]);
      rmSync(folder, { recursive: true, force: true });
    });
  }
  return scratch;
}
