import { findSourceMap, type SourceMap } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostLine, isHosted } from './host-stack';

/** The folder of this library, compiled or not: frames inside it are not the user's. */
const LIBRARY = dirname(__dirname) + sep;
const MODULES = `${sep}node_modules${sep}`;

/**
 * Mostly the caller is the user's own line, and frames cost time; this many are taken only where it is not, as for what a construct of ours makes in turn.
 */
const MANY_FRAMES = 50;

/** A file that calls came from. */
interface Caller {
  readonly owner: 'user' | 'package' | 'library';
  /** What each call site in it maps to, by its position. A loop that makes forty machines has one call site. */
  readonly lines: Map<number, string>;
  sourceMap?: SourceMap | undefined;
}

const callers = new Map<string, Caller>();

/**
 * The line of the user's program that is running now, as `bin/studio.ts:14`, relative to the working directory.
 *
 * It is the nearest frame outside of this library and of installed packages. Positions are taken from the structured stack (no text is made
 * or parsed) and mapped through the loader's source map once per call site. Where the program is in another language, it is that one's line.
 * Undefined where there is no such frame.
 *
 * A constructor gives its `new.target`: then it is the line with the `new`, not the `super(…)` of a class that the user derived.
 */
export function callSite(made?: Class): string | undefined {
  if (isHosted()) return hosted();
  const called: object = made ?? callSite;
  const [near] = frames(1, called);
  const site = near && ownerOf(near) === 'user' ? near : nearest(frames(MANY_FRAMES, called));
  return site && describe(site);
}

function hosted(): string | undefined {
  const site = hostLine();
  return site && place(site.file, site.line);
}

type Class = abstract new (...args: never[]) => unknown;

/** The nearest frame of the user's own program, or of an installed package, which has to do where there is no other. */
function nearest(sites: readonly NodeJS.CallSite[]): NodeJS.CallSite | undefined {
  return sites.find((site) => ownerOf(site) === 'user') ?? sites.find((site) => ownerOf(site) === 'package');
}

/** What is no place in a program at all counts as ours. */
function ownerOf(site: NodeJS.CallSite): Caller['owner'] {
  const file = site.getFileName();
  return file ? callerOf(file).owner : 'library';
}

function callerOf(file: string): Caller {
  let caller = callers.get(file);
  if (!caller) {
    const owner = file.startsWith('node:') || file.startsWith(LIBRARY) ? 'library' : file.includes(MODULES) ? 'package' : 'user';
    callers.set(file, (caller = { owner, lines: new Map() }));
  }
  return caller;
}

/** The calls that led to `called`, nearest first; itself, and what it called, are left out. */
function frames(limit: number, called: object): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: NodeJS.CallSite[] } = {};
  try {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, called as () => void);
    return holder.stack ?? [];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function describe(site: NodeJS.CallSite): string {
  const file = site.getFileName()!;
  const caller = callerOf(file);
  const position = site.getPosition();
  let text = caller.lines.get(position);
  if (text === undefined) caller.lines.set(position, (text = map(caller, file, site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1)));
  return text;
}

function map(caller: Caller, file: string, line: number, column: number): string {
  caller.sourceMap ??= findSourceMap(file);
  const entry = caller.sourceMap?.findEntry(line - 1, column - 1);
  if (!entry || !('originalLine' in entry)) return place(pathOf(file), line);
  return place(resolve(dirname(pathOf(file)), pathOf(entry.originalSource)), entry.originalLine + 1);
}

const place = (path: string, line: number): string => `${relative(process.cwd(), path).split(sep).join('/')}:${line}`;

const pathOf = (file: string): string => (file.startsWith('file://') ? fileURLToPath(file) : file);
