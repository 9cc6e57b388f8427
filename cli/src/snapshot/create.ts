import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LOCK_FILE, lockDifferences, readLock } from '../../../src/assembly/lock';
import type { StackEntry } from '../../../src/assembly/manifest';
import { Interrupted } from '../errors';
import { isFull, refused } from '../nix/errors';
import { NixRefusal, type Nix } from '../nix/nix';
import type { Assembly } from '../project/assembly';
import { derivationOf } from '../render/next-step';
import { Progress } from '../render/progress';
import { sizeText } from '../render/size';
import type { Output } from '../terminal';
import { packedSize, tidy } from './cache';
import { diskFull, isDisk, isFile, isSnapshot, keptSoFar, lockIsStale, notEmpty } from './errors';
import { inputPaths, withoutFolders, type Archived } from './inputs';
import type { SigningKey } from './key';
import { SNAPSHOT_FILE, FLAKE_FOLDER, CACHE_FOLDER } from './layout';
import { filesOf, readSnapshot, snapshotText, type PathEntry, type Snapshot } from './manifest';
import { PartialFolder, partialOf, writing } from './partial';
import { programsOf } from './programs';
import { closureOf } from './store-paths';
import { Workshop } from './workshop';

export interface Making {
  readonly nix: Nix;
  readonly assembly: Assembly;
  readonly stack: StackEntry;
  /** The snapshot's folder. */
  readonly folder: string;
  /** Where the binary cache is when it is not in that folder. */
  readonly cacheAddress?: string;
  readonly key: SigningKey;
  readonly generator: string;
  readonly err: Output;
}

/** Node's decompressors are enough to check it, on a computer without Nix. */
const COMPRESSION = 'gzip';

/** @throws UserError when something is there already */
export function checkFree(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isDirectory()) throw isFile(folder);
  if (existsSync(join(folder, SNAPSHOT_FILE))) throw isSnapshot(folder, readSnapshot(folder).name);
  if (readdirSync(folder).length > 0) throw notEmpty(folder);
  if (found.dev !== statSync(dirname(folder)).dev) throw isDisk(folder);
}

/**
 * Builds the stack, and copies it with all that it needs beside its place. When it is whole it is moved there.
 *
 * @throws UserError when it cannot; what is copied by then is not copied again by the next call
 */
export async function makeSnapshot(making: Making): Promise<Snapshot> {
  checkFree(making.folder);
  const partial = writing(making.folder, () => new PartialFolder(partialOf(making.folder)));
  const shop = new Workshop();
  try {
    const snapshot = await new Snapshotter(making, shop, partial.folder).make();
    writing(making.folder, () => partial.moveTo(making.folder));
    return snapshot;
  } catch (error) {
    const isKept = partial.leave();
    if (error instanceof Interrupted && isKept) making.err.line(keptSoFar(partial.folder));
    throw error;
  } finally {
    shop.close();
  }
}

class Snapshotter {
  private readonly flake: string;

  public constructor(
    private readonly making: Making,
    private readonly shop: Workshop,
    private readonly partial: string,
  ) {
    this.flake = shop.path('flake');
  }

  public async make(): Promise<Snapshot> {
    const { key, folder, nix } = this.making;
    await this.lockFlake();
    const outputs = await this.build();
    writing(folder, () => tidy(join(this.partial, CACHE_FOLDER), key.verifier));
    const archived = await this.archive();
    const inputs = inputPaths(archived);
    const paths = await closureOf(nix, [...new Set([...outputs, ...Object.values(inputs)])]);
    await this.copy(outputs, paths);
    return writing(folder, () => this.finish(archived, outputs, inputs, paths));
  }

  /** In a copy: what Nix writes there, it writes for us alone. */
  private async lockFlake(): Promise<void> {
    const { assembly, nix } = this.making;
    cpSync(assembly.folder, this.flake, { recursive: true, dereference: true });
    const lock = readLock(this.flake);
    const differences = lock ? lockDifferences(lock, assembly.manifest.inputs) : [];
    if (differences.length > 0) throw lockIsStale(join(assembly.home, LOCK_FILE), differences);
    if (!lock) await this.step('lock the inputs', () => nix.run(['flake', 'lock', `path:${this.flake}`]));
  }

  private async build(): Promise<readonly string[]> {
    const { nix, stack, err } = this.making;
    const progress = new Progress(err, `Building ${stack.name}`);
    let count = 0;
    const onLine = (line: string): void => {
      if (/^building '/.test(line)) progress.at(++count, count, line.replace(/^building '[^']*\/[0-9a-z]{32}-(.*)\.drv'.*/, '$1'));
    };
    const args = ['build', '--json', '--out-link', this.shop.path('result'), `path:${this.flake}#${derivationOf(stack)}`];
    const text = await this.step(`build «${stack.name}»`, () => nix.run(args, { onLine })).finally(() => progress.end());
    const built = JSON.parse(text) as readonly { readonly outputs: Readonly<Record<string, string>> }[];
    return [...new Set(built.flatMap(({ outputs }) => Object.values(outputs)))].sort();
  }

  private async archive(): Promise<Archived> {
    const progress = new Progress(this.making.err, 'Copying the inputs');
    const args = ['flake', 'archive', '--json', '--to', this.target(), `path:${this.flake}`];
    const text = await this.filling(() => this.making.nix.run(args)).finally(() => progress.end());
    return JSON.parse(text) as Archived;
  }

  private async copy(outputs: readonly string[], paths: readonly PathEntry[]): Promise<void> {
    const size = sizeText(paths.reduce((sum, { narSize }) => sum + narSize, 0));
    const progress = new Progress(this.making.err, `Copying ${paths.length} paths (${size})`);
    let total = 0;
    let copied = 0;
    const onLine = (line: string): void => {
      total = Number(/^copying (\d+) paths/.exec(line)?.[1] ?? total);
      if (/^copying path '/.test(line)) progress.at(++copied, total);
    };
    await this.filling(() => this.making.nix.run(['copy', '--to', this.target(), ...outputs], { onLine })).finally(() => progress.end());
  }

  /** The flake that needs nothing of this computer any more, and the manifest behind everything else. */
  private finish(
    archived: Archived,
    outputs: readonly string[],
    inputs: Readonly<Record<string, string>>,
    paths: readonly PathEntry[],
  ): Snapshot {
    const { nix, stack, generator, key, cacheAddress } = this.making;
    const cache = join(this.partial, CACHE_FOLDER);
    const flake = join(this.partial, FLAKE_FOLDER);
    rmSync(flake, { recursive: true, force: true });
    cpSync(this.flake, flake, { recursive: true });
    const lock = readLock(this.flake);
    if (lock) writeFileSync(join(flake, LOCK_FILE), withoutFolders(lock, archived));
    tidy(cache, key.verifier, new Set(paths.map(({ path }) => path)));
    if (cacheAddress !== undefined) rmSync(cache, { recursive: true });
    const names = paths.map(({ path }) => path);
    const snapshot: Omit<Snapshot, 'schema'> = {
      generator,
      nix: nix.version,
      name: stack.name,
      kind: stack.kind,
      attribute: stack.attribute,
      system: stack.system,
      outputs,
      programs: programsOf(outputs),
      inputs,
      cache: cacheAddress ?? CACHE_FOLDER,
      publicKey: key.verifier.text,
      flake: filesOf(flake),
      paths,
      size: {
        unpacked: paths.reduce((sum, { narSize }) => sum + narSize, 0),
        ...(cacheAddress === undefined && { packed: packedSize(cache, names) }),
      },
    };
    writeFileSync(join(this.partial, SNAPSHOT_FILE), snapshotText(snapshot));
    return readSnapshot(this.partial);
  }

  private target(): string {
    const { cacheAddress, key } = this.making;
    const link = (name: string, to: string): string => (existsSync(this.shop.path(name)) ? this.shop.path(name) : this.shop.link(name, to));
    const cache = cacheAddress ?? `file://${link('cache', join(this.partial, CACHE_FOLDER))}`;
    const settings = `compression=${COMPRESSION}&secret-key=${link('key', key.secretFile)}`;
    return `${cache}${cache.includes('?') ? '&' : '?'}${settings}`;
  }

  private async step<T>(what: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (error instanceof NixRefusal) throw refused(what, error.reason, 'No snapshot was made.');
      throw error;
    }
  }

  /** A step that writes to the snapshot. */
  private async filling<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof NixRefusal)) throw error;
      if (isFull(error.reason)) throw diskFull(this.making.folder, this.partial);
      throw refused('copy to the snapshot', error.reason, keptSoFar(this.partial));
    }
  }
}
