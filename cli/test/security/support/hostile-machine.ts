import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackEntry } from '../../../../src/assembly';
import { ANSWERS, textOf } from '../../deploy/support';
import { fingerprint, Home, Sshd, startAgent, USER } from '../../ssh/support/sshd';
import { BIN, cleanEnvironment, folderWith, type Ran } from '../../support/cli';
import { manifest, stack } from '../../support/studio';

/** What a terminal would obey, and what would make a line read otherwise than it is. */
export const EVIL =
  'x\u001b]0;pwned\u0007\u001b[2J\u001b[31m\u009b1mred\u0085\b\u007f\u202etxt.exe\u2066\u200f\u001bP+q\u001b\\\u001b]52;c;cm0=\u0007y';

/** None of these may reach a screen. */
export const HARM = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** What a verb of the guard is answered with. */
export interface Answer {
  readonly out?: string | Buffer;
  readonly err?: string;
  readonly code?: number;
  /** Script of sh that runs instead. */
  readonly script?: string;
  /** It does not even say its number. */
  readonly isMute?: boolean;
}

/**
 * A machine in bad hands: a real sshd that runs none of the programs that it is told to, but answers as it likes. The command line talks to it
 * as it does to all machines.
 */
export class HostileMachine {
  public static async start(): Promise<HostileMachine> {
    const home = new Home();
    const sshd = await Sshd.start(home.path('sshd'));
    const agent = await startAgent(home, [home.key]);
    return new HostileMachine(home, sshd, agent);
  }

  private constructor(
    private readonly home: Home,
    private readonly sshd: Sshd,
    private readonly agent: { readonly socket: string; stop(): void },
  ) {
    sshd.allow(home.key);
  }

  /** By verb; `*` is for all that are not named, and for programs that are not the guard. */
  public async answers(answers: Readonly<Record<string, Answer>>): Promise<void> {
    const all: Readonly<Record<string, Answer>> = { '*': {}, inspect: FACTS, ...answers };
    for (const [verb, { out = '', err = '', code = 0, script, isMute }] of Object.entries(all)) {
      const folder = this.home.path(`answers/${verb === '*' ? 'other' : verb}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'out'), out);
      writeFileSync(join(folder, 'err'), err);
      rmSync(join(folder, 'mute'), { force: true });
      if (isMute) writeFileSync(join(folder, 'mute'), '');
      writeFileSync(join(folder, 'script'), script ?? `cat '${folder}/out'; cat '${folder}/err' >&2; exit ${code}\n`);
    }
    const program = this.home.path('program');
    writeFileSync(program, PROGRAM(this.home.path('answers')));
    chmodSync(program, 0o755);
    writeFileSync(this.home.path('banner'), `${EVIL}\n`);
    this.sshd.configure([`ForceCommand ${program}`, `Banner ${this.home.path('banner')}`]);
    await this.sshd.restart();
  }

  /** A studio that was synthesised, and deploys to this machine. */
  public studio(more: Partial<StackEntry> = {}, files: Readonly<Record<string, string>> = {}): string {
    const target = { host: '127.0.0.1', user: USER, port: this.sshd.port, hostKeys: [fingerprint(this.sshd.hostKeys[0]!)] };
    const data = { ...manifest([stack('studio-laptop', { target, ...more })]), inputs: {} };
    return folderWith({
      'flake.nix': '{ }',
      'machines/studio-laptop/configuration.nix': '{ }',
      'manifest.json': JSON.stringify(data),
      ...files,
    });
  }

  /** The real command line; `NO_COLOR`, so that no escape sequence at all is its own. */
  public cdk(folder: string, args: readonly string[]): Ran {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
      ...this.call(folder),
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { code: status, out: stdout, err: stderr };
  }

  /** The same on a terminal, which has one stream. */
  public cdkOnTerminal(folder: string, args: readonly string[]): string {
    const command = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(' ');
    return spawnSync('script', ['-qec', command, '/dev/null'], { ...this.call(folder), encoding: 'utf8', timeout: 60_000 }).stdout;
  }

  /** Runs it, and measures how much memory it takes at most, in MiB. It is ended after so many seconds. */
  public measured(folder: string, args: readonly string[], seconds = 60): Promise<Ran & { readonly peak: number }> {
    const child = spawn(process.execPath, [BIN, ...args], { ...this.call(folder), stdio: ['ignore', 'pipe', 'pipe'] });
    let [peak, size, err] = [0, 0, ''];
    child.stdout.on('data', (chunk: Buffer) => (size += chunk.length));
    child.stderr.on('data', (chunk: Buffer) => (err = (err + chunk.toString()).slice(-20_000)));
    const timer = setInterval(() => (peak = Math.max(peak, peakOf(child.pid!))), 20);
    const limit = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    return new Promise((resolve) =>
      child.once('close', (code) => {
        clearInterval(timer);
        clearTimeout(limit);
        resolve({ code, out: `${size} bytes`, err, peak });
      }),
    );
  }

  public async stop(): Promise<void> {
    await this.sshd.stop();
    this.agent.stop();
    this.home.remove();
  }

  private call(folder: string): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
    return { cwd: folder, env: { ...cleanEnvironment(), NO_COLOR: '1', SSH_AUTH_SOCK: this.agent.socket } };
  }
}

/** Facts that pass all checks, so that the rest of a deployment has its turn. */
export const FACTS: Answer = { out: textOf({ ...ANSWERS, clock: String(Math.floor(Date.now() / 1000)), deployed_fingerprint: 'other' }) };

const peakOf = (pid: number): number => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

/** It says its number, as the command line asks for it, and then what it was told to say. */
const PROGRAM = (folder: string): string => `#!/bin/sh
mark=$(printf %s "$SSH_ORIGINAL_COMMAND" | sed -n 's/.*\\(cdk-[0-9a-f]\\{24\\}\\).*/\\1/p' | head -n 1)
verb=$(printf %s "$SSH_ORIGINAL_COMMAND" | sed -n 's/.*guard-[0-9a-f]\\{16\\} \\([a-z]*\\).*/\\1/p' | head -n 1)
[ -d '${folder}'/"$verb" ] && [ -n "$verb" ] || verb=other
[ -z "$mark" ] || [ -e '${folder}'/"$verb"/mute ] || echo "$mark $$" >&2
. '${folder}'/"$verb"/script
`;
