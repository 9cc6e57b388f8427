import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { cannotWrite, notAFolder, notOurs } from './errors';
import { MANIFEST_FILE, type Manifest } from './manifest';

/** Written by Nix, not by us: kept where the project itself has no lock. */
const LOCK_FILE = 'flake.lock';

/**
 * Writes an assembly so that nobody ever sees half of one.
 *
 * Files go to a folder beside the output, the manifest last; then the two folders change places. A file that did not change is linked, not
 * written, and when nothing changed at all the old folder stays where it is. Until `commit` succeeds the previous assembly is untouched.
 */
export class AssemblyWriter {
  private readonly output: string;
  private readonly draft: string;
  private readonly folders = new Set<string>();
  private files = 0;
  private changed = false;
  private readonly replaces: boolean;

  /** @throws AssemblyError when the output is not ours to replace, or cannot be written */
  public constructor(output: string) {
    this.output = resolve(output);
    this.draft = besides(this.output, process.pid, 'new');
    this.replaces = this.attempt(() => {
      recover(this.output);
      checkReplaceable(this.output);
      mkdirSync(dirname(this.output), { recursive: true });
      rmSync(this.draft, { recursive: true, force: true });
      mkdirSync(this.draft);
      return existsSync(this.output);
    });
  }

  /** Adds a file. `name` is relative and uses `/`. */
  public add(name: string, contents: string | Buffer): void {
    this.attempt(() => {
      const old = this.prepare(name);
      if (!this.replaces || !sameContents(old, contents)) this.changed = true;
      else if (linked(old, join(this.draft, name))) return;
      writeFileSync(join(this.draft, name), contents);
    });
  }

  /** Adds a copy of a file of the project. */
  public addCopy(name: string, from: string): void {
    this.add(name, readFileSync(from));
  }

  /**
   * Adds the manifest and puts the assembly in place.
   *
   * @returns whether anything differs from the previous assembly
   */
  public commit(manifest: Manifest): boolean {
    this.attempt(() => this.keepLock());
    this.add(MANIFEST_FILE, `${JSON.stringify(manifest, null, 2)}\n`);
    return this.attempt(() => {
      if (this.changed || this.files !== countFiles(this.output)) this.exchange();
      else this.touch();
      return this.changed;
    });
  }

  /** Leaves the previous assembly as it is. */
  public abandon(): void {
    rmSync(this.draft, { recursive: true, force: true });
  }

  /** Counts the file, makes its folder, and tells where its predecessor is. */
  private prepare(name: string): string {
    this.files += 1;
    const folder = dirname(name);
    if (folder !== '.' && !this.folders.has(folder)) {
      mkdirSync(join(this.draft, folder), { recursive: true });
      this.folders.add(folder);
    }
    return join(this.output, name);
  }

  /** Without a lock of the project, the one that Nix made in the assembly is all that pins the inputs. */
  private keepLock(): void {
    const old = join(this.output, LOCK_FILE);
    if (existsSync(join(this.draft, LOCK_FILE)) || !existsSync(old)) return;
    copyFileSync(old, join(this.draft, LOCK_FILE));
    this.files += 1;
  }

  private exchange(): void {
    this.changed = true;
    const previous = besides(this.output, process.pid, 'old');
    if (this.replaces) renameSync(this.output, previous);
    try {
      renameSync(this.draft, this.output);
    } catch (error) {
      if (this.replaces) renameSync(previous, this.output);
      throw error;
    }
    rmSync(previous, { recursive: true, force: true });
  }

  /** The manifest's time says when the app was last synthesised, also when that changed nothing. */
  private touch(): void {
    const now = new Date();
    rmSync(this.draft, { recursive: true, force: true });
    utimesSync(join(this.output, MANIFEST_FILE), now, now);
  }

  private attempt<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      this.abandon();
      throw isSystemError(error) ? cannotWrite(this.output, error) : error;
    }
  }
}

const besides = (output: string, pid: number, what: 'new' | 'old'): string => join(dirname(output), `.${basename(output)}.${pid}.${what}`);

/** Puts right what a run that was killed left behind: drafts go away, an assembly that was set aside comes back. */
function recover(output: string): void {
  const parent = dirname(output);
  const leftover = new RegExp(`^\\.${basename(output).replace(/[^\w-]/g, '\\$&')}\\.(\\d+)\\.(new|old)$`);
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const match = leftover.exec(name);
    if (!match || isAlive(Number(match[1]))) continue;
    const path = join(parent, name);
    if (match[2] === 'old' && !existsSync(output)) renameSync(path, output);
    else rmSync(path, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function checkReplaceable(output: string): void {
  const found = statSync(output, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isDirectory()) throw notAFolder(output);
  accessSync(output, constants.W_OK); // renaming needs only the parent's permission: ask, so that a folder somebody closed stays closed
  if (!existsSync(join(output, MANIFEST_FILE)) && readdirSync(output).length > 0) throw notOurs(output);
}

function sameContents(file: string, contents: string | Buffer): boolean {
  try {
    return readFileSync(file).equals(typeof contents === 'string' ? Buffer.from(contents) : contents);
  } catch {
    return false;
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false; // a file system without hard links: write it again
  }
}

function countFiles(dir: string): number {
  if (!existsSync(dir)) return -1;
  return readdirSync(dir, { withFileTypes: true, recursive: true }).filter((entry) => !entry.isDirectory()).length;
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string' && 'syscall' in error;
