import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printFile } from '../nix';
import { emptyFolder, noSuchFile, notAFile } from './errors';
import { filesBelow } from './files-below';
import type { PackageFile } from './machine-draft';

/** Where an asset stands in the assembly, and which files it is made of. */
type PlacedAsset = { readonly path: string; readonly files: readonly string[] } | { readonly problem: string };

/**
 * The files that machines share. Equal contents get one file: forty machines of a school have one wrapped DAW between them.
 */
export class Shelf {
  /** Text of package files, and paths of the project's files to copy, by their name in the assembly. */
  public readonly texts = new Map<string, string>();
  public readonly copies = new Map<string, string>();

  private readonly nameOf = new Map<string, string>();
  private readonly assets = new Map<string, PlacedAsset>();

  /**
   * The first package of a name is `packages/ardour.nix`. One with the same name and another content, on another machine, is called after that
   * machine: `packages/ardour-studio-laptop.nix`.
   */
  public placePackage(file: PackageFile, stackName: string): string {
    const key = `${file.name}\0${file.key}`;
    let path = this.nameOf.get(key);
    if (path === undefined) {
      path = `packages/${file.name}.nix`;
      if (this.texts.has(path)) path = `packages/${file.name}-${stackName}.nix`;
      for (let count = 2; this.texts.has(path); count++) path = `packages/${file.name}-${stackName}-${count}.nix`;
      this.nameOf.set(key, path);
      this.texts.set(path, printFile({ kind: 'commented', comment: file.comment, blankBefore: false, node: file.node() }));
      for (const [name, source] of Object.entries(file.uses ?? {})) this.copies.set(`packages/${name}`, source);
    }
    return path;
  }

  /** What a shared file holds; undefined where its name is made of that. */
  public contentsOf(name: string): string | Buffer | undefined {
    const source = name.startsWith('assets/') ? undefined : this.copies.get(name);
    return source === undefined ? this.texts.get(name) : readFileSync(source);
  }

  /** A file or folder of the project, under a name that is made of its content: `assets/1f0e…-hall.wav`. */
  public placeAsset(source: string): PlacedAsset {
    let placed = this.assets.get(source);
    if (!placed) this.assets.set(source, (placed = this.readAsset(source)));
    return placed;
  }

  private readAsset(source: string): PlacedAsset {
    const found = statSync(source, { throwIfNoEntry: false });
    if (!found) return { problem: noSuchFile('The file', source, 'Paths are relative to the folder of cdk.json.') };
    if (!found.isFile() && !found.isDirectory()) return { problem: notAFile('The asset', source) };
    const members = found.isFile() ? [''] : filesBelow(source);
    if (members.length === 0) return { problem: emptyFolder(source) };
    const hash = createHash('sha256');
    for (const member of members) {
      const file = join(source, member);
      const executable = (statSync(file).mode & 0o100) !== 0;
      hash
        .update(`${member}\0${executable ? 'x' : ''}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
    const path = `assets/${hash.digest('hex').slice(0, 12)}-${storeName(basename(source))}`;
    const files = members.map((member) => (member === '' ? path : `${path}/${member}`));
    files.forEach((file, index) => this.copies.set(file, join(source, members[index]!)));
    return { path, files };
  }
}

/** Nix copies the path into its store under its last part, where only these signs are allowed. */
const storeName = (name: string): string => name.replace(/[^\w.+?=-]/g, '_').replace(/^\.+/, '_');
