import { findSourceMap, type SourceMap } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this library, compiled or not: frames inside it are not the user's. */
const LIBRARY = dirname(__dirname) + sep;
const MODULES = `${sep}node_modules${sep}`;

/**
 * Mostly the caller is the user's own line, and frames cost time; many are taken only where it is not, as for what a construct of ours makes in turn.
 */
const FEW_FRAMES = 1;
const MANY_FRAMES = 50;

/** What each call site maps to. A loop that makes forty machines has one call site. */
const known = new Map<string, string>();
const sourceMaps = new Map<string, SourceMap | undefined>();

/**
 * The line of the user's program that is running now, as `bin/studio.ts:14`, relative to the working directory.
 *
 * It is the nearest frame outside of this library and of installed packages. Positions are taken from the structured stack (no text is made
 * or parsed) and mapped through the loader's source map once per call site. Undefined where there is no such frame, as under another language.
 *
 * A constructor gives its `new.target`: then it is the line with the `new`, not the `super(…)` of a class that the user derived.
 */
export function callSite(made?: Class): string | undefined {
  const caller: object = made ?? callSite;
  const near = nearest(frames(FEW_FRAMES, caller));
  const { user, installed } = near.user ? near : nearest(frames(MANY_FRAMES, caller));
  const site = user ?? installed;
  return site && describe(site.getFileName()!, site);
}

type Class = abstract new (...args: never[]) => unknown;

/** The nearest frame of the user's own program, and the nearest one of an installed package, which has to do where there is no other. */
function nearest(sites: readonly NodeJS.CallSite[]): { user?: NodeJS.CallSite; installed?: NodeJS.CallSite } {
  let installed: NodeJS.CallSite | undefined;
  for (const site of sites) {
    const file = site.getFileName();
    if (!file || file.startsWith('node:') || file.startsWith(LIBRARY)) continue;
    if (!file.includes(MODULES)) return { user: site };
    installed ??= site;
  }
  return installed ? { installed } : {};
}

/** The calls that led to `caller`, nearest first; itself, and what it called, are left out. */
function frames(limit: number, caller: object): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, caller as () => void);
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
  const entry = sourceMap(file)?.findEntry(line - 1, column - 1);
  if (!entry || !('originalLine' in entry)) return place(pathOf(file), line);
  return place(resolve(dirname(pathOf(file)), pathOf(entry.originalSource)), entry.originalLine + 1);
}

const place = (path: string, line: number): string => `${relative(process.cwd(), path).split(sep).join('/')}:${line}`;

const pathOf = (file: string): string => (file.startsWith('file://') ? fileURLToPath(file) : file);

function sourceMap(file: string): SourceMap | undefined {
  if (!sourceMaps.has(file)) sourceMaps.set(file, findSourceMap(file));
  return sourceMaps.get(file);
}
