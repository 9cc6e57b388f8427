import { findSourceMap, type SourceMap } from 'node:module';
import { dirname, relative, sep } from 'node:path';

/** The folder of this library, compiled or not: frames inside it are not the user's. */
const LIBRARY = dirname(__dirname) + sep;
const MODULES = `${sep}node_modules${sep}`;

/** Deep enough for a construct that a few layers of the user's own classes make, shallow enough to be free. */
const FRAMES = 12;

/** What each call site maps to. A loop that makes forty machines has one call site. */
const known = new Map<string, string>();
const sourceMaps = new Map<string, SourceMap | undefined>();

/**
 * The line of the user's program that is running now, as `bin/studio.ts:14`, relative to the working directory.
 *
 * It is the nearest frame outside of this library and of installed packages. Positions are taken from the structured stack (no text is made
 * or parsed) and mapped through the loader's source map once per call site. Undefined where there is no such frame, as under another language.
 */
export function callSite(): string | undefined {
  const sites = frames();
  let installed: NodeJS.CallSite | undefined;
  for (const site of sites) {
    const file = site.getFileName();
    if (!file || file.startsWith('node:') || file.startsWith(LIBRARY)) continue;
    if (!file.includes(MODULES)) return describe(file, site);
    installed ??= site;
  }
  return installed && describe(installed.getFileName()!, installed);
}

function frames(): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = FRAMES;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, callSite);
    return holder.stack ?? [];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function describe(file: string, site: NodeJS.CallSite): string {
  const line = site.getLineNumber() ?? 1;
  const column = site.getColumnNumber() ?? 1;
  const key = `${file}:${line}:${column}`;
  let text = known.get(key);
  if (text === undefined) {
    text = map(file, line, column);
    known.set(key, text);
  }
  return text;
}

function map(file: string, line: number, column: number): string {
  const path = file.startsWith('file://') ? decodeURIComponent(new URL(file).pathname) : file;
  const entry = sourceMap(file)?.findEntry(line - 1, column - 1);
  const original = entry && 'originalLine' in entry ? entry.originalLine + 1 : line;
  return `${relative(process.cwd(), path).split(sep).join('/')}:${original}`;
}

function sourceMap(file: string): SourceMap | undefined {
  if (!sourceMaps.has(file)) sourceMaps.set(file, findSourceMap(file));
  return sourceMaps.get(file);
}
