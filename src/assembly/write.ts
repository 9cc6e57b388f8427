import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { cannotWrite, notAFolder, notOurs } from './errors';
import { MANIFEST_FILE, TREE_FILE, type Manifest } from './manifest';

/** Written by Nix, not by us: kept where the project itself has no lock. */
const LOCK_FILE = 'flake.lock';

/** How often the place may be taken by another run, which writes there at the same time, before we give up. */
const RIVALS = 100;

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
    this.output = target(resolve(output));
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
  public add(name: string, contents: string | Buffer, executable = false): void {
    this.attempt(() => {
      const old = this.prepare(name);
      const fresh = join(this.draft, name);
      if (this.replaces && shared(old, fresh, contents, executable)) return;
      if (!this.replaces || !isSame(old, contents, executable)) this.changed = true;
      writeFileSync(fresh, contents, { flag: 'wx', mode: executable ? 0o777 : 0o666 }); // wx: never through a link into the previous assembly
    });
  }

  /** Adds a copy of a file of the project. A script stays one that can be run. */
  public addCopy(name: string, from: string): void {
    const { contents, executable } = readProjectFile(from);
    this.add(name, contents, executable);
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
    this.makeFolder(dirname(name));
    return join(this.output, name);
  }

  private makeFolder(folder: string): void {
    if (folder === '.' || this.folders.has(folder)) return;
    this.makeFolder(dirname(folder));
    mkdirSync(join(this.draft, folder));
    this.folders.add(folder);
  }

  /** Without a lock of the project, the one that Nix made in the assembly is all that pins the inputs. */
  private keepLock(): void {
    if (existsSync(join(this.draft, LOCK_FILE))) return;
    const kept = unlessGone(() => copyFileSync(join(this.output, LOCK_FILE), join(this.draft, LOCK_FILE)));
    if (kept) this.files += 1;
  }

  /** Another run may do the same at the same moment: whoever comes last stays, and both assemblies are whole. */
  private exchange(): void {
    this.changed = true;
    const previous = besides(this.output, process.pid, 'old');
    for (let rivals = 0; ; rivals++) {
      const setAside = unlessGone(() => renameSync(this.output, previous));
      try {
        renameSync(this.draft, this.output);
        break;
      } catch (error) {
        if (!isTaken(error) || rivals === RIVALS) {
          if (setAside) renameSync(previous, this.output);
          throw error;
        }
        rmSync(previous, { recursive: true, force: true });
      }
    }
    rmSync(previous, { recursive: true, force: true });
  }

  /** The manifest's time says when the app was last synthesised, also when that changed nothing. */
  private touch(): void {
    const now = new Date();
    rmSync(this.draft, { recursive: true, force: true });
    unlessGone(() => utimesSync(join(this.output, MANIFEST_FILE), now, now));
  }

  private attempt<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      const story = isSystemError(error) ? cannotWrite(this.output, error) : error;
      try {
        this.abandon();
      } catch {
        // what made us stop also keeps us from tidying up; the next run does it
      }
      throw story;
    }
  }
}

/** A file of the project that is copied into the assembly. */
export interface ProjectFile {
  readonly contents: Buffer;
  readonly executable: boolean;
}

export const readProjectFile = (path: string): ProjectFile => ({ contents: readFileSync(path), executable: isExecutable(path) });

/** A link to a folder stays one: what it leads to is replaced. */
function target(output: string): string {
  try {
    return realpathSync(output);
  } catch {
    return output; // there is nothing yet
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
    if (match[2] === 'old' && !existsSync(output)) unlessGone(() => renameSync(path, output));
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
  // Renaming needs only the parent's permission: ask, so that a folder somebody closed stays closed.
  unlessGone(() => accessSync(output, constants.W_OK));
  unlessGone(() => {
    const names = readdirSync(output);
    if (names.length > 0 && !(names.includes(MANIFEST_FILE) && isOurs(output, names))) throw notOurs(output);
  });
}

/** Web applications have a manifest.json as well. Ours names its maker; a damaged one is ours where the tree of constructs stands beside it. */
function isOurs(output: string, names: readonly string[]): boolean {
  const text = readFileSync(join(output, MANIFEST_FILE), 'utf8');
  try {
    const { generator } = JSON.parse(text) as { generator?: unknown };
    return typeof generator === 'string' && generator.startsWith('studio-cdk ');
  } catch {
    return names.includes(TREE_FILE);
  }
}

/** Links first and compares then: between the two, another run may put a file of its own there. */
function shared(old: string, fresh: string, contents: string | Buffer, executable: boolean): boolean {
  if (!linked(old, fresh)) return false;
  if (isSame(fresh, contents, executable)) return true;
  rmSync(fresh);
  return false;
}

/** For Nix a file is its contents, and whether it can be run. */
function isSame(file: string, contents: string | Buffer, executable: boolean): boolean {
  try {
    return isExecutable(file) === executable && readFileSync(file).equals(typeof contents === 'string' ? Buffer.from(contents) : contents);
  } catch {
    return false;
  }
}

const isExecutable = (file: string): boolean => (statSync(file).mode & 0o100) !== 0;

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false; // a file system without hard links: write it again
  }
}

function countFiles(dir: string): number {
  let count = -1;
  unlessGone(() => {
    count = readdirSync(dir, { withFileTypes: true, recursive: true }).filter((entry) => !entry.isDirectory()).length;
  });
  return count;
}

/** Whether something could be done; false where its object does not exist, or has just been taken away by another run. */
function unlessGone(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

const isTaken = (error: unknown): boolean => ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '');

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string' && 'syscall' in error;
