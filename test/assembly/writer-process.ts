/**
 * A process of its own that writes an assembly, for tests in which it is killed, has rivals, or meets a disk that will not have it:
 *
 *     node writer-process.js '{"output": "/tmp/x/cdk.out", "files": {"flake.nix": "{ }\n"}}'
 */
import fs from 'node:fs';
import { AssemblyWriter } from '../../src/assembly';
import { manifest } from './manifest';

export interface Job {
  readonly output: string;
  readonly files: Readonly<Record<string, string>>;
  /** Dies by SIGKILL when it is about to change the disk for the n-th time; a file is half written by then. */
  readonly dieAt?: number;
  /** How many times it writes; only the number in `round` differs. */
  readonly rounds?: number;
}

const CHANGING = ['copyFileSync', 'linkSync', 'mkdirSync', 'renameSync', 'rmSync', 'utimesSync', 'writeFileSync'] as const;

function dieAt(step: number): void {
  let count = 0;
  for (const name of CHANGING) {
    const original = fs[name] as (...args: unknown[]) => unknown;
    const dying = (...args: unknown[]): unknown => {
      if (++count < step) return original(...args);
      if (name === 'writeFileSync') original(args[0], String(args[1]).slice(0, String(args[1]).length / 2));
      process.kill(process.pid, 'SIGKILL');
      return undefined;
    };
    Object.assign(fs, { [name]: dying });
  }
}

function write({ output, files, rounds = 1 }: Job): void {
  for (let round = 1; round <= rounds; round++) {
    const writer = new AssemblyWriter(output);
    for (const name of Object.keys(files)) writer.add(name, files[name]!);
    if (rounds > 1) writer.add('round', `${round}\n`);
    writer.commit(manifest());
  }
}

const job = JSON.parse(process.argv[2]!) as Job;
if (job.dieAt !== undefined) dieAt(job.dieAt);
try {
  write(job);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
