import { readFileSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { harmless } from '../ssh/harmless';
import type { ReadLine } from '../realtime/render/hint';

/** Reads lines of the program below a folder, to show what is there: `bin/studio.ts:14`, with the column or without. */
export function linesBelow(folder: string): ReadLine {
  const files = new Map<string, readonly string[]>();
  return (source) => {
    const [, path, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(source) ?? [];
    if (path === undefined || isOutside(folder, path)) return undefined;
    if (!files.has(path)) files.set(path, linesOf(resolve(folder, path)));
    const text = harmless(files.get(path)![Number(line) - 1] ?? '').trim();
    return text === '' ? undefined : text.slice(0, 200);
  };
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, resolve(folder, path));
  return way.startsWith('..') || isAbsolute(way);
}

/** A program that is gone, or no file, has no lines. */
function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
