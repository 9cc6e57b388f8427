import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The function, where it has a name. */
  readonly in?: string;
}

/** `    at Rack.add (/home/ana/studio/bin/studio.ts:12:9)`, with or without the function and its brackets. */
const FRAME = /^\s+at (?:(.*?) \()?(?:async )?((?:file:\/\/|\/|[A-Za-z]:\\).*?):(\d+):(\d+)\)?$/;

/** The innermost frame that is the user's own code: not Node's, not a package's, not the library's. */
export function firstOwnFrame(error: Error, cwd: string): Frame | undefined {
  const frames = (error.stack ?? '')
    .split('\n')
    .map(parseFrame)
    .filter((frame) => frame !== undefined);
  return frames.find(({ file }) => !file.includes(`${sep}node_modules${sep}`) && isWithin(cwd, file) && !isLibrary(file));
}

function parseFrame(line: string): Frame | undefined {
  const match = FRAME.exec(line);
  if (!match) return undefined;
  const [, name, path = '', row, column] = match;
  const file = path.startsWith('file://') ? fileURLToPath(path) : path;
  const meaningful = name !== undefined && !/^(Object\.|Module\.|new )?<anonymous>$/.test(name);
  return { file, line: Number(row), column: Number(column), ...(meaningful && { in: name }) };
}

const isWithin = (folder: string, file: string): boolean => !relative(folder, file).startsWith('..');

/** The library outside of node_modules: its own repository, or a link to it. */
function isLibrary(file: string): boolean {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const name = packageName(folder);
    if (name !== undefined) return name === 'studio-cdk' && /^(src|lib)[\\/]/.test(relative(folder, file));
  }
  return false;
}

function packageName(folder: string): string | undefined {
  try {
    return String((JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string }).name);
  } catch {
    return undefined;
  }
}

/** A path as a person in that folder would write it. */
export function relativeTo(cwd: string, path: string): string {
  const near = isAbsolute(path) ? relative(cwd, path) : path;
  return near.startsWith('..') || near === '' ? path : near;
}
