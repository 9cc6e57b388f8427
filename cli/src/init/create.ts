import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { nearest } from '../suggest';
import { badName, cannotCreate, inTheWay, noTemplate, notAFolder } from './errors';
import { listTemplates, projectFiles, type TemplateFolders } from './templates';

export interface NewProject {
  readonly template: string;
  /** Absolute, or relative to the working directory. */
  readonly folder: string;
  readonly version: string;
  readonly folders: TemplateFolders;
}

/**
 * Writes a new project into an empty or new folder.
 *
 * @returns the files, relative to the folder
 * @throws UserError when the template or the name will not do, or something is in the way; then nothing was written
 */
export function createProject({ template, folder, version, folders }: NewProject): readonly string[] {
  const templates = listTemplates(folders).map(({ name }) => name);
  if (!templates.includes(template)) throw noTemplate(template, nearest(template, templates), templates);
  const target = resolve(folder);
  const isNew = checkEmpty(target, template);
  const name = isNew ? checkName(basename(target)) : packageName(basename(target));
  const files = projectFiles(folders, template, { name: packageName(name), version });
  write(target, files, isNew);
  return [...files.keys()].sort();
}

/** @returns whether the folder has yet to be made */
function checkEmpty(target: string, template: string): boolean {
  let found: string[];
  try {
    found = readdirSync(target);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return true;
    throw code === 'ENOTDIR' ? notAFolder(target) : cannotCreate(target, message);
  }
  const obstacles = found.filter((name) => name !== '.git').sort();
  if (obstacles.length > 0) throw inTheWay(target, obstacles, template);
  return false;
}

/** Plain names only: the folder's name is typed in shells and becomes the package's name. */
function checkName(name: string): string {
  if (!/^[A-Za-z0-9][\w.-]*$/.test(name) || RESERVED.includes(name.toLowerCase())) throw badName(name, packageName(name));
  return name;
}

/** A package of one of these names could not install them. */
const RESERVED = ['studio-cdk', 'studio-cdk-cli', 'constructs', 'node_modules', 'favicon.ico'];

function packageName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 100);
  return plain === '' || RESERVED.includes(plain) ? 'my-studio' : plain;
}

function write(target: string, files: ReadonlyMap<string, Buffer>, isNew: boolean): void {
  const made: string[] = [];
  try {
    for (const [path, contents] of files) {
      const file = join(target, path);
      mkdirSync(dirname(file), { recursive: true });
      made.push(join(target, path.split('/')[0]!));
      writeFileSync(file, contents);
    }
  } catch (error) {
    for (const path of isNew ? [target] : made) rmSync(path, { recursive: true, force: true });
    throw cannotCreate(target, (error as Error).message);
  }
}
